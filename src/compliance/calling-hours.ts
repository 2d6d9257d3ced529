import { DAY_MS, MINUTE_MS } from "../time";
import { findOpening, isWithinWindows, type Schedule } from "./local-windows";
import { CALLING_WINDOWS } from "./rules";
import { offsetAt } from "./zone-offset";

const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
const schedule: Schedule = (day) => CALLING_WINDOWS[weekdayOf(day)] ?? null;

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

/** Whether people in all these zones may be called now. No zone at all: nobody may. */
export function isOpen(zones: string[], at: number): boolean {
  return isWithinWindows(zones, at, schedule);
}

/** The first moment from `at` on at which it is calling time everywhere, or none within 14 days. */
export function nextOpen(zones: string[], at: number): number | undefined {
  return findOpening(zones, at, schedule);
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
