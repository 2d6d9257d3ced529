import fc from "fast-check";
import { expect, test } from "vitest";
import { isOpen, nextOpen } from "../../../src/compliance/calling-hours";
import { dayNumber, daysAt, holdsOn } from "../../../src/compliance/effective-dates";
import {
  JURISDICTIONS,
  type Jurisdictions,
  type Provision,
  WEEKDAYS,
  type Week,
} from "../../../src/compliance/jurisdictions";
import { findOpening, type LocalWindow } from "../../../src/compliance/local-windows";
import {
  bindingStates,
  findAttemptCap,
  findSchedule,
  isVoicemailAllowed,
} from "../../../src/compliance/provisions";

const at = (text: string) => Date.parse(text);
const HOUR = 3_600_000;
const week = (window: LocalWindow | null, over: Partial<Week> = {}): Week => ({
  sun: window,
  mon: window,
  tue: window,
  wed: window,
  thu: window,
  fri: window,
  sat: window,
  ...over,
});
const since = <Value>(effectiveFrom: string, value: Value, effectiveUntil?: string) => {
  const provision: Provision<Value> = { value, source: "A statute.", effectiveFrom };
  return effectiveUntil ? { ...provision, effectiveUntil } : provision;
};
const [DAY, LATE, SHORT] = [
  { from: 540, until: 1_200 },
  { from: 600, until: 1_260 },
  { from: 630, until: 1_110 },
];

/** Laws as no state has them all: what the table must be able to say. */
const LAW: Jurisdictions = {
  default: {
    windows: [since("2024-01-01", week(DAY))],
    closedOn: [],
    attempts: [since("2024-01-01", { max: 3, windowHours: 24 })],
    voicemail: [since("2024-01-01", "never")],
  },
  states: {
    AL: {
      windows: [since("2024-01-01", week(LATE, { sun: null }))],
      closedOn: [since("2024-01-01", ["2026-12-25"])],
      attempts: [since("2024-01-01", { max: 1, windowHours: 8 })],
      voicemail: [since("2024-01-01", "permit")],
    },
    FL: {
      windows: [since("2024-01-01", week(LATE), "2027-01-01"), since("2027-01-01", week(SHORT))],
      voicemail: [since("2027-01-01", "allowed")],
    },
  },
};
const windowOf = (states: string[], date: string) => findSchedule(states, LAW)(dayNumber(date));

test.each<[string, string[], string, LocalWindow | null]>([
  ["a state's own window binds", ["AL"], "2026-11-24", LATE],
  ["a day may have none", ["AL"], "2026-11-29", null],
  ["a holiday has none", ["AL"], "2026-12-25", null],
  ["the same day is open where it is no holiday", ["FL"], "2026-12-25", LATE],
  ["the last day of an old law", ["FL"], "2026-12-31", LATE],
  ["the first day of a new one", ["FL"], "2027-01-01", SHORT],
  ["a state that is not listed has the default's", ["OH"], "2026-11-24", DAY],
  ["no state has the default's", [], "2026-11-24", DAY],
  ["two states have what both allow", ["AL", "OH"], "2026-11-24", { from: 600, until: 1_200 }],
  ["and nothing if one is closed", ["AL", "OH"], "2026-12-25", null],
])("calling windows: %s", (_, states, date, expected) => {
  expect(windowOf(states, date)).toEqual(expected);
});

test("the next legal time goes by the law of its own day, not of the day on which it is asked", () => {
  const evening = at("2027-01-01T02:30:00Z"); // New Year's Eve, 9.30 p.m. in New York
  expect(findOpening(["America/New_York"], evening, findSchedule(["FL"], LAW))).toBe(
    at("2027-01-01T15:30:00Z"),
  );
  const saturday = at("2026-11-29T03:00:00Z"); // 9 p.m. in Chicago; Sunday is closed in Alabama
  expect(findOpening(["America/Chicago"], saturday, findSchedule(["AL"], LAW))).toBe(
    at("2026-11-30T16:00:00Z"),
  );
});

