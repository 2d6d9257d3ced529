import { DAY_MS, MINUTE_MS, SECOND_MS, weekdayOf } from "./time";

/** A zone's offset from UTC at a moment, in ms, and the first moment at which it may differ. */
export type ZoneOffset = { offset: number; until: number };

/** Prospects name their zones themselves, so the cache is bounded: the oldest entry makes room. */
const ZONES_MAX = 200;
const WEEKS_MAX = 120;
const WEEK_MS = 7 * DAY_MS;

type Week = { before: number; changesAt: number; after: number };
type Zone = { format: Intl.DateTimeFormat; weeks: Map<number, Week> };
const zones = new Map<string, Zone>();

/**
 * The offset of an IANA zone at a moment (ms since 1970). Throws a `RangeError` for a zone that
 * this runtime does not know. The runtime is slow at this, so the result is cached per zone and
 * week. No zone changes its clocks twice in a week (checked for all, 2010 to 2040).
 */
export function offsetAt(zone: string, at: number): ZoneOffset {
  const { before, changesAt, after } = weekOf(zone, Math.floor(at / WEEK_MS));
  if (at < changesAt) return { offset: before, until: changesAt };
  return { offset: after, until: (Math.floor(at / WEEK_MS) + 1) * WEEK_MS };
}

/** Local weekday (0 is Sunday) and minute of the day in an IANA zone. Throws as `offsetAt` does. */
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

function weekOf(name: string, index: number): Week {
  const zone = zones.get(name) ?? remember(zones, name, newZone(name), ZONES_MAX);
  const known = zone.weeks.get(index);
  if (known) return known;
  const start = index * WEEK_MS;
  const before = readOffset(zone.format, start);
  const after = readOffset(zone.format, start + WEEK_MS);
  const changesAt =
    before === after ? start + WEEK_MS : findChange(zone.format, start, start + WEEK_MS, before);
  return remember(zone.weeks, index, { before, changesAt, after }, WEEKS_MAX);
}

function newZone(name: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return { format, weeks: new Map() };
}

function readOffset(format: Intl.DateTimeFormat, at: number): number {
  const [month = 0, day, year = 0, hour, minute, second] = (
    format.format(at).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - at;
}

/** The first second at which the offset is no longer `before`. */
function findChange(
  format: Intl.DateTimeFormat,
  start: number,
  end: number,
  before: number,
): number {
  let [same, changed] = [start, end];
  while (changed - same > SECOND_MS) {
    const middle = same + Math.floor((changed - same) / 2 / SECOND_MS) * SECOND_MS;
    if (readOffset(format, middle) === before) same = middle;
    else changed = middle;
  }
  return changed;
}

function remember<Key, Value>(
  cache: Map<Key, Value>,
  key: Key,
  value: Value,
  sizeMax: number,
): Value {
  const [oldest] = cache.keys();
  if (cache.size >= sizeMax && oldest !== undefined) cache.delete(oldest);
  cache.set(key, value);
  return value;
}
