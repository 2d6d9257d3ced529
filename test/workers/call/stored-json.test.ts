import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { publicState } from "../../../src/calls/state";
import { CallRecords } from "../../../workers/call/records";
import { readStored, storedRequest, storedTranscript } from "../../../workers/call/stored-json";
import { aWorld, objectOf } from "../world";

aWorld();

/** As it was stored before records had a format: a later version must still read it. */
const REQUEST = {
  callKey: "va:call:outbound:c_1:p_1",
  callId: "call_1",
  campaignId: "c_1",
  prospectId: "p_1",
  to: "+15550100001",
  direction: "outbound",
  origin: "api",
  zones: ["America/New_York"],
  tryNumber: 1,
  firstTryAt: 1_800_000_000_000,
};
const END = {
  kind: "answered",
  provider: "customer-ended-call",
  neverConnected: false,
  neverRang: false,
};
const DIAL = {
  dialedAt: 1_800_000_000_000,
  providerCallId: "vapi-1",
  hasVoicemail: true,
  lineStatus: "connected",
  userSpoke: true,
};
const BASE = {
  request: REQUEST,
  attempt: 1,
  networkFailures: 0,
  linesBusy: 0,
  neverRang: [],
  abandoned: [],
};
const recordOf = (state: object) => ({
  state: { ...BASE, ...state },
  version: 2,
  createdAt: 1_800_000_000_000,
  endedAt: null,
  timeline: [{ at: 1_800_000_000_000, event: "requested", from: null, to: "INITIATED" }],
  legs: [{ providerCallId: "vapi-1", controlUrl: "https://control.example" }],
  reportKey: null,
  durationMs: null,
  costMicros: null,
  scriptVersion: "1",
  voicemail: { text: "Hi", version: "1" },
});
const DUE = 1_800_000_060_000;
const CLOSED = {
  phase: "closed",
  state: "COMPLETED",
  outcome: "conversation",
  reported: true,
  dial: { ...DIAL, end: END },
  revision: 1,
};

/** Stores JSON as a version before this one did, and reads it as this one does. */
const read = (record: object) =>
  runInDurableObject(objectOf(REQUEST.callKey), (_, { storage: { sql } }) => {
    const records = new CallRecords(sql);
    sql.exec("insert or replace into calls values ('call_1', 1, ?, null)", JSON.stringify(record));
    return records.find("call_1");
  });

test.each([
  ["SCHEDULED", { phase: "waiting", due: DUE, why: "time" }],
  ["RETRY_SCHEDULED", { phase: "waiting", due: DUE, why: "retry", last: { ...DIAL, end: END } }],
  ["INITIATED", { phase: "queued", due: DUE }],
  [
    "INITIATED",
    { phase: "dialUnknown", due: DUE, dial: DIAL, unanswered: 1, empty: 1, emptyAt: 1 },
  ],
  ["CONNECTED", { phase: "dialed", due: DUE, dial: DIAL, asked: 0 }],
  ["COMPLETED", CLOSED],
])("a record that the version before stored as %s is read whole", async (shown, state) => {
  const record = recordOf(state);
  const found = await read(record);
  expect(found).toEqual(record);
  expect(found && publicState(found.state)).toBe(shown);
});

test("a record that cannot be read stops with its path, and one of a later format with its number", async () => {
  const wrong = recordOf({ ...CLOSED, outcome: "abducted" });
  await expect(read(wrong)).rejects.toThrow("stored JSON cannot be read: state.outcome");
  await expect(read({ ...recordOf(CLOSED), format: 2 })).rejects.toThrow("format 2");
});

test("a planned request and a transcript of the version before are read", () => {
  expect(readStored(JSON.stringify(REQUEST), storedRequest)).toEqual(REQUEST);
  const transcript = { attempt: 1, turns: [{ role: "user", text: "Hello", at: 1 }] };
  expect(readStored(JSON.stringify(transcript), storedTranscript)).toEqual(transcript);
});
