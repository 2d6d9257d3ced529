import { DAY_MS, MINUTE_MS } from "../time";
import { offsetAt } from "../time-zone";

/** Minutes of a local day; `until` is the first minute after the window. */
export type LocalWindow = { from: number; until: number };

/** The window of a local day, counted in days from 1970-01-01; null on a day without one. */
export type Schedule = (day: number) => LocalWindow | null;

/** How far ahead an opening is looked for. */
export const OPENING_DAYS_MAX = 14;

/** Whether a moment is within the local day's window in every zone; never without a zone. */
export function isWithinWindows(zones: readonly string[], at: number, schedule: Schedule): boolean {
  return zones.length > 0 && zones.every((zone) => findOpeningIn(zone, at, at, schedule) === at);
}

/**
 * The first moment from `at` on that is within the local day's window in every zone; nothing if it
 * is more than 14 days ahead. Each step jumps to the next opening of a zone that is closed, since
 * nothing before it can be open in all zones.
 */
export function findOpening(
  zones: readonly string[],
  at: number,
  schedule: Schedule,
): number | undefined {
  if (zones.length === 0) return undefined;
  const latest = at + OPENING_DAYS_MAX * DAY_MS;
  let opening = at;
  let previous: number;
  do {
    previous = opening;
    for (const zone of zones) {
      const next = findOpeningIn(zone, opening, latest, schedule);
      if (next === undefined) return undefined;
      opening = next;
    }
  } while (opening !== previous);
  return opening;
}

/** Local time is continuous only between two changes of the offset: each stretch is taken alone. */
function findOpeningIn(
  zone: string,
  at: number,
  latest: number,
  schedule: Schedule,
): number | undefined {
  let from = at;
  while (from <= latest) {
    const { offset, until } = offsetAt(zone, from);
    const day = Math.floor((from + offset) / DAY_MS);
    const sinceMidnight = from + offset - day * DAY_MS;
    const window = schedule(day);
    const isAhead = window !== null && sinceMidnight < window.until * MINUTE_MS;
    const goal = isAhead ? window.from * MINUTE_MS : DAY_MS;
    from += Math.max(0, goal - sinceMidnight);
    if (isAhead && from < until) return from <= latest ? from : undefined;
    from = Math.min(from, until);
  }
  return undefined;
}
