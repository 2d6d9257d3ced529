import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CallUpdate } from "../../../src/calls/events";
import {
  type CallRecord,
  RECORD_VERSION,
  readRecord,
  writeRecord,
} from "../../../src/calls/record";
import { aCall, accepted, ended, Life, reported, requested, spoke } from "./life";

const FIXTURES = "test/fixtures/call-records";
const UPDATES: CallUpdate[] = [
  { type: "due" },
  { type: "sent" },
  accepted,
  { type: "linesBusy", waitMs: 0 },
  { type: "dialUnknown", detail: "" },
  { type: "denied", denial: { reasonCode: "outside_hours", until: 1, optedOut: false } },
  { type: "notFound" },
  { type: "ringing" },
  { type: "answered" },
  { type: "cancelled" },
  { type: "reclassified", as: "opted_out" },
  { type: "reclassified", as: "wrong_number" },
  spoke("Hello"),
  ended("customer-busy"),
  ended("voicemail"),
  ended("twilio-failed-to-connect-call"),
  reported("customer-ended-call", ["user: Hello", "assistant: Good morning"]),
  reported("customer-ended-call"),
];

function recordOf({ state }: Life): CallRecord {
  if (state.phase === "new") throw new Error("a call that was never asked for has no record");
  return {
    state,
    version: 3,
    createdAt: 1_000,
    endedAt: null,
    timeline: [{ at: 1_000, event: "requested", from: null, to: "INITIATED" }],
    legs: [{ providerCallId: "v1", controlUrl: "https://control.example" }],
    reportKey: null,
    durationMs: null,
    costMicros: null,
    scriptVersion: "default@1",
    verified: true,
    voicemail: { text: "Hello", version: "voicemail-1" },
  };
}

test("whatever a call has come to, its record is read as it was written", () => {
  const phases = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom("outbound" as const, "inbound" as const),
      fc.array(fc.constantFrom(...UPDATES), { maxLength: 12 }),
      (direction, updates) => {
        const life = new Life().hear(requested({ direction }));
        for (const update of updates) {
          if (update.type === "due" && "due" in life.state) life.wait();
          else life.hear(update);
        }
        const record = recordOf(life);
        phases.add(record.state.phase);
        expect(readRecord(writeRecord(record))).toEqual(record);
      },
    ),
    { numRuns: 500, seed: 10 },
  );
  expect([...phases].sort()).toEqual(["closed", "dialUnknown", "dialed", "queued", "waiting"]);
});

const versionsBefore = Array.from({ length: RECORD_VERSION }, (_, version) => version);
const fixtures = readdirSync(FIXTURES);

test.each(versionsBefore)("records that version %i wrote are there to be read", (version) => {
  const phases = fixtures.filter((name) => name.startsWith(`${version}-`));
  expect(phases.length).toBeGreaterThanOrEqual(5);
});

test.each(fixtures)("the record %s is read in today's shape, and written so", (name) => {
  const { stored, read } = JSON.parse(readFileSync(`${FIXTURES}/${name}`, "utf8"));
  const record = readRecord(JSON.stringify(stored));
  expect(record).toEqual(read);
  expect(JSON.parse(writeRecord(record))).toEqual({ format: RECORD_VERSION, ...read });
});

test("a record that is no record is refused by the path that is wrong", () => {
  const record = recordOf(aCall().dialed());
  const broken = { ...JSON.parse(writeRecord(record)), createdAt: "yesterday" };
  expect(() => readRecord(JSON.stringify(broken))).toThrow("stored JSON cannot be read: createdAt");
});

test("a record of a later version is refused by its number", () => {
  const later = { ...JSON.parse(writeRecord(recordOf(aCall()))), format: RECORD_VERSION + 1 };
  expect(() => readRecord(JSON.stringify(later))).toThrow(`later version: ${RECORD_VERSION + 1}`);
});
