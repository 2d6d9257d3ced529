import { HOUR_MS, MINUTE_MS } from "../time";
import { isOpen, isZone, nextOpen } from "./calling-hours";
import {
  ATTEMPTS,
  COUNTRIES,
  type ReasonCode,
  RULES,
  type RuleId,
  VOICEMAIL_STATES,
} from "./rules";
import { stateZones } from "./zones";

/** `voicemail` is asked beside `voice`: whether a machine that picks up may be told anything. */
export type Channel = "voice" | "voicemail" | "email";

/** What the rules look at, read in one query just before. Times in ms of product time. */
export type Facts = {
  halted: boolean;
  /** Why the number or the person is left alone, if they are. */
  suppressions: string[];
  country: string | undefined;
  numberZones: string[];
  addressState: string | undefined;
  statedZone: string | undefined;
  /** The number belongs to nobody, which only a local installation calls. */
  fictional?: boolean | undefined;
  consents: { basis: string; channels: string[] }[];
  /** When earlier dials within the cap's window were made. */
  attempts: number[];
};

export type Decision =
  | { allowed: true }
  | {
      allowed: false;
      reasonCode: ReasonCode;
      rule: RuleId;
      /** When it may be asked again; without it the answer is never. */
      until?: number | undefined;
    };

/** How soon a stopped dial asks again whether the stop was lifted. */
export const HALT_RECHECK_MS = 5 * MINUTE_MS;

/** May we contact this person on this channel now? What is not known counts against us. */
export function mayContact(facts: Facts, channel: Channel, now: number): Decision {
  if (facts.halted) return deny("halt", now + HALT_RECHECK_MS);
  if (facts.suppressions.includes("invalid_number") && channel !== "email")
    return deny("number-usable");
  if (facts.suppressions.some((reason) => reason !== "invalid_number"))
    return deny("own-suppression");
  if (channel === "email")
    return consented(facts, channel) ? { allowed: true } : deny("written-consent");
  if (!facts.country || !COUNTRIES.includes(facts.country)) return deny("country");
  if (!consented(facts, channel)) return deny("written-consent");
  if (channel === "voicemail") return mayLeaveMessage(facts);
  const zones = callingZones(facts);
  if (zones.length === 0) return deny("known-zone");
  const recent = facts.attempts.filter((at) => at > now - ATTEMPTS.windowMs).sort((a, b) => a - b);
  const freeing = recent[recent.length - ATTEMPTS.max];
  if (freeing !== undefined) return deny("attempt-cap", capUntil(zones, freeing));
  if (isOpen(zones, now)) return { allowed: true };
  return deny("calling-hours", nextOpen(zones, now) ?? now + 24 * HOUR_MS);
}

/** Where the state is unknown or unverified no message is left. */
function mayLeaveMessage({ addressState, fictional }: Facts): Decision {
  const known = addressState && addressState.trim().toUpperCase() in VOICEMAIL_STATES;
  return known || (fictional && !addressState) ? { allowed: true } : deny("voicemail-state");
}

/** All zones in which it must be calling time: the address's and the number's; none if one is unknown. */
export function callingZones(facts: Pick<Facts, "numberZones" | "addressState" | "statedZone">) {
  const { numberZones, addressState, statedZone } = facts;
  if (numberZones.length === 0) return [];
  const address = addressState ? stateZones(addressState) : [];
  if (addressState && address.length === 0) return [];
  if (statedZone && !isZone(statedZone)) return [];
  // A stated zone says which of a state's several it is; one that contradicts the state adds to it.
  const refined = statedZone && address.includes(statedZone) ? [] : address;
  return [...new Set([...(statedZone ? [statedZone] : []), ...refined, ...numberZones])];
}

function capUntil(zones: string[], oldest: number): number {
  const free = oldest + ATTEMPTS.windowMs;
  return nextOpen(zones, free) ?? free;
}

/** An AI voice needs consent in writing; an email needs any basis that names the channel. */
function consented({ consents }: Facts, channel: Channel): boolean {
  return consents.some(
    ({ basis, channels }) =>
      channels.includes(channel === "email" ? "email" : "voice") &&
      (channel === "email" || basis === "written"),
  );
}

function deny(rule: RuleId, until?: number): Decision {
  const reasonCode = RULES.find(({ id }) => id === rule)?.reason_code ?? "gate_unavailable";
  return { allowed: false, reasonCode, rule, until };
}
