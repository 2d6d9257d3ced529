import { expect, test } from "vitest";
import { ASK_GAPS_MS, LOOK_UP_MS, LOOK_UPS_MAX, RETRY_MS } from "../../../src/calls/policy";
import { MINUTE_MS } from "../../../src/time";
import { aCall, accepted, ended, Life, reported, requested, START, spoke } from "./life";

const TALK = ["assistant: Hi, this is Jennifer.", "user: Hello, send me a quote."];

test("a call that is answered and reported is completed, through every state", () => {
  const life = aCall().dialed().hear({ type: "ringing" }).hear({ type: "answered" });
  life
    .hear(spoke("Hello"))
    .hear(ended("customer-ended-call"))
    .hear(reported("customer-ended-call", TALK));
  expect(life.end()).toEqual(["COMPLETED", "conversation"]);
  expect(life.timeline).toEqual(["INITIATED", "RINGING", "CONNECTED", "CONNECTED", "COMPLETED"]);
  expect(life.times("afterCall")).toBe(1);
});

test("a report alone is enough", () => {
  expect(aCall().hear({ type: "sent" }).hear(reported("customer-ended-call", TALK)).end()).toEqual([
    "COMPLETED",
    "conversation",
  ]);
});

test("a line that was up without a person's words is no conversation", () => {
  const life = aCall().dialed().hear({ type: "answered" });
  life.hear(reported("silence-timed-out", ["assistant: Hi, this is Jennifer."]));
  expect(life.end()).toEqual(["COMPLETED", "no_conversation"]);
});

test.each([
  ["customer-did-not-answer", "no_answer"],
  ["customer-busy", "busy"],
  ["call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable", "no_answer"],
])("%s ends at once as %s, with VOICEMAIL_PENDING before FAILED and a next call", (reason, outcome) => {
  const life = aCall().dialed().hear(ended(reason));
  expect(life.end()).toEqual(["FAILED", outcome]);
  expect(life.timeline.slice(-2)).toEqual(["VOICEMAIL_PENDING", "FAILED"]);
  expect(life.next).toMatchObject([{ origin: "cadence", previousCallId: "call", tryNumber: 2 }]);
});

test("the cadence comes back hours later, in another part of the day, three times in three days", () => {
  const next = aCall().dialed().hear(ended("customer-busy")).next[0];
  expect(next?.notBefore).toBeGreaterThanOrEqual(START + 4 * 60 * MINUTE_MS);
  expect(next?.notBefore).toBe(Date.parse("2026-11-24T19:00:00Z")); // 2 p.m., after a morning
  const third = aCall({ tryNumber: 3 }).dialed().hear(ended("customer-busy"));
  expect(third.next).toEqual([]);
  const late = aCall({ tryNumber: 2, firstTryAt: START - 3 * 24 * 60 * MINUTE_MS });
  expect(late.dialed().hear(ended("customer-busy")).next).toEqual([]);
});

test("a message left is proven by the reason, the dial and the words together", () => {
  const said = ["user: Please leave a message.", "assistant: Hi, this is Jennifer."];
  const left = aCall().dialed().hear(reported("voicemail", said));
  expect(left.end()).toEqual(["VOICEMAIL", "voicemail_left"]);
  const cutShort = aCall()
    .dialed()
    .hear(reported("voicemail", ["user: Please leave a message."]));
  expect(cutShort.end()).toEqual(["FAILED", "no_answer"]);
  expect(cutShort.next).toHaveLength(1);
  const carriedNone = aCall()
    .hear({ type: "sent" })
    .hear({ ...accepted, hasVoicemail: false } as never);
  expect(carriedNone.hear(reported("voicemail", said)).end()).toEqual(["FAILED", "no_answer"]);
});

test("a network failure is retried after 2, 10 and 30 minutes, then it is final", () => {
  const life = aCall();
  for (const wait of RETRY_MS) {
    life.dialed().hear(ended("twilio-failed-to-connect-call"));
    expect(life.end()).toEqual(["RETRY_SCHEDULED", null]);
    expect(life.state).toMatchObject({ due: life.now + wait });
    life.wait();
  }
  life.dialed().hear(ended("twilio-failed-to-connect-call"));
  expect(life.end()).toEqual(["FAILED", "network_failure"]);
  expect(life.times("dial")).toBe(4);
  expect(life.state).toMatchObject({ neverRang: [1, 2, 3, 4] });
});

