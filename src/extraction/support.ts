import { containsOptOut } from "../conversation/opt-out";
import { COVERAGES } from "../db/rating";
import { emailIn } from "./email";
import type { Claim, Field } from "./field";
import { moneyIn } from "./money";
import { numbersIn } from "./number";
import { anyOf } from "./pattern";
import { peopleIn } from "./people";
import { dateIn, renewalIn, speaksOfTime } from "./when";

/** The time zone and time (ms since 1970) of a conversation, which relative dates refer to. */
export type Setting = { zone: string; at: number };
/** The value that a quote supports, or why it supports none. */
export type Verdict = { value: unknown } | "not_supported" | "unclear";
type Check = (claim: Claim, setting: Setting) => Verdict;

const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Takes a name only word for word: the quote must contain its words in order, without a gap. */
const literal: Check = ({ value, quote }) => {
  const [claimedWords, quotedWords] = [wordsOf(value), wordsOf(quote)];
  if (claimedWords.length === 0) return "not_supported";
  const at = quotedWords.findIndex((_, from) =>
    claimedWords.every((word, index) => quotedWords[from + index] === word),
  );
  return at >= 0 ? { value: value.trim() } : "not_supported";
};

const carrier: Check = (claim, setting) =>
  /\b(?:not with|used to be|left|switched from|no longer|were with)\b/i.test(claim.quote)
    ? "not_supported"
    : literal(claim, setting);

const employees: Check = ({ value, quote }) => peopleIn(value, quote);

