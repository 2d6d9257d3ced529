import { element } from "./element";

const copy = {
  match: (kind: string) => `Verified: this is the ${kind}, unchanged.`,
  voided: (kind: string, why: string) => `This is the ${kind}, unchanged. ${why}`,
  noMatch: (hash: string) =>
    `This copy doesn't match our record: it was changed, or it is another file. SHA-256: ${hash}`,
};

const verdict = element("verdict", HTMLElement);
const chooser = element("file", HTMLInputElement);

element("chooser", HTMLElement).hidden = false;

/** Hashes the chosen file here and looks for the hash among those on record. */
chooser.addEventListener("change", async () => {
  const [file] = chooser.files ?? [];
  if (!file) return;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const text = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const match = [...document.querySelectorAll<HTMLElement>(".hash")].find(
    (one) => one.textContent?.trim() === text,
  );
  const { voided } = verdict.dataset;
  const kind = match?.dataset.kind?.toLowerCase() ?? "";
  verdict.className = match && !voided ? "note" : "note alert";
  if (!match) verdict.textContent = copy.noMatch(text);
  else verdict.textContent = voided ? copy.voided(kind, voided) : copy.match(kind);
});
