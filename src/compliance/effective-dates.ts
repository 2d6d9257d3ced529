import { DAY_MS, HOUR_MS } from "../time";

/** Local dates such as 2026-11-25. On `effectiveUntil` the rule no longer holds. */
export type EffectiveDates = { effectiveFrom: string; effectiveUntil?: string };

/** The day of the first rule set. An earlier moment is judged by the rules of this day. */
export const RULES_FROM = "2026-11-25";

/** A date's number, counted in days from 1970-01-01. */
export const dayNumber = (date: string): number => Date.parse(date) / DAY_MS;

const FIRST_DAY = dayNumber(RULES_FROM);

/** Whether something holds on a local day. */
export function holdsOn({ effectiveFrom, effectiveUntil }: EffectiveDates, day: number): boolean {
  const judged = Math.max(day, FIRST_DAY);
  const hasEnded = effectiveUntil !== undefined && judged >= dayNumber(effectiveUntil);
  return judged >= dayNumber(effectiveFrom) && !hasEnded;
}

const AHEAD_MS = 14 * HOUR_MS;
const BEHIND_MS = 12 * HOUR_MS;

/**
 * The local days that it is at a moment, anywhere on earth. What holds on one of them binds, so
 * that around a change of the law both texts do.
 */
export function daysAt(at: number): number[] {
  const first = Math.floor((at - BEHIND_MS) / DAY_MS);
  const last = Math.floor((at + AHEAD_MS) / DAY_MS);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