const COVERAGE_WORDS: Record<(typeof COVERAGES)[number], RegExp> = {
  general_liability:
    /\bgeneral liability\b|\bGL\b|(?<!\b(?:professional|practices|cyber|auto|products?|umbrella) )\bliability\b/i,
  commercial_property: /\bcommercial property\b|\bproperty\b|\bbuilding\b/i,
  workers_compensation: /\bworkers?'?s? comp(?:ensation)?\b/i,
  cyber: /\bcyber\b|\bdata breach\b|\bransomware\b/i,
  commercial_auto: /\bcommercial auto\b|\bauto\b|\bfleet\b|\btrucks?\b|\bvehicles?\b|\bvans?\b/i,
  professional_liability:
    /\bprofessional liability\b|\berrors and omissions\b|\bE ?& ?O\b|\bmalpractice\b/i,
  business_owners: /\bbusiness owner'?s?\b|\bBOP\b/i,
  group_health:
    /\bgroup health\b|\bhealth (?:plan|insurance|coverage|benefits)\b|\bmedical (?:plan|insurance|benefits)\b/i,
};
const coverage: Check = ({ value, quote }) => {
  const named = COVERAGES.find((one) => one === value.toLowerCase().replaceAll(/[\s'-]+/g, "_"));
  const coverageType = named ?? COVERAGES.find((one) => COVERAGE_WORDS[one].test(value));
  if (!coverageType || !COVERAGE_WORDS[coverageType].test(quote)) return "not_supported";
  if (/\b(?:don't|do not|no|not) (?:\w+ ){0,2}(?:need|want|interested)\b/i.test(quote))
    return "not_supported";
  return { value: coverageType };
};

const DOCUMENT_WORDS = {
  quote: /\bquot(?:e|es|ed|ation)\b|\bestimate\b|\bprices?\b|\bpricing\b|\bpremium\b/i,
  proposal: /\bproposals?\b/i,
};
const document: Check = ({ value, quote }) => {
  const documentType = /proposal/i.test(value)
    ? "proposal"
    : /quot|estimate|price/i.test(value)
      ? "quote"
      : undefined;
  if (!documentType || !DOCUMENT_WORDS[documentType].test(quote) || OTHER_DOCUMENT.test(quote))
    return "not_supported";
  return NEGATED.test(withoutHarmless(quote)) ? "not_supported" : { value: documentType };
};

/** A document that the person already has, or no longer wants. */
const OTHER_DOCUMENT = anyOf(
  String.raw`\balready (?:got|have|had|received)\b`,
  String.raw`\bhold off\b`,
  String.raw`\bforget (?:it|about)\b`,
  String.raw`\bcancel\b`,
  String.raw`\bpremiums? (?:went|has gone|have gone|going) up\b`,
);
const NEGATED =
  /\b(?:do not|don't|dont|does not|doesn't|not|no|never|without|nothing|none|won't|can't|cannot|rather not)\b/i;
/** Negations that refuse nothing: "no problem, send it". */
const HARMLESS = anyOf(
  String.raw`\bno (?:problem|rush|hurry|worries|pressure|time)\b`,
  String.raw`\bwhy not\b`,
  String.raw`\b(?:don't|do not) (?:have|got) (?:much |the |any )?time(?: now| right now)?\b`,
);
const withoutHarmless = (quote: string): string => quote.replaceAll(new RegExp(HARMLESS, "gi"), "");

const budget: Check = ({ value, quote }) => {
  if (/\b(?:can't|cannot|not|never|won't|don't) (?:\w+ ){0,2}(?:pay|afford|spend)\b/i.test(quote))
    return "not_supported";
  const money = moneyIn(quote);
  if (!money) return numbersIn(quote).length > 1 ? "unclear" : "not_supported";
  const claimed = numbersIn(value).map((one) => Math.round(one.value * 100));
  return claimed.includes(money.amount_minor) ? { value: money } : "not_supported";
};

const phone: Check = ({ value, quote }) => {
  const digits = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/\boh\b/g, "0")
      .replaceAll(/\b(zero|one|two|three|four|five|six|seven|eight|nine)\b/g, (word) => {
        return String("zero one two three four five six seven eight nine".split(" ").indexOf(word));
      })
      .replaceAll(/\D/g, "");
  const [claimed, quoted] = [digits(value), digits(quote)];
  const same = quoted.endsWith(claimed) || claimed === `1${quoted}`;
  return claimed.length >= 10 && claimed.length <= 15 && same && quoted.length <= claimed.length + 1
    ? { value: claimed.length === 10 ? `+1${claimed}` : `+${claimed}` }
    : "not_supported";
};

const email: Check = ({ value, quote }) => {
  const address = emailIn(quote);
  if (address === undefined) return "not_supported";
  if (address === "unclear") return "unclear";
  return value.trim().toLowerCase() === address ? { value: address } : "not_supported";
};

const renewal: Check = ({ value, quote }, { zone, at }) => {
  const date = renewalIn(quote, zone, at);
  if (!date) return "not_supported";
  // The model may give a date or the person's words. Both must mean the same day.
  const claimed = /^\d{4}-\d{2}(-\d{2})?$/.test(value) ? value : dateIn(value, zone, at);
  return claimed && (claimed === date || claimed.startsWith(date))
    ? { value: date }
    : "not_supported";
};

const times: Check = ({ quote }, { zone, at }) => {
  if (!speaksOfTime(quote)) return "not_supported";
  // A time that does not suit them is not a preference, though it may stand next to one.
  if (/\b(?:except|but|no)\b/i.test(quote) || NEGATED.test(withoutHarmless(quote)))
    return "unclear";
  const day = dateIn(quote, zone, at);
  return { value: { said: quote.trim(), ...(day && { day }) } };
};

const claimsYes = (value: string): boolean => /^(?:true|yes|1)$/i.test(value.trim());
const claimsNo = (value: string): boolean => /^(?:false|no|0)$/i.test(value.trim());
/** Checks a yes or no: the quote must have words for it, and none against it. */
const yesOrNo =
  (yes: RegExp, no: RegExp): Check =>
  ({ value, quote }) => {
    const refuses = no.test(quote);
    if (claimsYes(value)) return yes.test(quote) && !refuses ? { value: true } : "not_supported";
    return claimsNo(value) && refuses ? { value: false } : "not_supported";
  };

const REFUSAL = anyOf(
  String.raw`\bnot (?:really )?interested\b`,
  String.raw`\bno,? thank`,
  String.raw`\bno need\b`,
  String.raw`\b(?:don't|do not) (?:need|want)\b`,
  String.raw`\ball set\b`,
  String.raw`\bnot looking\b`,
  String.raw`\bwe're (?:good|fine|happy)\b`,
  String.raw`\bno interest\b`,
);
const meeting = yesOrNo(
  anyOf(
    String.raw`\bmeet(?:ing)?\b`,
    String.raw`\bappointment\b`,
    String.raw`\bsit down\b`,
    String.raw`\bget together\b`,
    String.raw`\bschedule\b`,
    String.raw`\bcalendar\b`,
    String.raw`\bcome (?:by|over|in)\b`,
    String.raw`\bsee (?:you|someone)\b`,
  ),
  anyOf(
    String.raw`\b(?:in|from|into) a meeting\b`,
    String.raw`\bnice to meet\b`,
    String.raw`\bno meeting`,
    String.raw`\b(?:don't|do not|not|no) (?:\w+ ){0,3}(?:meet|meeting|appointment)\b`,
  ),
);
const interested = yesOrNo(
  anyOf(
    String.raw`\binterested\b`,
    String.raw`\bsounds (?:good|great|interesting)\b`,
    String.raw`\bquote\b`,
    String.raw`\bproposal\b`,
    String.raw`\bsend (?:me|us|it|over)\b`,
    String.raw`\blook(?:ing)? (?:at|for|into)\b`,
    String.raw`\bI'd (?:like|love)\b`,
    String.raw`\bwe'd (?:like|love)\b`,
    String.raw`\bwe need\b`,
    String.raw`\bI need\b`,
    String.raw`\bwant\b`,
    String.raw`\btell me more\b`,
    String.raw`\bshopping\b`,
    String.raw`\bmeeting\b`,
  ),
  REFUSAL,
);
const followup = yesOrNo(
  anyOf(
    String.raw`\bcall (?:me |us )?(?:back|again|later|next|tomorrow)\b`,
    String.raw`\bfollow[- ]?up\b`,
    String.raw`\bget back to\b`,
    String.raw`\bthink (?:about|it over)\b`,
    String.raw`\bsend (?:me|us|over|it)\b`,
    String.raw`\btalk (?:to|it over)\b`,
    String.raw`\bcheck with\b`,
    String.raw`\bnext (?:week|month|quarter|year)\b`,
    String.raw`\blater\b`,
    String.raw`\be-?mail (?:me|us)\b`,
    String.raw`\binformation\b`,
    String.raw`\bbrochure\b`,
    String.raw`\bin touch\b`,
  ),
  REFUSAL,
);
const optOut: Check = ({ value, quote }) =>
  claimsYes(value) && containsOptOut(quote) ? { value: true } : "not_supported";
const objection: Check = ({ quote }) => ({ value: quote.trim() });

/** Parses each field from its quote. The model's value is only compared with the result. */
export const CHECKS: Record<Field, Check> = {
  name: literal,
  company: literal,
  current_carrier: carrier,
  email,
  phone,
  employee_count: employees,
  coverage_type: coverage,
  requested_document: document,
  budget,
  renewal_date: renewal,
  preferred_times: times,
  wants_meeting: meeting,
  interested,
  needs_followup: followup,
  objections: objection,
  opt_out: optOut,
};