test("of two states' caps the smaller number and the longer time bind; without any, nobody is called", () => {
  const now = at("2026-11-24T15:00:00Z");
  expect(findAttemptCap([], now, LAW)).toEqual({ max: 3, windowMs: 24 * HOUR });
  expect(findAttemptCap(["AL"], now, LAW)).toEqual({ max: 1, windowMs: 8 * HOUR });
  expect(findAttemptCap(["AL", "OH"], now, LAW)).toEqual({ max: 1, windowMs: 24 * HOUR });
  const none = { default: { ...LAW.default, attempts: [] }, states: {} };
  expect(findAttemptCap(["OH"], now, none).max).toBe(0);
});

test("a voicemail is left only where every state allows it on that day, and not where it takes a permit", () => {
  const [before, after] = [at("2026-12-01T15:00:00Z"), at("2027-02-01T15:00:00Z")];
  expect(isVoicemailAllowed(["FL"], before, LAW)).toBe(false);
  expect(isVoicemailAllowed(["FL"], after, LAW)).toBe(true);
  expect(isVoicemailAllowed(["FL"], at("2027-01-01T11:59:59Z"), LAW)).toBe(false); // Somewhere it is 2026.
  expect(isVoicemailAllowed(["FL"], at("2027-01-01T12:00:00Z"), LAW)).toBe(true);
  expect(isVoicemailAllowed(["AL"], after, LAW)).toBe(false);
  expect(isVoicemailAllowed(["FL", "OH"], after, LAW)).toBe(false);
  expect(isVoicemailAllowed([], after, LAW)).toBe(false);
});

test("today's law: one safe week everywhere, three attempts a day, voicemail in six states", () => {
  const now = at("2026-11-25T15:00:00Z");
  for (const state of ["FL", "OH", "WA", "TX"]) {
    expect(isOpen(["America/New_York"], now, [state])).toBe(true);
    expect(nextOpen(["America/New_York"], at("2026-11-29T14:00:00Z"), [state])).toBe(
      at("2026-11-29T17:00:00Z"),
    );
    expect(findAttemptCap([state], now)).toEqual({ max: 3, windowMs: 24 * HOUR });
  }
  const listed = Object.keys(JURISDICTIONS.states);
  expect(listed.filter((state) => isVoicemailAllowed([state], now))).toEqual([
    "CA",
    "FL",
    "IL",
    "MD",
    "NY",
    "TX",
  ]);
  expect(isVoicemailAllowed(["WA"], now)).toBe(false);
  expect(bindingStates(" fl ")).toEqual(["FL"]);
  expect(bindingStates(undefined)).toEqual([]);
});

test("every provision has a source and a date, and every window of the week is one of a day", () => {
  const all = [JURISDICTIONS.default, ...Object.values(JURISDICTIONS.states)];
  for (const { windows = [], closedOn = [], attempts = [], voicemail = [] } of all) {
    for (const { source, effectiveFrom } of [...windows, ...closedOn, ...attempts, ...voicemail]) {
      expect(source.length).toBeGreaterThan(10);
      expect(Number.isInteger(dayNumber(effectiveFrom))).toBe(true);
    }
    for (const { value } of windows)
      for (const day of WEEKDAYS) {
        const { from, until } = value[day] ?? { from: 0, until: 1 };
        expect(0 <= from && from < until && until <= 1_440).toBe(true);
      }
  }
});

const US_ZONES = [
  "America/New_York",
  "America/Los_Angeles",
  "Pacific/Honolulu",
  "America/Puerto_Rico",
];
const anyDay = fc.integer({ min: dayNumber("2026-11-25"), max: dayNumber("2028-12-31") });
const dateOf = (day: number) => new Date(day * 24 * HOUR).toISOString().slice(0, 10);

test("what holds on somebody's local day holds at every moment of that day", () => {
  const anyZone = fc.constantFrom(...US_ZONES);
  fc.assert(
    fc.property(
      anyDay,
      anyDay,
      anyDay,
      anyZone,
      fc.nat(86_399),
      (from, until, day, timeZone, second) => {
        const dates = { effectiveFrom: dateOf(from), effectiveUntil: dateOf(until) };
        const moment = day * 24 * HOUR + second * 1_000;
        const local = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(
          moment,
        );
        if (holdsOn(dates, dayNumber(local)))
          expect(daysAt(moment).some((one) => holdsOn(dates, one))).toBe(true);
        expect(holdsOn(dates, day)).toBe(from <= day && day < until);
      },
    ),
    { numRuns: 500 },
  );
});
