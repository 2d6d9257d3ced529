import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attemptOf, eventId, readMessage, updateOf } from "../../../src/telephony/vapi-messages";

const metadata = { call_key: "va:call:outbound:camp:pros", call_id: "call", attempt: 2 };
const ours = { callKey: metadata.call_key, callId: "call", attempt: 2 };
const read = (message: object) => {
  const found = readMessage({ message });
  if (!found) throw new Error("not read");
  return found;
};
const id = (message: object) => eventId(read(message), "v1");

const fixture = (file: string) => JSON.parse(readFileSync(`test/fixtures/vapi/${file}`, "utf8"));

test("every real capture is read", () => {
  for (const file of readdirSync("test/fixtures/vapi"))
    expect(readMessage(fixture(file))?.type, file).toBeTruthy();
});

test("a real report gives its reason and its words, without the system prompt", () => {
  const news = updateOf(read(fixture("finzie-end-of-call-report.json").message));
  if (news?.type !== "reported") throw new Error("no report");
  expect(news.report.reason.provider).not.toBe("");
  expect(news.report.turns.length).toBeGreaterThan(0);
  expect(new Set(news.report.turns.map((turn) => turn.role))).toEqual(
    new Set(["assistant", "user"]),
  );
});

describe("our tags are found wherever VAPI puts them", () => {
  test.each([
    ["call.assistantOverrides", { call: { id: "v1", assistantOverrides: { metadata } } }],
    ["call.assistant", { call: { id: "v1", assistant: { metadata } } }],
    ["assistant", { assistant: { metadata }, call: { id: "v1" } }],
    ["call.metadata", { call: { id: "v1", metadata } }],
  ])("%s", (_, message) => {
    expect(attemptOf(read({ type: "status-update", ...message }))).toEqual(ours);
  });
  test("a tag that is not ours is none", () => {
    const strange = { ...metadata, call_key: "__proto__" };
    expect(
      attemptOf(read({ type: "hang", call: { id: "v1", metadata: strange } })),
    ).toBeUndefined();
  });
});

test("state is read from the message, never from its stale call", () => {
  const message = {
    type: "status-update",
    status: "ended",
    endedReason: "customer-busy",
    call: { id: "v1", status: "queued" },
  };
  expect(updateOf(read(message))).toMatchObject({ type: "ended", reason: { kind: "busy" } });
  expect(updateOf(read({ type: "status-update", status: "queued" }))).toBeUndefined();
});

test("only final words are kept, by either name of their type", () => {
  const words = { role: "user", transcript: "Hello", timestamp: 5 };
  expect(
    updateOf(read({ type: "transcript", transcriptType: "partial", ...words })),
  ).toBeUndefined();
  expect(updateOf(read({ type: "transcript", transcriptType: "final", ...words }))?.type).toBe(
    "spoke",
  );
  expect(updateOf(read({ type: 'transcript[transcriptType="final"]', ...words }))?.type).toBe(
    "spoke",
  );
});

test("what is told again is the same event; what differs in substance is another", () => {
  const ended = {
    type: "status-update",
    status: "ended",
    endedReason: "customer-busy",
    timestamp: 1,
  };
  expect(id(ended)).toBe(id({ ...ended, timestamp: 2 }));
  expect(id(ended)).not.toBe(id({ ...ended, endedReason: "voicemail" }));
  const report = {
    type: "end-of-call-report",
    endedReason: "x",
    artifact: { messages: [{ role: "bot", message: "Hi" }] },
  };
  const signed = {
    ...report,
    artifact: { ...report.artifact, presignedMonoUrl: "https://x/2" },
    timestamp: 9,
  };
  expect(id(report)).toBe(id(signed));
  const richer = {
    ...report,
    artifact: {
      messages: [
        { role: "bot", message: "Hi" },
        { role: "user", message: "Yes" },
      ],
    },
  };
  expect(id(report)).not.toBe(id(richer));
  const words = {
    type: "transcript",
    transcriptType: "final",
    role: "user",
    transcript: "Yes",
    timestamp: 1,
  };
  expect(id(words)).not.toBe(id({ ...words, timestamp: 2 }));
});

test("a detail that cannot be read loses no message", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (extra, odd) => {
      const message = {
        ...extra,
        type: "end-of-call-report",
        artifact: odd,
        call: odd,
        endedReason: odd,
        cost: odd,
      };
      const found = read(message);
      expect(updateOf(found)?.type).toBe("reported");
      expect(eventId(found, "v1")).toBeTypeOf("string");
    }),
  );
});
