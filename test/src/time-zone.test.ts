import fc from "fast-check";
import { expect, test } from "vitest";
import { offsetAt } from "../../src/time-zone";

const ZONES = Intl.supportedValuesOf("timeZone");
const moment = fc.integer({
  min: Date.parse("2010-01-01T00:00:00Z"),
  max: Date.parse("2040-01-01T00:00:00Z"),
});

/** As the runtime names it: "GMT-05:00", or "GMT". */
function namedOffset(timeZone: string, at: number): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(format.format(at)) ?? [];
  const ms = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === "-" ? -ms : ms;
}

test("the offset is the runtime's own, in every zone of the world and of more than are remembered", () => {
  expect(ZONES.length).toBeGreaterThan(400);
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), moment, (zone, at) => {
      const { offset, until } = offsetAt(zone, at);
      expect(offset).toBe(namedOffset(zone, at));
      expect(until).toBeGreaterThan(at);
      expect(namedOffset(zone, until - 1)).toBe(offset);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["New York skips an hour", "America/New_York", "2026-03-08T07:00:00Z", -5, -4],
  ["New York repeats one", "America/New_York", "2026-11-01T06:00:00Z", -4, -5],
  ["Lord Howe moves by half an hour", "Australia/Lord_Howe", "2026-10-03T15:30:00Z", 10.5, 11],
  ["Havana changes at midnight", "America/Havana", "2026-03-08T05:00:00Z", -5, -4],
])("%s at the second at which the law says", (_, zone, moment, before, after) => {
  const at = Date.parse(moment);
  expect(offsetAt(zone, at - 1)).toEqual({ offset: before * 3_600_000, until: at });
  expect(offsetAt(zone, at).offset).toBe(after * 3_600_000);
});

test("what is no zone is refused, and so is what is no moment", () => {
  expect(() => offsetAt("Mars/Olympus", 0)).toThrow(RangeError);
  expect(() => offsetAt("America/New_York", Number.NaN)).toThrow(RangeError);
});
