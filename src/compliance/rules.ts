import { HOUR_MS } from "../time";

/** Changes whenever a rule below does. Every decision is kept with the version it was made under. */
export const RULES_VERSION = "2026-11-25.1";

type Window = { from: number; until: number };
const hours = (from: number, until: number): Window => ({ from: from * 60, until: until * 60 });

/**
 * The safe default, in minutes of the called party's local day, by weekday from Sunday. Federal law
 * allows 8 a.m. to 9 p.m. (47 CFR 64.1200(c)(1)); states cut it shorter (FL §501.616, OK HB 3168 and
 * 15 O.S. 775C.5, MD §14-4502: until 8 p.m.; OK from 9 a.m.; TX B&C §301.051: Sundays from noon).
 */
export const CALLING_WINDOWS: Window[] = [
  hours(12, 20),
  hours(9, 20),
  hours(9, 20),
  hours(9, 20),
  hours(9, 20),
  hours(9, 20),
  hours(9, 20),
];

/** FL §501.616(6), OK HB 3168, MD §14-4502: whatever number and campaign, applied everywhere. */
export const ATTEMPTS = { max: 3, windowMs: 24 * HOUR_MS };

/**
 * States in which a machine may be left our message, with written consent for AI voice calls
 * (47 CFR 64.1200(a)(3), (b)(3)). A state that is not listed is unverified, and there none is left:
 * Washington bans announcing devices for commercial solicitation (RCW 80.36.400), Oklahoma allows
 * them on written request only (15 O.S. 755.1).
 */
export const VOICEMAIL_STATES: Record<string, string> = {
  CA: "PUC 2874: artificial voice with notice; the message says what it is.",
  FL: "501.616(6): automated calls with prior written consent.",
  IL: "No rule beyond federal law found.",
  MD: "Com. Law 14-4502: automated calls with prior written consent.",
  NY: "No rule beyond federal law found.",
  TX: "No rule beyond federal law found.",
};

/** Only these have rules here; any other country is refused. */
export const COUNTRIES = ["US"];

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

/** The rules in force, as a person reads them, each with where it comes from. */
export const RULES = [
  { id: "halt", reason_code: "halted", source: "The agency's own switch." },
  {
    id: "own-suppression",
    reason_code: "suppressed",
    source: "47 CFR 64.1200(d)(3), (d)(6); revocation by any reasonable means (a)(10).",
  },
  {
    id: "number-usable",
    reason_code: "invalid_number",
    source: "The carrier reported that the number does not exist.",
  },
  {
    id: "country",
    reason_code: "no_rules_for_country",
    source: "Only US rules are encoded; everything else is refused.",
  },
  {
    id: "written-consent",
    reason_code: "no_consent",
    source: "47 CFR 64.1200(a)(2)-(3), (f)(9); FCC 24-17: an AI voice is an artificial voice.",
  },
  {
    id: "known-zone",
    reason_code: "unknown_zone",
    source: "Hours count at the called party's location; an unknown zone is never calling time.",
  },
  {
    id: "calling-hours",
    reason_code: "outside_hours",
    source: "47 CFR 64.1200(c)(1) narrowed to the safe default of all states' rules.",
  },
  {
    id: "attempt-cap",
    reason_code: "attempt_cap",
    source: "FL §501.616(6)(b), OK HB 3168, MD §14-4502: 3 per rolling 24 hours.",
  },
  {
    id: "voicemail-state",
    reason_code: "voicemail_not_allowed",
    source:
      "47 CFR 64.1200(a)(3), (b)(3) and the states' rules; a state that is not listed says no.",
  },
] as const;
export type RuleId = (typeof RULES)[number]["id"];
