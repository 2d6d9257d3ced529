import type { Key } from "./labels";
import { STATES, UNITED_STATES } from "./places";

/** An option of a list or group: the value that is sent and the label that people read. */
export type Option = { value: string; label: string };

const plain = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\d+.]+/gu, " ")
    .trim();
const states = new Set(
  Object.entries(STATES).flatMap(([code, name]) => [plain(code), plain(name)]),
);
const COVERAGE =
  /liability|workers|compensation|cyber|property|commercial auto|business owner|bop|professional|health|umbrella/;

/** The key that a list's options answer; undefined if they do not show it. */
export function keyOfOptions(options: Option[]): Key | undefined {
  const labels = options.map(({ label, value }) => plain(label || value));
  const share = (test: (label: string) => boolean) =>
    labels.filter(test).length / Math.max(1, labels.length);
  const has = (...words: string[]) => words.every((word) => labels.includes(word));
  if (options.length >= 20 && share((label) => states.has(label)) > 0.5) return "address_level1";
  if (options.length >= 20 && share((label) => /\+ ?\d{1,3}\b/.test(label)) > 0.6)
    return "tel_country_code";
  if (
    options.length >= 20 &&
    labels.some((label) => UNITED_STATES.includes(label)) &&
    (labels.includes("canada") || labels.includes("france"))
  )
    return "country";
  if (has("male", "female") || has("m", "f")) return "sex";
  if (
    labels.some((label) => /^mr\.?$/.test(label)) &&
    labels.some((label) => /^(mrs|ms)\.?$/.test(label))
  )
    return "honorific_prefix";
  if (options.length >= 2 && labels.filter((label) => COVERAGE.test(label)).length >= 2)
    return "coverage_type";
  return undefined;
}

/** The one option that a value means; undefined if none does or several might. */
export function choose(key: Key, value: string, options: Option[]): Option | undefined {
  const accepted = synonyms(key, value).map(plain);
  const answerable = options.filter(
    ({ value: own, label }) => own !== "" || !/select|choose|please|^-+$/i.test(label),
  );
  const textsOf = ({ value: own, label }: Option) => [plain(own), plain(label)];
  const exact = answerable.find((one) => textsOf(one).some((text) => accepted.includes(text)));
  if (exact) return exact;
  if (key === "employee_count" || key === "revenue" || key === "budget")
    return inRange(Number(value.replaceAll(/[^\d.]/g, "")), answerable);
  if (key === "tel_country_code")
    return single(
      answerable.filter((one) =>
        textsOf(one).some(
          (text) =>
            new RegExp(`\\+? ?${value.replace("+", "")}\\b`).test(text) &&
            UNITED_STATES.some((name) => text.includes(name)),
        ),
      ),
    );
  // A match if all words of one are in the other: "General Liability Insurance".
  const similar = answerable.filter((one) =>
    accepted.some((want) => {
      const [text = ""] = [plain(one.label)];
      const [few, many] = want.length < text.length ? [want, text] : [text, want];
      const words = few.split(" ").filter((word) => word.length > 1);
      return words.length > 0 && words.every((word) => many.split(" ").includes(word));
    }),
  );
  return single(similar);
}

const single = (options: Option[]): Option | undefined =>
  options.length === 1 ? options[0] : undefined;

function synonyms(key: Key, value: string): string[] {
  const text = value.trim();
  if (key === "address_level1") {
    const code = Object.keys(STATES).find((one) => plain(STATES[one] ?? "") === plain(text));
    return [text, STATES[text.toUpperCase()], code].flatMap((one) => one ?? []);
  }
  if (key === "country" && UNITED_STATES.includes(plain(text))) return [text, ...UNITED_STATES];
  if (key === "coverage_type") return [text, text.replaceAll("_", " ")];
  if (key === "sex") return [text, text.charAt(0)];
  if (key === "bday_month")
    return [
      text,
      String(Number(text)),
      text.padStart(2, "0"),
      MONTHS[Number(text) - 1] ?? "",
      (MONTHS[Number(text) - 1] ?? "").slice(0, 3),
    ].filter(Boolean);
  if (key === "bday_day") return [text, String(Number(text)), text.padStart(2, "0")];
  return [text];
}
const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** The option whose range contains a number: `11-50`, `50+`, `Under 10`, `$1M to $5M`. */
function inRange(number: number, options: Option[]): Option | undefined {
  if (!Number.isFinite(number)) return undefined;
  return single(
    options.filter(({ label, value }) => {
      const text = (label || value).toLowerCase().replaceAll(",", "");
      const numbers = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(k|m|million|thousand)?\b/g)].map(
        ([, digits, unit]) => Number(digits) * (unit ? (unit.startsWith("m") ? 1e6 : 1e3) : 1),
      );
      const [low, high] = numbers;
      if (low === undefined) return false;
      if (high !== undefined) return number >= low && number <= high;
      if (/\+|over|more than|above|at least|or more/.test(text)) return number >= low;
      if (/under|less than|up to|below|fewer/.test(text)) return number <= low;
      return number === low;
    }),
  );
}
