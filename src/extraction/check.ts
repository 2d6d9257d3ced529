import { emailIn } from "./email";
import {
  type Claim,
  CONFIDENCE_MIN,
  type Extracted,
  type Extraction,
  FIELDS,
  type Field,
  type Missing,
  type Turn,
} from "./field";
import { CHECKS, type Setting } from "./support";

/** Of these there may be several; of all others the last counts. */
const LISTS: Field[] = ["preferred_times", "objections"];
/** What a person says, after something was read back to them. */
const AGREES = new RegExp(
  "^\\W*(?:yes|yeah|yep|yup|correct|right|exactly|that's (?:right|it|correct)|sure|uh-huh|mm-?hm+)\\b" +
    "(?!.*\\b(?:but|not|no|except|actually)\\b)",
  "i",
);

const plain = (text: string): string => text.replaceAll(/\s+/g, " ").trim().toLowerCase();

/** Whether the quote is really there, said by the person, or read back to them and agreed to. */
function isThere({ turn, quote }: Claim, turns: Turn[]): boolean {
  const said = turns[turn];
  if (!said || plain(quote).length < 2 || !plain(said.text).includes(plain(quote))) return false;
  return said.role === "user" || agreed(turns[turn + 1]);
}

function agreed(next: Turn | undefined): boolean {
  const first = next?.text.split(/(?<=[.!?])\s/)[0] ?? "";
  return next?.role === "user" && AGREES.test(first);
}

/** The address that was said, if it was read back, and agreed to: an ear alone takes one letter for another. */
export function confirmedEmail({ fields }: Extraction, turns: Turn[]): string | undefined {
  const said = fields.email;
  if (typeof said?.value !== "string") return undefined;
  const readBack = turns.some(
    ({ role, text }, at) =>
      at >= said.evidence.turn &&
      role === "assistant" &&
      emailIn(text) === said.value &&
      agreed(turns[at + 1]),
  );
  return readBack ? said.value : undefined;
}

type Judged = { ok: Extracted & { field: Field } } | { no: Missing };

function judge(claim: Claim, turns: Turn[], setting: Setting): Judged {
  const { field, confidence, turn, quote } = claim;
  const no = (reason: Missing["reason"]): Judged => ({ no: { field, reason } });
  if (!isThere(claim, turns)) return no("not_in_transcript");
  if (confidence <= CONFIDENCE_MIN) return no("low_confidence");
  const verdict = CHECKS[field](claim, setting);
  if (typeof verdict === "string") return no(verdict);
  const said = typeof verdict.value === "boolean" || verdict.value === quote ? {} : { said: quote };
  return { ok: { field, value: verdict.value, confidence, evidence: { turn, quote }, ...said } };
}

/**
 * What may be used of a model's claims: what is sure enough, whose quote is in the transcript, and
 * which that quote bears out. A later correction wins. All else is missing, with the reason.
 */
export function checked(claims: Claim[], turns: Turn[], setting: Setting): Extraction {
  const judged = [...claims]
    .sort((one, other) => one.turn - other.turn)
    .map((claim) => judge(claim, turns, setting));
  const fields: Extraction["fields"] = {};
  const missing: Missing[] = [];
  for (const field of FIELDS) {
    const found = judged.flatMap((one) => ("ok" in one && one.ok.field === field ? [one.ok] : []));
    const last = found.at(-1);
    if (last) {
      const { field: _, ...one } = last;
      const values = found.map(({ value }) => value);
      fields[field] = LISTS.includes(field) ? { ...one, value: values } : one;
      continue;
    }
    const refused = judged.flatMap((one) =>
      "no" in one && one.no.field === field ? [one.no] : [],
    );
    missing.push(refused.at(-1) ?? { field, reason: "not_said" });
  }
  return { fields, missing };
}
