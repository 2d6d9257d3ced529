import fc from "fast-check";
import { expect, test } from "vitest";
import type { Facts } from "../../../src/compliance/facts";
import { mayContact } from "../../../src/compliance/gate";
import { RULES } from "../../../src/compliance/rules";

const OPEN = Date.parse("2026-11-24T15:00:00Z");
const HOUR = 3_600_000;
const facts: Facts = {
  halted: false,
  suppressions: [],
  country: "US",
  numberZones: ["America/New_York"],
  addressState: "NY",
  statedZone: undefined,
  consents: [{ basis: "written", channels: ["voice", "email"] }],
  attempts: [],
};
const decide = (over: Partial<Facts>, now = OPEN) =>
  mayContact({ ...facts, ...over }, "voice", now);

test("a person who agreed in writing is called in calling hours", () => {
  expect(decide({})).toEqual({ allowed: true });
});

test.each<[string, Partial<Facts>, string]>([
  ["halted", { halted: true }, "halted"],
  ["left alone", { suppressions: ["opt_out"] }, "suppressed"],
  ["of a number that does not exist", { suppressions: ["invalid_number"] }, "invalid_number"],
  ["who did not agree", { consents: [] }, "no_consent"],
  [
    "who agreed only by word of mouth",
    { consents: [{ basis: "oral", channels: ["voice"] }] },
    "no_consent",
  ],
  [
    "who agreed only to email",
    { consents: [{ basis: "written", channels: ["email"] }] },
    "no_consent",
  ],
  [
    "who is a customer",
    { consents: [{ basis: "existing_customer", channels: ["voice"] }] },
    "no_consent",
  ],
  ["abroad", { country: "DE" }, "no_rules_for_country"],
  ["in no country", { country: undefined }, "no_rules_for_country"],
  ["whose number has no zone", { numberZones: [] }, "unknown_zone"],
  ["whose state is none", { addressState: "Bavaria" }, "unknown_zone"],
  ["whose zone is none", { statedZone: "Mars/Olympus" }, "unknown_zone"],
  [
    "who was called three times today",
    { attempts: [OPEN - HOUR, OPEN - 2 * HOUR, OPEN - 3 * HOUR] },
    "attempt_cap",
  ],
  ["for whom it is too early by the address", { addressState: "CA" }, "outside_hours"],
  [
    "for whom it is too early by the number",
    { numberZones: ["America/Los_Angeles"] },
    "outside_hours",
  ],
])("a person %s is not called: %s", (_, over, reason) => {
  expect(decide(over)).toMatchObject({ allowed: false, reasonCode: reason });
});

test("what passes says when: hours at their beginning, the cap when the oldest call is a day old", () => {
  const early = decide({}, Date.parse("2026-11-24T13:00:00Z"));
  expect(early).toMatchObject({ until: Date.parse("2026-11-24T14:00:00Z") });
  const attempts = [OPEN - 5 * HOUR, OPEN - 2 * HOUR, OPEN - 23 * HOUR];
  expect(decide({ attempts })).toMatchObject({ until: OPEN + HOUR });
  expect(decide({ suppressions: ["opt_out"] })).toMatchObject({ until: undefined });
});

test("a stated zone narrows a state of several zones, and one elsewhere must be open too", () => {
  const texas = { addressState: "TX", numberZones: ["America/Chicago"] };
  expect(decide({ ...texas })).toMatchObject({ reasonCode: "outside_hours" }); // 8 a.m. in El Paso
  expect(decide({ ...texas, statedZone: "America/Chicago" })).toEqual({ allowed: true });
  expect(decide({ statedZone: "Pacific/Honolulu" })).toMatchObject({ reasonCode: "outside_hours" });
});

test("an email needs a basis that names the channel, and no hours", () => {
  const night = Date.parse("2026-11-24T06:00:00Z");
  expect(
    mayContact({ ...facts, consents: [{ basis: "inquiry", channels: ["email"] }] }, "email", night),
  ).toEqual({ allowed: true });
  expect(
    mayContact({ ...facts, consents: [{ basis: "written", channels: ["voice"] }] }, "email", night),
  ).toMatchObject({ reasonCode: "no_consent" });
});

const anyFacts = fc.record({
  halted: fc.boolean(),
  suppressions: fc.subarray(["opt_out", "wrong_number", "invalid_number", "manual"]),
  country: fc.constantFrom("US", "CA", "DE", undefined),
  numberZones: fc.subarray(["America/New_York", "America/Los_Angeles"]),
  addressState: fc.constantFrom("NY", "CA", "TX", "XX", undefined),
  statedZone: fc.constantFrom("America/New_York", "Nowhere/Land", undefined),
  consents: fc.array(
    fc.record({
      basis: fc.constantFrom("written", "oral", "inquiry"),
      channels: fc.subarray(["voice", "email"]),
    }),
  ),
  attempts: fc.array(fc.integer({ min: OPEN - 30 * HOUR, max: OPEN + 24 * HOUR }), {
    maxLength: 5,
  }),
});
test("nobody is called unless every single condition holds, and taking one away never helps", () => {
  fc.assert(
    fc.property(anyFacts, fc.integer({ min: OPEN, max: OPEN + 24 * HOUR }), (given, now) => {
      const decision = mayContact(given, "voice", now);
      if (!decision.allowed) {
        expect(RULES.map((rule) => rule.id)).toContain(decision.rule);
        if (decision.until !== undefined) expect(decision.until).toBeGreaterThan(now);
        expect(mayContact({ ...given, halted: true }, "voice", now).allowed).toBe(false);
        return;
      }
      expect(given.halted || given.suppressions.length > 0).toBe(false);
      expect(given.country).toBe("US");
      expect(given.numberZones).not.toEqual([]);
      expect(
        given.consents.some((one) => one.basis === "written" && one.channels.includes("voice")),
      ).toBe(true);
      expect(given.attempts.filter((at) => at > now - 24 * HOUR).length).toBeLessThan(3);
    }),
    { numRuns: 2_000 },
  );
});
