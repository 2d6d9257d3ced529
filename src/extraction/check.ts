import { FIELDS } from "../db/extraction";
import {
  type Claim,
  CONFIDENCE_MIN,
  type ExtractedValue,
  type Extraction,
  type Field,
  type MissingField,
  type Turn,
} from "./field";
import { CHECKS, type Setting } from "./support";

/** Fields that may have several values. Of any other field, the last value counts. */
const LISTS: Field[] = ["preferred_times", "objections"];
/** How a person agrees to what was read back to them. */
const AGREES = new RegExp(
  "^\\W*(?:yes|yeah|yep|yup|correct|right|exactly|that's (?:right|it|correct)|sure|uh-huh|mm-?hm+)\\b" +
    "(?!.*\\b(?:but|not|no|except|actually)\\b)",
  "i",
);

/** Words in later sentences that withdraw a yes. */
const DOUBTS = /\b(?:but|no|not|except|wait|wrong|almost|instead|dot|letter|spell\w*)\b/i;

const plain = (text: string): string => text.replaceAll(/\s+/g, " ").trim().toLowerCase();

/** Whether the quote is in its turn, and the person said it or agreed when it was read back. */
function isQuoteSpoken({ turn, quote }: Claim, turns: Turn[]): boolean {
  const spokenTurn = turns[turn];
  if (!spokenTurn || plain(quote).length < 2 || !plain(spokenTurn.text).includes(plain(quote)))
    return false;
  return spokenTurn.role === "user" || isAgreement(turns[turn + 1]);
}

function isAgreement(next: Turn | undefined): boolean {
  const [first = "", ...others] = next?.text.split(/(?<=[.!?])\s/) ?? [];
  return next?.role === "user" && AGREES.test(first) && !DOUBTS.test(others.join(" "));
}

type VerifiedClaim = { claim: Claim; fact: ExtractedValue };
type RejectedClaim = { claim: Claim; reason: MissingField["reason"] };

function checkClaim(claim: Claim, turns: Turn[], setting: Setting): VerifiedClaim | RejectedClaim {
  const { field, confidence, turn, quote } = claim;
  if (!isQuoteSpoken(claim, turns)) return { claim, reason: "not_in_transcript" };
  if (confidence <= CONFIDENCE_MIN) return { claim, reason: "low_confidence" };
  const verdict = CHECKS[field](claim, setting);
  if (typeof verdict === "string") return { claim, reason: verdict };
  const { value } = verdict;
  const wording = typeof value === "boolean" || value === quote ? {} : { said: quote };
  return { claim, fact: { value, confidence, evidence: { turn, quote }, ...wording } };
}

/**
 * Keeps those of a model's claims that are confident enough and whose quote is in the transcript
 * and supports the value. A later correction wins, and one that is unclear leaves the field without
 * a value. Every field without a value is listed as missing, with the reason.
 */
export function verifyClaims(claims: Claim[], turns: Turn[], setting: Setting): Extraction {
  const results = [...claims]
    .sort((one, other) => one.turn - other.turn)
    .map((claim) => checkClaim(claim, turns, setting));
  const fields: Extraction["fields"] = {};
  const missing: MissingField[] = [];
  for (const field of FIELDS) {
    const about = results.filter(({ claim }) => claim.field === field);
    const verified = about.filter((one) => "fact" in one);
    const rejected = about.filter((one) => "reason" in one);
    const last = verified.at(-1);
    if (last && LISTS.includes(field)) {
      fields[field] = { ...last.fact, value: verified.map((one) => one.fact.value) };
      continue;
    }
    const reason = last
      ? findDoubt(last, verified, rejected)
      : (rejected.at(-1)?.reason ?? "not_said");
    if (last && !reason) fields[field] = last.fact;
    else missing.push({ field, reason: reason ?? "not_said" });
  }
  return { fields, missing };
}

/** Why the last verified value may not hold: a later correction, or two values in one turn. */
function findDoubt(
  last: VerifiedClaim,
  verified: VerifiedClaim[],
  rejected: RejectedClaim[],
): MissingField["reason"] | undefined {
  const { field, turn, value } = last.claim;
  const other = rejected.findLast(
    ({ claim, reason }) =>
      (reason === "unclear" || reason === "not_supported") &&
      claim.turn > turn &&
      plain(claim.value) !== plain(value),
  );
  if (other) return other.reason;
  // Two kinds of coverage in one turn mean that both are wanted, but a document holds one.
  const both = field === "coverage_type" && verified.filter(({ claim }) => claim.turn === turn);
  return both && new Set(both.map((one) => one.fact.value)).size > 1 ? "unclear" : undefined;
}
