import { DAY_MS, HOUR_MS, weekdayOf } from "../time";
import { dayNumber, daysAt, holdsOn } from "./effective-dates";
import {
  JURISDICTIONS,
  type Jurisdictions,
  type Provision,
  type Subjects,
  WEEKDAYS,
} from "./jurisdictions";
import type { LocalWindow, Schedule } from "./local-windows";

/** The states whose law binds for a person; none if their state is not known. */
export const bindingStates = (addressState: string | undefined): string[] =>
  addressState ? [addressState.trim().toUpperCase()] : [];

/** The calling windows that bind in these states: what is open by all of their laws. */
export function findSchedule(states: readonly string[], law = JURISDICTIONS): Schedule {
  return (day) => {
    const closedOn = findProvisions("closedOn", states, [day], law);
    if (closedOn.some(({ value }) => value.some((date) => dayNumber(date) === day))) return null;
    const weekday = WEEKDAYS[weekdayOf(day)];
    const weeks = findProvisions("windows", states, [day], law);
    const windows = weeks.map(({ value }) => (weekday ? value[weekday] : null));
    return windows.length === 0 ? null : windows.reduce(intersect);
  };
}

/** The cap on attempts that binds in these states: no looser than any of theirs. */
export function findAttemptCap(
  states: readonly string[],
  at: number,
  law = JURISDICTIONS,
): { max: number; windowMs: number } {
  const caps = findProvisions("attempts", states, daysAt(at), law);
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
  const permissions = findProvisions("voicemail", states, daysAt(at), law);
  return permissions.length > 0 && permissions.every(({ value }) => value === "allowed");
}

/** What each state says on a subject on each of the days, or the default says in its place. */
function findProvisions<Subject extends keyof Subjects>(
  subject: Subject,
  states: readonly string[],
  days: number[],
  law: Jurisdictions,
): Provision<Subjects[Subject]>[] {
  return days.flatMap((day) => {
    const fallback = law.default[subject].filter((one) => holdsOn(one, day));
    if (states.length === 0) return fallback;
    return states.flatMap((state) => {
      const own = law.states[state]?.[subject]?.filter((one) => holdsOn(one, day)) ?? [];
      return own.length > 0 ? own : fallback;
    });
  });
}

function intersect(one: LocalWindow | null, other: LocalWindow | null): LocalWindow | null {
  if (!one || !other) return null;
  const from = Math.max(one.from, other.from);
  const until = Math.min(one.until, other.until);
  return from < until ? { from, until } : null;
}
