import { DAY_MS, MINUTE_MS } from "../time";
import { nextOpen } from "./calling-hours";
import { type EffectiveDates, RULES_FROM } from "./effective-dates";
import type { Channel, Facts } from "./facts";
import { bindingStates, findAttemptCap, isVoicemailAllowed } from "./provisions";
import { callingZones } from "./zones";

/** Changes whenever a rule or a state's law does. The ledger keeps it with every decision. */
export const RULES_VERSION = "2026-11-25.1";

/** How soon a stopped dial asks again whether the stop was lifted. */
const HALT_RECHECK_MS = 5 * MINUTE_MS;

/** Only these have rules here; any other country is refused. */
const COUNTRIES = ["US"];

export type ReasonCode =
  | "suppressed"
  | "halted"
  | "no_consent"
  | "consent_revoked"
  | "outside_hours"
  | "attempt_cap"
  | "unknown_zone"
  | "no_rules_for_country"
  | "invalid_number"
  | "voicemail_not_allowed"
  | "gate_unavailable";

export type RuleId =
  | "halt"
  | "number-usable"
  | "own-suppression"
  | "country"
  | "written-consent"
  | "voicemail-state"
  | "known-zone"
  | "attempt-cap"
  | "calling-hours";

/** A rule's no. It may be asked again at `until`, in ms of product time; never without it. */
export type Refusal = { until?: number };

/** One reason not to contact a person, with its source and dates. */
export type Rule = EffectiveDates & {
  id: RuleId;
  reasonCode: ReasonCode;
  source: string;
  channels: readonly Channel[];
  /** Refuses the contact, or has nothing against it. A fact that is not known counts against it. */
  decide(facts: Facts, now: number, channel: Channel): Refusal | undefined;
};

const CALLS: readonly Channel[] = ["voice", "voicemail"];
const ALL: readonly Channel[] = ["voice", "voicemail", "email"];
const NEVER: Refusal = {};

/** The rules in the order in which they are asked. Our own hold from the first rule set on. */
export const RULES: readonly Rule[] = [
  {
    id: "halt",
    reasonCode: "halted",
    source: "The agency's own switch.",
    effectiveFrom: RULES_FROM,
    channels: ALL,
    decide: ({ halted }, now) => (halted ? { until: now + HALT_RECHECK_MS } : undefined),
  },
  {
    id: "number-usable",
    reasonCode: "invalid_number",
    source: "The carrier reported that the number does not exist.",
    effectiveFrom: RULES_FROM,
    channels: CALLS,
    decide: ({ suppressions }) => (suppressions.includes("invalid_number") ? NEVER : undefined),
  },
  {
    id: "own-suppression",
    reasonCode: "suppressed",
    source: "47 CFR 64.1200(d)(3), (d)(6); revocation by any reasonable means (a)(10).",
    effectiveFrom: "2025-04-11",
    channels: ALL,
    decide: ({ suppressions }) =>
      suppressions.some((reason) => reason !== "invalid_number") ? NEVER : undefined,
  },
  {
    id: "country",
    reasonCode: "no_rules_for_country",
    source: "Only US rules are encoded; everything else is refused.",
    effectiveFrom: RULES_FROM,
    channels: CALLS,
    decide: ({ country }) => (country && COUNTRIES.includes(country) ? undefined : NEVER),
  },
  {
    id: "written-consent",
    reasonCode: "no_consent",
    source: "47 CFR 64.1200(a)(2)-(3), (f)(9); FCC 24-17: an AI voice is an artificial voice.",
    effectiveFrom: "2024-02-08",
    channels: ALL,
    decide: (facts, _now, channel) => (hasConsented(facts, channel) ? undefined : NEVER),
  },
  {
    id: "voicemail-state",
    reasonCode: "voicemail_not_allowed",
    source:
      "47 CFR 64.1200(a)(3), (b)(3) and the states' rules; a state that is not listed says no.",
    effectiveFrom: "2013-10-16",
    channels: ["voicemail"],
    decide: refuseVoicemail,
  },
  {
    id: "known-zone",
    reasonCode: "unknown_zone",
    source: "Hours count at the called party's location; an unknown zone is never calling time.",
    effectiveFrom: RULES_FROM,
    channels: ["voice"],
    decide: (facts) => (callingZones(facts).length === 0 ? NEVER : undefined),
  },
  {
    id: "attempt-cap",
    reasonCode: "attempt_cap",
    source: "FL §501.616(6)(b), OK HB 3168, MD §14-4502: 3 per rolling 24 hours.",
    effectiveFrom: "2024-01-01",
    channels: ["voice"],
    decide: refuseBeyondCap,
  },
  {
    id: "calling-hours",
    reasonCode: "outside_hours",
    source: "47 CFR 64.1200(c)(1) narrowed to the safe default of all states' rules.",
    effectiveFrom: "2024-01-01",
    channels: ["voice"],
    decide: refuseOutsideHours,
  },
];

/** An AI voice needs consent in writing; an email needs any basis that names the channel. */
function hasConsented({ consents }: Facts, channel: Channel): boolean {
  return consents.some(({ basis, channels }) =>
    channel === "email"
      ? channels.includes("email")
      : basis === "written" && channels.includes("voice"),
  );
}

/** No message is left where the state is unknown or unverified; a test number needs no state. */
function refuseVoicemail({ addressState, testNumber }: Facts, now: number): Refusal | undefined {
  if (testNumber && !addressState) return undefined;
  return isVoicemailAllowed(bindingStates(addressState), now) ? undefined : NEVER;
}

/** The call may be asked for again once enough attempts are older than the cap's window. */
function refuseBeyondCap(facts: Facts, now: number): Refusal | undefined {
  const states = bindingStates(facts.addressState);
  const { max, windowMs } = findAttemptCap(states, now);
  const recent = facts.attempts.filter((at) => at > now - windowMs).sort((a, b) => a - b);
  if (recent.length < max) return undefined;
  const freeing = recent[recent.length - max];
  if (freeing === undefined) return NEVER;
  const free = freeing + windowMs;
  return { until: nextOpen(callingZones(facts), free, states) ?? free };
}

function refuseOutsideHours(facts: Facts, now: number): Refusal | undefined {
  const opening = nextOpen(callingZones(facts), now, bindingStates(facts.addressState));
  return opening === now ? undefined : { until: opening ?? now + DAY_MS };
}

/** The rules as the API lists them. */
export const listRules = () =>
  RULES.map(({ id, reasonCode, source, effectiveFrom, effectiveUntil }) => ({
    id,
    reason_code: reasonCode,
    source,
    effective_from: effectiveFrom,
    effective_until: effectiveUntil ?? null,
  }));
