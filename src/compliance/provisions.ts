import { DAY_MS, HOUR_MS } from "../time";
import { dayNumber, type EffectiveDates, holdsAt, holdsOn } from "./effective-dates";
import {
  JURISDICTIONS,
  type Jurisdictions,
  type Provision,
  type Subjects,
  WEEKDAYS,
} from "./jurisdictions";
import type { Schedule, Window } from "./local-windows";

/** The states whose law binds for a person; none if their state is not known. */
export const bindingStates = (addressState: string | undefined): string[] =>
  addressState ? [addressState.trim().toUpperCase()] : [];

/** The calling windows that bind in these states: what is open by all of their laws. */
export function findSchedule(states: readonly string[], law = JURISDICTIONS): Schedule {
  return (day) => {
    const holdsThen = (dates: EffectiveDates) => holdsOn(dates, day);
    const closedOn = findProvisions("closedOn", states, holdsThen, law);
    if (closedOn.some(({ value }) => value.some((date) => dayNumber(date) === day))) return null;
    const weekday = WEEKDAYS[weekdayOf(day)];
    const weeks = findProvisions("windows", states, holdsThen, law);
    const windows = weeks.map(({ value }) => (weekday ? value[weekday] : null));
    return windows.length === 0 ? null : windows.reduce(intersect);
  };
}

/** The weekday of a day counted from 1970-01-01, which was a Thursday; 0 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** The cap on attempts that binds in these states: no looser than any of theirs. */
export function findAttemptCap(
  states: readonly string[],
  at: number,
  law = JURISDICTIONS,
): { max: number; windowMs: number } {
  const caps = findProvisions("attempts", states, (dates) => holdsAt(dates, at), law);
  if (caps.length === 0) return { max: 0, windowMs: DAY_MS };
  const max = Math.min(...caps.map(({ value }) => value.max));
  const windowHours = Math.max(...caps.map(({ value }) => value.windowHours));
  return { max, windowMs: windowHours * HOUR_MS };
}

/** Whether all of these states allow a voicemail without a permit. */
export function isVoicemailAllowed(
  states: readonly string[],
  at: number,
  law = JURISDICTIONS,
): boolean {
  const permissions = findProvisions("voicemail", states, (dates) => holdsAt(dates, at), law);
  return permissions.length > 0 && permissions.every(({ value }) => value === "allowed");
}

/** What each of the states says on a subject, or the default where a state says nothing of its own. */
function findProvisions<Subject extends keyof Subjects>(
  subject: Subject,
  states: readonly string[],
  holdsThen: (dates: EffectiveDates) => boolean,
  law: Jurisdictions,
): Provision<Subjects[Subject]>[] {
  const fallback = law.default[subject].filter(holdsThen);
  if (states.length === 0) return fallback;
  return states.flatMap((state) => {
    const own = law.states[state]?.[subject]?.filter(holdsThen) ?? [];
    return own.length > 0 ? own : fallback;
  });
}

function intersect(one: Window | null, other: Window | null): Window | null {
  if (!one || !other) return null;
  const from = Math.max(one.from, other.from);
  const until = Math.min(one.until, other.until);
  return from < until ? { from, until } : null;
}