test("a network that fails in the middle of a conversation is a conversation, and never dialed again", () => {
  const life = aCall().dialed().hear({ type: "answered" }).hear(ended("worker-shutdown"));
  expect(life.end()).toEqual(["CONNECTED", null]);
  life.hear(reported("worker-shutdown", TALK));
  expect(life.end()).toEqual(["COMPLETED", "conversation"]);
  expect(life.times("dial")).toBe(1);
});

test("an end without a report is asked after at once and 2, 5 and 15 minutes later", () => {
  const life = aCall().dialed().hear({ type: "answered" }).hear(ended("customer-ended-call"));
  const began = life.now;
  const asked = ASK_GAPS_MS.map(() => life.wait().now - began);
  expect(asked).toEqual([2, 5, 15].map((minutes) => minutes * MINUTE_MS));
  expect(life.times("ask")).toBe(3);
  expect(life.wait().end()).toEqual(["FAILED", "lost"]);
  const heard = aCall().dialed().hear(spoke("Hello")).hear(ended("customer-ended-call"));
  for (const _ of [...ASK_GAPS_MS, 0]) heard.wait();
  expect(heard.end()).toEqual(["COMPLETED", "conversation"]);
});

test("what is given up as lost becomes what a late report says", () => {
  const life = aCall().dialed().hear({ type: "answered" }).hear(ended("customer-ended-call"));
  for (const _ of [...ASK_GAPS_MS, 0]) life.wait();
  expect(life.hear(reported("customer-ended-call", TALK)).end()).toEqual([
    "COMPLETED",
    "conversation",
  ]);
  expect(life.times("dial")).toBe(1);
});

test("a dial of unknown fate is looked up, and made again only after several empty answers", () => {
  const life = aCall().hear({ type: "sent" }).hear({ type: "dialUnknown", detail: "timeout" });
  for (let empty = 1; empty <= LOOK_UPS_MAX; empty++) {
    expect(life.times("dial")).toBe(1);
    const before = life.now;
    life.wait();
    expect(life.now - before).toBe(LOOK_UP_MS);
    life.hear({ type: "notFound" });
  }
  expect(life.end()).toEqual(["RETRY_SCHEDULED", null]);
  expect(life.wait().times("dial")).toBe(2);
  const found = aCall().hear({ type: "sent" }).hear({ type: "dialUnknown", detail: "" }).wait();
  found.hear({ type: "found" }, 1, "v1").hear(reported("customer-ended-call", TALK));
  expect([...found.end(), found.times("dial")]).toEqual(["COMPLETED", "conversation", 1]);
});

test("look-ups that get no answer never lead to another dial", () => {
  const life = aCall().hear({ type: "sent" }).hear({ type: "dialUnknown", detail: "" });
  for (let turn = 0; turn < 100 && life.state.phase !== "closed"; turn++) life.wait();
  expect([...life.end(), life.times("dial")]).toEqual(["FAILED", "lost", 1]);
});

test("news of a dial that was thought lost stops its repetition", () => {
  const life = aCall().hear({ type: "sent" }).hear({ type: "dialUnknown", detail: "" });
  for (let empty = 0; empty < LOOK_UPS_MAX; empty++) life.wait().hear({ type: "notFound" });
  life.hear({ type: "answered" }, 1, "v1");
  expect(life.end()).toEqual(["CONNECTED", null]);
  expect([life.attempt(), life.times("dial")]).toEqual([1, 1]);
});

test("no line free is no attempt: the same one waits and is made again", () => {
  const life = aCall().hear({ type: "sent" }).hear({ type: "linesBusy", waitMs: 0 }, 1, "v1");
  expect(life.end()).toEqual(["SCHEDULED", null]);
  life.wait();
  expect([life.attempt(), life.times("dial")]).toEqual([1, 2]);
  life.dialed().hear(ended("scheduled-call-deleted"), 1, "v1");
  expect(life.end()).toEqual(["INITIATED", null]);
});

