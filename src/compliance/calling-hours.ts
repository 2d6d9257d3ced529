import { localTime } from "../time-zone";
import { findOpening, isWithinWindows } from "./local-windows";
import { findSchedule } from "./provisions";

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
