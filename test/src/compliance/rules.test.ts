import fc from "fast-check";
import { expect, test } from "vitest";
import type { Channel, Facts } from "../../../src/compliance/facts";
import { decideBy, mayContact } from "../../../src/compliance/gate";
import { listRules, RULES, type Rule, type RuleId } from "../../../src/compliance/rules";

const at = (text: string) => Date.parse(text);
const HOUR = 3_600_000;
const OPEN = at("2026-11-24T15:00:00Z"); // Tuesday, 10 a.m. in New York
const CHANNELS: Channel[] = ["voice", "voicemail", "email"];

const agreeable: Facts = {
  halted: false,
  suppressions: [],
  country: "US",
  numberZones: ["America/New_York"],
  addressState: "NY",
  statedZone: undefined,
  consents: [{ basis: "written", channels: ["voice", "email"] }],
  attempts: [],
};
const callsAgo = (...hours: number[]) => hours.map((ago) => OPEN - ago * HOUR);
const consent = (basis: string, ...channels: string[]) => ({ consents: [{ basis, channels }] });
const rule = (id: RuleId): Rule => {
  const found = RULES.find((one) => one.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
};

test("somebody against whom nothing speaks is refused by no rule, on no channel", () => {
  for (const channel of CHANNELS) {
    expect(mayContact(agreeable, channel, OPEN)).toEqual({ allowed: true });
    for (const { id, decide } of RULES)
      expect(decide(agreeable, OPEN, channel), id).toBeUndefined();
  }
});

type Answer = "passes" | "never" | number;
const TABLE: [RuleId, string, Partial<Facts>, Answer, Channel?][] = [
  ["halt", "not thrown", { halted: false }, "passes"],
  ["halt", "thrown: asked again in five minutes", { halted: true }, OPEN + 300_000],
  ["number-usable", "an opt-out is another rule's", { suppressions: ["opt_out"] }, "passes"],
  ["number-usable", "reported as invalid", { suppressions: ["invalid_number"] }, "never"],
  [
    "own-suppression",
    "an invalid number is another's",
    { suppressions: ["invalid_number"] },
    "passes",
  ],
  ["own-suppression", "opted out", { suppressions: ["opt_out"] }, "never"],
  ["own-suppression", "a wrong number", { suppressions: ["wrong_number"] }, "never"],
  ["own-suppression", "for a reason nobody knows", { suppressions: ["new_reason"] }, "never"],
  ["country", "the United States", { country: "US" }, "passes"],
  ["country", "Canada", { country: "CA" }, "never"],
  ["country", "unknown", { country: undefined }, "never"],
  ["written-consent", "written, for voice", consent("written", "voice"), "passes"],
  [
    "written-consent",
    "written, for voice, to a machine",
    consent("written", "voice"),
    "passes",
    "voicemail",
  ],
  ["written-consent", "oral", consent("oral", "voice"), "never"],
  ["written-consent", "written, for email only", consent("written", "email"), "never"],
  ["written-consent", "none", { consents: [] }, "never"],
  ["written-consent", "an inquiry, for email", consent("inquiry", "email"), "passes", "email"],
  [
    "written-consent",
    "written for voice is none for email",
    consent("written", "voice"),
    "never",
    "email",
  ],
  ["voicemail-state", "listed", { addressState: "fl" }, "passes"],
  ["voicemail-state", "not listed", { addressState: "WA" }, "never"],
  ["voicemail-state", "no state", { addressState: "Bavaria" }, "never"],
  ["voicemail-state", "unknown", { addressState: undefined }, "never"],
  [
    "voicemail-state",
    "a test number without one",
    { addressState: undefined, testNumber: true },
    "passes",
  ],
  [
    "voicemail-state",
    "a test number in one not listed",
    { addressState: "WA", testNumber: true },
    "never",
  ],
  ["known-zone", "of the number", { addressState: undefined }, "passes"],
  ["known-zone", "of the address only", { numberZones: [] }, "never"],
  ["known-zone", "of no state", { addressState: "Bavaria" }, "never"],
  ["known-zone", "stated, but none", { statedZone: "Mars/Olympus" }, "never"],
  ["attempt-cap", "two in 24 hours", { attempts: callsAgo(2, 23) }, "passes"],
  ["attempt-cap", "three, the oldest 24 hours ago", { attempts: callsAgo(2, 3, 24) }, "passes"],
  ["attempt-cap", "three in 24 hours", { attempts: callsAgo(23, 2, 3) }, OPEN + HOUR],
  [
    "attempt-cap",
    "five: the third last frees a place",
    { attempts: callsAgo(20, 21, 22, 23, 1) },
    OPEN + 3 * HOUR,
  ],
  [
    "attempt-cap",
    "free at night: when hours begin",
    { attempts: callsAgo(1, 2, 9) },
    at("2026-11-25T14:00:00Z"),
  ],
  ["calling-hours", "in the address's and the number's", { addressState: "FL" }, "passes"],
  ["calling-hours", "too early by the address", { addressState: "CA" }, OPEN + 2 * HOUR],
  [
    "calling-hours",
    "too early by the number",
    { numberZones: ["America/Los_Angeles"] },
    OPEN + 2 * HOUR,
  ],
  [
    "calling-hours",
    "zones that never meet: asked again tomorrow",
    { numberZones: ["Asia/Shanghai"] },
    OPEN + 24 * HOUR,
  ],
];

test.each(TABLE)("%s: %s", (id, _, over, answer, channel) => {
  const { channels, decide } = rule(id);
  const [first = "voice"] = channels;
  const refusal = decide({ ...agreeable, ...over }, OPEN, channel ?? first);
  if (answer === "passes") expect(refusal).toBeUndefined();
  else expect(refusal).toEqual({ until: answer === "never" ? undefined : answer });
});

/** What makes each rule refuse, and no other, in the order in which they are asked. */
const TRIGGERS: [RuleId, (facts: Facts) => Facts][] = [
  ["halt", (facts) => ({ ...facts, halted: true })],
  ["number-usable", (facts) => suppressed(facts, "invalid_number")],
  ["own-suppression", (facts) => suppressed(facts, "opt_out")],
  ["country", (facts) => ({ ...facts, country: "DE" })],
  ["written-consent", (facts) => ({ ...facts, consents: [] })],
  ["voicemail-state", (facts) => ({ ...facts, addressState: "WA" })],
  ["known-zone", (facts) => ({ ...facts, statedZone: "Mars/Olympus" })],
  ["attempt-cap", (facts) => ({ ...facts, attempts: callsAgo(1, 2, 3) })],
  ["calling-hours", (facts) => ({ ...facts, numberZones: ["America/Los_Angeles"] })],
];
const suppressed = (facts: Facts, reason: string) => ({
  ...facts,
  suppressions: [...facts.suppressions, reason],
});

test("of two rules that refuse the first decides, on every channel that both are for", () => {
  expect(RULES.map(({ id }) => id)).toEqual(TRIGGERS.map(([id]) => id));
  for (const [index, [first, trigger]] of TRIGGERS.entries())
    for (const [second, another] of TRIGGERS.slice(index))
      for (const channel of CHANNELS) {
        if (![first, second].every((id) => rule(id).channels.includes(channel))) continue;
        const decision = mayContact(another(trigger(agreeable)), channel, OPEN);
        const { reasonCode } = rule(first);
        expect(decision, `${first}, ${second}, ${channel}`).toMatchObject({
          allowed: false,
          rule: first,
          reasonCode,
        });
      }
});

const anyFacts = fc.record({
  halted: fc.boolean(),
  suppressions: fc.subarray(["opt_out", "wrong_number", "invalid_number"]),
  country: fc.constantFrom("US", "CA", undefined),
  numberZones: fc.subarray(["America/New_York", "America/Los_Angeles"]),
  addressState: fc.constantFrom("NY", "CA", "TX", "WA", "XX", undefined),
  statedZone: fc.constantFrom("America/New_York", "Nowhere/Land", undefined),
  testNumber: fc.boolean(),
  consents: fc.array(
    fc.record({
      basis: fc.constantFrom("written", "oral"),
      channels: fc.subarray(["voice", "email"]),
    }),
    { maxLength: 2 },
  ),
  attempts: fc.array(fc.integer({ min: OPEN - 30 * HOUR, max: OPEN }), { maxLength: 5 }),
});
const anyMoment = fc.integer({ min: OPEN, max: OPEN + 1_000 * 24 * HOUR });
const anyUnknown = fc.constantFrom<Partial<Facts>>(
  { country: undefined },
  { numberZones: [] },
  { consents: [] },
  { addressState: "??" },
  { statedZone: "Nowhere/Land" },
);
const anyChannel = fc.constantFrom(...CHANNELS);

test("the decision is the first refusal: no rule before it refuses, and none after it matters", () => {
  fc.assert(
    fc.property(anyFacts, anyChannel, anyMoment, (facts, channel, now) => {
      const decision = mayContact(facts, channel, now);
      const index = decision.allowed
        ? RULES.length
        : RULES.findIndex(({ id }) => id === decision.rule);
      expect(decideBy(RULES.slice(0, index), facts, channel, now)).toEqual({ allowed: true });
      expect(decideBy(RULES.slice(0, index + 1), facts, channel, now)).toEqual(decision);
    }),
    { numRuns: 1_000 },
  );
});

test("a fact that is not known denies", () => {
  fc.assert(
    fc.property(anyFacts, anyUnknown, anyMoment, (facts, unknown, now) => {
      expect(mayContact({ ...facts, ...unknown }, "voice", now).allowed).toBe(false);
    }),
  );
});

test("a rule is asked from the day on which it begins, anywhere, to the day on which it ends", () => {
  const dated = (effectiveFrom: string, effectiveUntil?: string): Rule => ({
    ...rule("country"),
    decide: () => ({}),
    effectiveFrom,
    ...(effectiveUntil && { effectiveUntil }),
  });
  const refuses = (one: Rule, moment: string) =>
    !decideBy([one], agreeable, "voice", at(moment)).allowed;
  const year = dated("2027-01-01", "2027-07-01");
  expect(refuses(year, "2026-12-31T09:59:59Z")).toBe(false);
  expect(refuses(year, "2026-12-31T10:00:00Z")).toBe(true); // In the first zone it is 2027.
  expect(refuses(year, "2027-07-01T11:59:59Z")).toBe(true); // In the last one it is June.
  expect(refuses(year, "2027-07-01T12:00:00Z")).toBe(false);
  expect(refuses(dated("2027-01-01"), "2040-01-01T00:00:00Z")).toBe(true);
});

test("a moment before the first rule set is judged by that set", () => {
  const long = Date.parse("2001-01-01T17:00:00Z");
  expect(mayContact({ ...agreeable, consents: [] }, "voice", long)).toMatchObject({
    reasonCode: "no_consent",
  });
  expect(mayContact({ ...agreeable, halted: true }, "voice", 0).allowed).toBe(false);
  expect(mayContact(agreeable, "voice", long)).toEqual({ allowed: true });
});

test("every reason has its source and the day from which it holds, as the API lists them", () => {
  const listed = listRules().map((one) => [one.reason_code, one.source, one.effective_from]);
  expect(listed).toEqual([
    ["halted", "The agency's own switch.", "2026-11-25"],
    ["invalid_number", "The carrier reported that the number does not exist.", "2026-11-25"],
    [
      "suppressed",
      "47 CFR 64.1200(d)(3), (d)(6); revocation by any reasonable means (a)(10).",
      "2025-04-11",
    ],
    [
      "no_rules_for_country",
      "Only US rules are encoded; everything else is refused.",
      "2026-11-25",
    ],
    [
      "no_consent",
      "47 CFR 64.1200(a)(2)-(3), (f)(9); FCC 24-17: an AI voice is an artificial voice.",
      "2024-02-08",
    ],
    [
      "voicemail_not_allowed",
      "47 CFR 64.1200(a)(3), (b)(3) and the states' rules; a state that is not listed says no.",
      "2013-10-16",
    ],
    [
      "unknown_zone",
      "Hours count at the called party's location; an unknown zone is never calling time.",
      "2026-11-25",
    ],
    [
      "attempt_cap",
      "FL §501.616(6)(b), OK HB 3168, MD §14-4502: 3 per rolling 24 hours.",
      "2024-01-01",
    ],
    [
      "outside_hours",
      "47 CFR 64.1200(c)(1) narrowed to the safe default of all states' rules.",
      "2024-01-01",
    ],
  ]);
  expect(listRules().every((one) => one.effective_until === null)).toBe(true);
});
