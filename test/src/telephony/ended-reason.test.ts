import fc from "fast-check";
import { expect, test } from "vitest";
import { END_KINDS } from "../../../src/calls/end-reason";
import { outcomeFrom } from "../../../src/calls/outcome";
import { endReason } from "../../../src/telephony/ended-reason";
import groups from "../../../src/telephony/ended-reasons.json";

const all = Object.values(groups).flat();

test("every one of VAPI's 597 reasons has a kind, and nearly none is left over", () => {
  expect(new Set(all).size).toBe(597);
  const others = all.filter((reason) => endReason(reason).kind === "other");
  expect(others.length).toBeLessThanOrEqual(6); // Web and inbound calls only.
});

test("any text is a reason, and a known family tells a new one", () => {
  fc.assert(
    fc.property(fc.option(fc.string(), { nil: undefined }), (text) => {
      const reason = endReason(text);
      expect(END_KINDS).toContain(reason.kind);
      expect(["object", "string"]).toContain(typeof outcomeFrom(reason, undefined, true));
    }),
  );
  expect(endReason("pipeline-error-somebody-new-voice-failed").kind).toBe("provider_error");
  expect(endReason("something-new")).toMatchObject({ kind: "other", neverConnected: false });
});

test("only what proves that the line never came up decides by itself", () => {
  const decides = all.filter((reason) => endReason(reason).neverConnected);
  expect(decides).toContain("customer-did-not-answer");
  expect(decides).toContain("customer-busy");
  expect(decides).toContain("twilio-failed-to-connect-call");
  for (const midway of [
    "worker-shutdown",
    "vonage-disconnected",
    "voicemail",
    "customer-ended-call",
    "silence-timed-out",
  ])
    expect(decides).not.toContain(midway);
  expect(
    decides.filter((reason) =>
      /in-progress.*(vapifault|voice-failed|transcriber|llm)/.test(reason),
    ),
  ).toEqual([]);
});

test("a dial counts towards the caps unless it is proven that no phone rang", () => {
  expect(endReason("customer-busy").neverRang).toBe(false);
  expect(endReason("customer-did-not-answer").neverRang).toBe(false);
  expect(endReason("worker-shutdown").neverRang).toBe(false);
  expect(endReason("twilio-failed-to-connect-call").neverRang).toBe(true);
});