test("a denial with a time waits for it, one without ends the call", () => {
  const denial = (until?: number, optedOut = false) =>
    ({ type: "denied", denial: { reasonCode: "outside_hours", until, optedOut } }) as const;
  const waits = aCall().hear(denial(START + 1_000));
  expect(waits.end()).toEqual(["SCHEDULED", null]);
  expect(waits.wait().times("dial")).toBe(2);
  expect(aCall().hear(denial()).end()).toEqual(["CANCELLED", "blocked"]);
  expect(aCall().hear(denial(undefined, true)).end()).toEqual(["CANCELLED", "opted_out"]);
});

test("a cancelled call that nobody heard of is over; a live one is hung up and ends as it ends", () => {
  expect(aCall().hear({ type: "cancelled" }).end()).toEqual(["CANCELLED", "cancelled"]);
  const live = aCall().dialed().hear({ type: "answered" }).hear({ type: "cancelled" });
  expect([live.times("hangUp"), ...live.end()]).toEqual([1, "CONNECTED", null]);
  expect(live.hear(reported("assistant-ended-call", TALK)).end()).toEqual([
    "COMPLETED",
    "conversation",
  ]);
});

test("a call that is cancelled while it rings is hung up at the answer and never tried again", () => {
  const rings = aCall().dialed().hear({ type: "ringing" }).hear({ type: "cancelled" });
  expect(rings.times("hangUp")).toBe(0);
  expect(rings.hear({ type: "answered" }).times("hangUp")).toBe(1);
  for (const last of ["customer-did-not-answer", "twilio-failed-to-connect-call"]) {
    const life = aCall().dialed().hear({ type: "cancelled" }).hear(ended(last));
    expect(life.state.phase).toBe("closed");
    expect(life.next).toEqual([]);
  }
  const unknown = aCall().hear({ type: "sent" }).hear({ type: "dialUnknown", detail: "" });
  unknown.hear({ type: "cancelled" });
  for (let empty = 0; empty < LOOK_UPS_MAX; empty++) unknown.wait().hear({ type: "notFound" });
  expect(unknown.end()).toEqual(["CANCELLED", "cancelled"]);
});

test("what a person asked of us outranks how the call ended, leaving alone outranks all", () => {
  const life = aCall().dialed().hear(reported("customer-ended-call", TALK));
  life.hear({ type: "reclassified", as: "wrong_number" });
  expect(life.end()).toEqual(["COMPLETED", "wrong_number"]);
  life.hear({ type: "reclassified", as: "opted_out" });
  expect(life.end()).toEqual(["COMPLETED", "opted_out"]);
});

test("a number that does not exist is retired and not called again", () => {
  const life = aCall().dialed().hear(ended("twilio-reported-customer-misdialed"));
  expect(life.end()).toEqual(["FAILED", "invalid_number"]);
  expect([life.times("retireNumber"), life.next]).toEqual([1, []]);
  const refused = aCall().hear({ type: "sent" });
  refused.hear({ type: "refused", because: "number", detail: "400" });
  expect(refused.end()).toEqual(["FAILED", "invalid_number"]);
});

test("a call for later is SCHEDULED until its time", () => {
  const life = aCall({ notBefore: START + 5_000 });
  expect([...life.end(), life.times("dial")]).toEqual(["SCHEDULED", null, 0]);
  expect([...life.hear({ type: "due" }).end(), life.times("dial")]).toEqual(["SCHEDULED", null, 0]);
  expect(life.wait().times("dial")).toBe(1);
});

test("a call that hears nothing at all still ends", () => {
  for (const start of [aCall(), aCall().hear({ type: "sent" }), aCall().dialed()]) {
    for (let turn = 0; turn < 20 && start.state.phase !== "closed"; turn++) start.wait();
    expect(start.state.phase).toBe("closed");
    expect(start.times("dial")).toBe(1);
  }
});

test("only a request begins a call", () => {
  expect(new Life().hear({ type: "answered" }).state).toEqual({ phase: "new" });
  const twice = aCall().hear(requested());
  expect(twice.times("dial")).toBe(1);
});

test("empty answers that come together are one answer, and prove nothing later", () => {
  const life = aCall().hear({ type: "sent" }).hear({ type: "dialUnknown", detail: "" });
  life.wait();
  for (let answer = 0; answer < 5; answer++) life.hear({ type: "notFound" });
  expect(life.end()).toEqual(["INITIATED", null]);
  for (let empty = 1; empty < LOOK_UPS_MAX; empty++) life.wait().hear({ type: "notFound" });
  expect(life.end()).toEqual(["RETRY_SCHEDULED", null]);
  life.hear({ type: "notFound" }, 1).hear({ type: "noEndYet" }, 1);
  expect(life.end()).toEqual(["RETRY_SCHEDULED", null]);
});

