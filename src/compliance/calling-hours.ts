import { DAY_MS, MINUTE_MS } from "../time";
import { findOpening, isWithinWindows } from "./local-windows";
import { findSchedule, weekdayOf } from "./provisions";
import { offsetAt } from "./zone-offset";

/** Local weekday (0 is Sunday) and minute of the day in an IANA zone. */
export function localTime(zone: string, at: number): { day: number; minute: number } {
  const local = at + offsetAt(zone, at).offset;
  const day = Math.floor(local / DAY_MS);
  return { day: weekdayOf(day), minute: Math.floor((local - day * DAY_MS) / MINUTE_MS) };
}

/** Whether the text names a time zone that this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    return Boolean(offsetAt(zone, 0));
  } catch {
    return false;
  }
}

/** Whether it is calling time in all zones, by the law of the states; never without a zone. */
export function isOpen(zones: string[], at: number, states: string[] = []): boolean {
  return isWithinWindows(zones, at, findSchedule(states));
}

/** The first moment from `at` on at which `isOpen` holds; nothing if it is over 14 days ahead. */
export function nextOpen(zones: string[], at: number, states: string[] = []): number | undefined {
  return findOpening(zones, at, findSchedule(states));
}

/** Another part of the day finds another person at the phone. */
export function partOfDay(
  zone: string,
  at: number,
): "morning" | "midday" | "afternoon" | "evening" {
  const hour = localTime(zone, at).minute / 60;
  if (hour < 11) return "morning";
  if (hour < 14) return "midday";
  return hour < 17 ? "afternoon" : "evening";
}
