import { element } from "./element";

const verdict = element("verdict", HTMLElement);
const chooser = element("file", HTMLInputElement);

/** Hashes the chosen file here and looks for the hash among those on record. */
chooser.addEventListener("change", async () => {
  const [file] = chooser.files ?? [];
  if (!file) return;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const text = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const match = [...document.querySelectorAll<HTMLElement>(".hash")].find(
    (one) => one.textContent?.trim() === text,
  );
  verdict.textContent = match
    ? `Unchanged: ${match.dataset.kind}.`
    : `Changed, or another file: its SHA-256 is ${text}`;
});
