import { DAY_MS, HOUR_MS } from "../time";

/** Local dates such as 2026-11-25: the first on which a rule holds, and the first on which it no longer does. */
export type EffectiveDates = { effectiveFrom: string; effectiveUntil?: string };

/** The day of the first rule set. An earlier moment is judged by the rules of this day. */
export const RULES_FROM = "2026-11-25";

/** A date's number, counted in days from 1970-01-01. */
export const dayNumber = (date: string): number => Date.parse(date) / DAY_MS;

/** Whether something holds on a local day. */
export const holdsOn = (dates: EffectiveDates, day: number): boolean => holds(dates, day, day);

const AHEAD_MS = 14 * HOUR_MS;
const BEHIND_MS = 12 * HOUR_MS;

/**
 * Whether something holds at a moment, anywhere: from where its first day begins first until where its
 * last day ends last. Where two texts meet, both bind for a day.
 */
export const holdsAt = (dates: EffectiveDates, at: number): boolean =>
  holds(dates, Math.floor((at - BEHIND_MS) / DAY_MS), Math.floor((at + AHEAD_MS) / DAY_MS));

function holds({ effectiveFrom, effectiveUntil }: EffectiveDates, first: number, last: number) {
  const earliest = dayNumber(RULES_FROM);
  const hasBegun = Math.max(last, earliest) >= dayNumber(effectiveFrom);
  const hasEnded =
    effectiveUntil !== undefined && Math.max(first, earliest) >= dayNumber(effectiveUntil);
  return hasBegun && !hasEnded;
}
