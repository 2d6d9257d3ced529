import { MINUTE_MS } from "../time";
import { CALLING_WINDOWS } from "./rules";

/** Local weekday (0 is Sunday) and minute of the day in an IANA zone. */
export function localTime(zone: string, at: number): { day: number; minute: number } {
  const parts = formatter(zone).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(part("weekday"));
  return { day, minute: Number(part("hour")) * 60 + Number(part("minute")) };
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formatters.set(zone, made);
  return made;
}

/** Whether the text names a time zone that this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    return Boolean(formatter(zone));
  } catch {
    return false;
  }
}

/** Whether people in all these zones may be called now. No zone at all: nobody may. */
export function isOpen(zones: string[], at: number): boolean {
  return zones.length > 0 && zones.every((zone) => isOpenIn(zone, at));
}

function isOpenIn(zone: string, at: number): boolean {
  const { day, minute } = localTime(zone, at);
  const window = CALLING_WINDOWS[day];
  return window !== undefined && minute >= window.from && minute < window.until;
}

const STEP_MS = 15 * MINUTE_MS;
const STEPS_MAX = 8 * 24 * 4;

/** The first moment from `at` on at which it is calling time everywhere, or none within 8 days. */
export function nextOpen(zones: string[], at: number): number | undefined {
  if (isOpen(zones, at)) return at;
  // Zones differ from UTC by whole quarters of an hour, and windows begin on them.
  let next = Math.ceil(at / STEP_MS) * STEP_MS;
  for (let step = 0; step < STEPS_MAX; step++, next += STEP_MS)
    if (isOpen(zones, next)) return next;
  return undefined;
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
