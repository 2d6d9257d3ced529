import fc from "fast-check";
import { expect, test } from "vitest";
import {
  findOpening,
  isWithinWindows,
  type LocalWindow,
  OPENING_DAYS_MAX,
  type Schedule,
} from "../../../src/compliance/local-windows";
import { offsetAt } from "../../../src/time-zone";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const at = (text: string) => Date.parse(text);

const US_ZONES = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "America/Adak",
  "Pacific/Honolulu",
  "America/Puerto_Rico",
];
/** Half and quarter hours, a half hour of summer time, clocks that change at midnight. */
const OTHER_ZONES = [
  "America/St_Johns",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "America/Havana",
  "Africa/Cairo",
];
const [FIRST, LAST] = [at("2026-01-01T00:00:00Z"), at("2029-01-01T00:00:00Z")];

/** Local time as the runtime writes it: nothing of the product is in it. */
const formats = new Map(
  [...US_ZONES, ...OTHER_ZONES].map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("en-CA", {
      timeZone,
      dateStyle: "short",
      timeStyle: "short",
      hourCycle: "h23",
    }),
  ]),
);
function isOpenByTheClock(zone: string, moment: number, schedule: Schedule): boolean {
  const [date = "", time = ""] = formats.get(zone)?.format(moment).split(", ") ?? [];
  const window = schedule(Date.parse(date) / DAY);
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return window !== null && minute >= window.from && minute < window.until;
}

/** The slow search: now, and then every minute. */
function searchOpening(zones: string[], from: number, schedule: Schedule): number | undefined {
  const latest = from + OPENING_DAYS_MAX * DAY;
  const isOpen = (moment: number) =>
    zones.every((zone) => isOpenByTheClock(zone, moment, schedule));
  if (isOpen(from)) return from;
  for (let next = (Math.floor(from / MINUTE) + 1) * MINUTE; next <= latest; next += MINUTE)
    if (isOpen(next)) return next;
  return undefined;
}

const weekly =
  (week: (LocalWindow | null)[]): Schedule =>
  (day) =>
    week[(day + 4) % 7] ?? null;
const everyDay = (from: number, until: number) => weekly(Array(7).fill({ from, until }));

const HOUR = 60 * MINUTE;
const clockAt = (zone: string, moment: number) =>
  Date.parse(`${formats.get(zone)?.format(moment).replace(", ", "T")}Z`);

/** Every moment of three years at which a US clock changes, found by walking through all hours. */
const changes = US_ZONES.flatMap((zone) => {
  const moments: number[] = [];
  let before = clockAt(zone, FIRST);
  for (let moment = FIRST + HOUR; moment < LAST; moment += HOUR) {
    const now = clockAt(zone, moment);
    if (now - before !== HOUR) moments.push(moment);
    before = now;
  }
  return moments.map((moment) => ({ zone, moment }));
});

test("the offset changes at the minute at which the clocks do, 36 times in 2026 to 2028", () => {
  expect(changes.length).toBe(36);
  for (const { zone, moment } of changes) {
    const before = offsetAt(zone, moment - 1);
    expect(before.until, zone).toBe(moment);
    expect(Math.abs(offsetAt(zone, moment).offset - before.offset)).toBe(HOUR);
  }
});

const nights: [string, Schedule][] = [
  ["that begins in the hour that is left out or told twice", everyDay(90, 1_200)],
  ["that lies within it", everyDay(75, 105)],
  ["that lies in the hour left out in spring", everyDay(120, 180)],
  ["that ends within it", everyDay(30, 100)],
  ["of the day", everyDay(540, 1_200)],
  ["of the whole day", everyDay(0, 1_440)],
];
test.each(
  nights,
)("across every change of clocks, a window %s opens when the clocks say", (_, schedule) => {
  for (const { zone, moment } of changes)
    for (const minutes of [-180, -61, -60, -31, -1, 0, 1, 29, 30, 59, 60, 75, 180, 600]) {
      const from = moment + minutes * MINUTE;
      const found = findOpening([zone], from, schedule);
      expect(found, `${zone} ${new Date(from).toISOString()}`).toBe(
        searchOpening([zone], from, schedule),
      );
    }
});

const window = fc
  .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 900 }))
  .map(([from, length]): LocalWindow => ({ from, until: Math.min(1_440, from + length) }));
const week = fc.array(fc.option(window, { freq: 4 }), { minLength: 7, maxLength: 7 }).map(weekly);
const zones = fc.uniqueArray(fc.constantFrom(...US_ZONES, ...US_ZONES, ...OTHER_ZONES), {
  minLength: 1,
  maxLength: 3,
});
const moment = fc.oneof(
  fc.integer({ min: FIRST, max: LAST }),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -1_440, max: 1_440 }))
    .map(([change, minutes]) => change.moment + minutes * MINUTE),
);

test("the computed opening is the one that a search of every minute finds", () => {
  fc.assert(
    fc.property(zones, moment, week, (where, from, schedule) => {
      const found = findOpening(where, from, schedule);
      expect(found).toBe(searchOpening(where, from, schedule));
      expect(isWithinWindows(where, from, schedule)).toBe(found === from);
    }),
    { numRuns: 150 },
  );
});

test("the opening is open, within 14 days, and nothing before it is open", () => {
  const between = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(zones, moment, week, between, (where, from, schedule, share) => {
      const found = findOpening(where, from, schedule);
      const end = found ?? from + OPENING_DAYS_MAX * DAY;
      if (found !== undefined) expect(isWithinWindows(where, found, schedule)).toBe(true);
      expect(end).toBeLessThanOrEqual(from + OPENING_DAYS_MAX * DAY);
      const earlier = from + Math.floor((end - from) * share);
      if (earlier < end) expect(isWithinWindows(where, earlier, schedule)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test("zones whose windows never meet have no opening, nor has a week that is closed all days", () => {
  const office = everyDay(540, 1_020);
  const start = at("2026-06-01T00:00:00Z");
  expect(findOpening(["America/New_York", "Asia/Kolkata"], start, office)).toBeUndefined();
  expect(findOpening(["America/New_York"], start, weekly([]))).toBeUndefined();
  expect(findOpening([], start, office)).toBeUndefined();
  expect(isWithinWindows([], start, office)).toBe(false);
});

test("zones that meet for a minute a day are called in that minute", () => {
  const schedule = everyDay(540, 541 + 5 * 60);
  const coasts = ["America/Puerto_Rico", "Pacific/Honolulu"]; // six hours apart
  expect(findOpening(coasts, at("2026-06-01T00:00:00Z"), schedule)).toBeUndefined();
  const longer = everyDay(540, 541 + 6 * 60);
  expect(findOpening(coasts, at("2026-06-01T00:00:00Z"), longer)).toBe(at("2026-06-01T19:00:00Z"));
});

test("an opening on the fourteenth day is found, one a day later is not", () => {
  const start = at("2026-11-24T06:00:00Z"); // 1 a.m. in New York
  const only = (date: string): Schedule => {
    const open = at(date) / DAY;
    return (day) => (day === open ? { from: 60, until: 120 } : null);
  };
  expect(findOpening(["America/New_York"], start, only("2026-12-08"))).toBe(start + 14 * DAY);
  expect(findOpening(["America/New_York"], start - 1, only("2026-12-08"))).toBeUndefined();
  expect(findOpening(["America/New_York"], start, only("2026-12-09"))).toBeUndefined();
});
