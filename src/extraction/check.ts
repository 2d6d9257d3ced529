import { FIELDS } from "../db/extraction";
import {
  type Claim,
  CONFIDENCE_MIN,
  type Extracted,
  type Extraction,
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

/** What takes a yes back, in the sentences after it. */
const DOUBTS = /\b(?:but|no|not|except|wait|wrong|almost|instead|dot|letter|spell\w*)\b/i;

const plain = (text: string): string => text.replaceAll(/\s+/g, " ").trim().toLowerCase();

/** Whether the quote is really there, said by the person, or read back to them and agreed to. */
function isThere({ turn, quote }: Claim, turns: Turn[]): boolean {
  const said = turns[turn];
  if (!said || plain(quote).length < 2 || !plain(said.text).includes(plain(quote))) return false;
  return said.role === "user" || agreed(turns[turn + 1]);
}

function agreed(next: Turn | undefined): boolean {
  const [first = "", ...others] = next?.text.split(/(?<=[.!?])\s/) ?? [];
  return next?.role === "user" && AGREES.test(first) && !DOUBTS.test(others.join(" "));
}

type Found = { claim: Claim; found: Extracted };
type Refused = { claim: Claim; reason: Missing["reason"] };

function reclassify(claim: Claim, turns: Turn[], setting: Setting): Found | Refused {
  const { field, confidence, turn, quote } = claim;
  if (!isThere(claim, turns)) return { claim, reason: "not_in_transcript" };
  if (confidence <= CONFIDENCE_MIN) return { claim, reason: "low_confidence" };
  const verdict = CHECKS[field](claim, setting);
  if (typeof verdict === "string") return { claim, reason: verdict };
  const { value } = verdict;
  const said = typeof value === "boolean" || value === quote ? {} : { said: quote };
  return { claim, found: { value, confidence, evidence: { turn, quote }, ...said } };
}

/**
 * What may be used of a model's claims: what is sure enough, whose quote is in the transcript, and
 * which that quote bears out. A later correction wins, also one that cannot be made out: then nothing
 * is known. All else is missing, with the reason.
 */
export function verifyClaims(claims: Claim[], turns: Turn[], setting: Setting): Extraction {
  const judged = [...claims]
    .sort((one, other) => one.turn - other.turn)
    .map((claim) => reclassify(claim, turns, setting));
  const fields: Extraction["fields"] = {};
  const missing: Missing[] = [];
  for (const field of FIELDS) {
    const about = judged.filter(({ claim }) => claim.field === field);
    const found = about.filter((one) => "found" in one);
    const refused = about.filter((one) => "reason" in one);
    const last = found.at(-1);
    if (last && LISTS.includes(field)) {
      fields[field] = { ...last.found, value: found.map((one) => one.found.value) };
      continue;
    }
    const reason = last ? doubtOf(last, found, refused) : (refused.at(-1)?.reason ?? "not_said");
    if (last && !reason) fields[field] = last.found;
    else missing.push({ field, reason: reason ?? "not_said" });
  }
  return { fields, missing };
}

/** What stands against the last value that was borne out: something else that was said after it, or with it. */
function doubtOf(last: Found, found: Found[], refused: Refused[]): Missing["reason"] | undefined {
  const { field, turn, value } = last.claim;
  const other = refused.findLast(
    ({ claim, reason }) =>
      (reason === "unclear" || reason === "not_supported") &&
      claim.turn > turn &&
      plain(claim.value) !== plain(value),
  );
  if (other) return other.reason;
  // Who names two lines in one breath wants both, and a paper holds one.
  const both = field === "coverage_type" && found.filter(({ claim }) => claim.turn === turn);
  return both && new Set(both.map((one) => one.found.value)).size > 1 ? "unclear" : undefined;
}
