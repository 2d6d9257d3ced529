import fc from "fast-check";
import { expect, test } from "vitest";
import { isOpen, nextOpen } from "../../../src/compliance/calling-hours";
import { numberZones, stateZones } from "../../../src/compliance/zones";

const NY = ["America/New_York"];
const at = (text: string) => Date.parse(text);

test.each([
  ["Tuesday 8:59 a.m.", "2026-11-24T13:59:59Z", false],
  ["Tuesday 9 a.m.", "2026-11-24T14:00:00Z", true],
  ["Tuesday 7:59 p.m.", "2026-11-25T00:59:59Z", true],
  ["Tuesday 8 p.m.", "2026-11-25T01:00:00Z", false],
  ["Sunday 11:59 a.m.", "2026-11-22T16:59:59Z", false],
  ["Sunday noon", "2026-11-22T17:00:00Z", true],
  ["the Sunday on which clocks go forward, noon", "2026-03-08T16:00:00Z", true],
  ["the same, an hour earlier", "2026-03-08T15:59:59Z", false],
  ["the Sunday on which clocks go back, noon", "2026-11-01T17:00:00Z", true],
  ["the same, an hour earlier", "2026-11-01T16:59:59Z", false],
])("in New York: %s", (_, moment, open) => {
  expect(isOpen(NY, at(moment))).toBe(open);
});

test("it must be calling time in every zone; no zone is never calling time", () => {
  const coasts = [...NY, "America/Los_Angeles"];
  expect(isOpen(coasts, at("2026-11-24T15:00:00Z"))).toBe(false); // 7 a.m. in the west
  expect(isOpen(coasts, at("2026-11-24T17:00:00Z"))).toBe(true);
  expect(isOpen([], at("2026-11-24T17:00:00Z"))).toBe(false);
  expect(nextOpen([], 0)).toBeUndefined();
});

const ZONES = [
  "America/New_York",
  "America/Chicago",
  "America/Phoenix",
  "America/Adak",
  "Pacific/Honolulu",
];
test("the next open moment is open, not before, and the first on a quarter of an hour", () => {
  const zones = fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 2 });
  const moment = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2027-12-31T00:00:00Z") });
  fc.assert(
    fc.property(zones, moment, (where, from) => {
      const next = nextOpen(where, from);
      if (next === undefined) throw new Error("there is always another day");
      expect(next).toBeGreaterThanOrEqual(from);
      expect(isOpen(where, next)).toBe(true);
      if (next > from)
        expect(isOpen(where, next - 15 * 60_000) && next - 15 * 60_000 >= from).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test("a number's zone is found by its longest known prefix, and by none if its area is unknown", () => {
  expect(numberZones("+14155550123")).toEqual(["America/Los_Angeles"]);
  expect(numberZones("+12125550123")).toEqual(["America/New_York"]);
  expect(numberZones("+18005550123")).toEqual([]);
  expect(numberZones("+442071234567")).toEqual([]);
});

test("every state has zones, and one with several has them all", () => {
  const states =
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";
  for (const state of states.split(" ")) expect(stateZones(state), state).not.toEqual([]);
  expect(stateZones("FL")).toEqual(["America/New_York", "America/Chicago"]);
  expect(stateZones("Bavaria")).toEqual([]);
});