test("a machine without a report is no conversation, whatever was heard", () => {
  const life = aCall().dialed().hear({ type: "answered" }).hear(spoke("Leave a message."));
  life.hear(ended("voicemail"));
  for (const _ of [...ASK_GAPS_MS, 0]) life.wait();
  expect(life.end()).toEqual(["FAILED", "no_answer"]);
});

test("words heard live stand in for a report that has none, whichever comes first", () => {
  const early = aCall().dialed().hear(spoke("Hello")).hear(reported("customer-ended-call"));
  expect(early.end()).toEqual(["COMPLETED", "conversation"]);
  const late = aCall().dialed().hear(reported("customer-ended-call")).hear(spoke("Hello"));
  expect(late.end()).toEqual(["COMPLETED", "conversation"]);
});

test("a call that comes in is on the line at once, and is never dialed back by itself", () => {
  const inbound = () => aCall({ direction: "inbound", origin: "inbound", providerCallId: "v1" });
  const talk = inbound().hear({ type: "answered" }).hear(reported("customer-ended-call", TALK));
  expect([...talk.end(), talk.times("dial")]).toEqual(["COMPLETED", "conversation", 0]);
  for (const reason of ["twilio-failed-to-connect-call", "customer-did-not-answer"]) {
    const life = inbound().hear(ended(reason));
    expect([life.state.phase, life.times("dial"), life.times("leaveLink"), life.next]).toEqual([
      "closed",
      0,
      0,
      [],
    ]);
  }
});

test("a promised call that reaches nobody is tried once more, then a person must", () => {
  const first = aCall({ origin: "callback" }).dialed().hear(ended("customer-did-not-answer"));
  expect([first.next.length, first.times("escalate")]).toEqual([1, 0]);
  const second = aCall(first.next[0]).wait().dialed().hear(ended("customer-did-not-answer"));
  expect([second.next.length, second.times("escalate")]).toEqual([0, 1]);
});

test("who says that they want no calls is heard at once, whatever becomes of the call", () => {
  const live = aCall().dialed().hear({ type: "answered" }).hear(spoke("Please stop calling me."));
  expect([live.times("applyOptOut"), ...live.end()]).toEqual([1, "CONNECTED", null]);
  live.hear(spoke("Take me off your list!")).hear(reported("assistant-ended-call", TALK));
  expect([live.times("applyOptOut"), ...live.end()]).toEqual([1, "COMPLETED", "opted_out"]);
  const missed = aCall()
    .dialed()
    .hear(reported("customer-ended-call", ["user: Never call me again."]));
  expect([missed.times("applyOptOut"), ...missed.end()]).toEqual([1, "COMPLETED", "opted_out"]);
  expect(aCall().dialed().hear(spoke("Can you stop by tomorrow?")).times("applyOptOut")).toBe(0);
  expect(
    aCall().dialed().hear(spoke("Please stop calling me.", "assistant")).times("applyOptOut"),
  ).toBe(0);
});

test("a phone that screens calls is no conversation, and is given a day", () => {
  const words = ["user: The person you are calling is using a screening service. Say your name."];
  const life = aCall()
    .dialed()
    .hear({ type: "answered" })
    .hear(reported("customer-ended-call", words));
  expect(life.end()).toEqual(["FAILED", "screened"]);
  expect(life.timeline).not.toContain("VOICEMAIL_PENDING");
  expect(life.next[0]?.notBefore).toBeGreaterThanOrEqual(START + 24 * 60 * MINUTE_MS);
});

test("a machine that the provider took for a person is one by its words; a person with it is a person", () => {
  const machine = ["user: Please leave a message after the tone."];
  expect(aCall().dialed().hear(reported("silence-timed-out", machine)).end()).toEqual([
    "FAILED",
    "no_answer",
  ]);
  const both = [...machine, "user: Hello? I just picked up."];
  expect(aCall().dialed().hear(reported("customer-ended-call", both)).end()).toEqual([
    "COMPLETED",
    "conversation",
  ]);
});
