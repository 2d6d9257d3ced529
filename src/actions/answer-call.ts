import type { Calls } from "../calls/calls";
import { inboundKey } from "../calls/events";
import { numberZones } from "../compliance/zones";
import { type RecognizedCaller, recognizeCaller } from "../context/store";
import { INBOUND_VERSION } from "../conversation/inbound";
import type { Db } from "../db/client";
import { derivedId } from "../ids";
import type { Log } from "../log";
import { parsePhone, type TestNumbers } from "../prospects/phone";
import { describeError } from "../result";
import type { Telephony } from "../telephony/telephony";
import { withTimeout } from "../with-timeout";
import { type InboundBriefDeps, inboundBrief } from "./call-brief";

export type AnswerCallDeps = InboundBriefDeps & {
  db: Db;
  calls: Calls;
  telephony: Telephony;
  now: () => number;
  hashOf: (contact: string) => string;
  testNumbers: () => TestNumbers;
  log: Log;
  /** The trace that the call continues (W3C). */
  traceparent?: string | undefined;
};

/** VAPI waits 7.5 s for an assistant; whom we do not know by now is greeted as a stranger. */
const RECOGNITION_MS = 1_500;

/** A call that comes in: the provider's id, the id of the line that rings, and who calls. */
type InboundCall = { providerCallId: string; lineId: string; number: string | undefined };

/** The id of the call that a provider's inbound call is to us. */
export const inboundCallId = (providerCallId: string): string =>
  derivedId("inbound", providerCallId);

/** Answers a call that comes in, in the provider's shape. Whatever is slow or down, it is answered. */
export async function answerCall(call: InboundCall, deps: AnswerCallDeps): Promise<object> {
  const { providerCallId, lineId, number } = call;
  const callKey = inboundKey(lineId, providerCallId);
  const callId = inboundCallId(providerCallId);
  const phone = parsePhone(number ?? "", deps.testNumbers(), "US");
  const e164 = typeof phone === "string" ? "" : phone.e164;
  const found = await recognized(e164, deps);
  await deps.calls
    .request({
      callKey,
      callId,
      direction: "inbound",
      to: e164,
      origin: "inbound",
      providerCallId,
      campaignId: found?.campaignId ?? null,
      prospectId: found?.prospectId ?? null,
      scriptVersion: INBOUND_VERSION,
      zones: numberZones(e164),
      tryNumber: 1,
      firstTryAt: deps.now(),
      previousCallId: found?.lastCallId ?? undefined,
      answers: found?.voicemailId ?? undefined,
      traceparent: deps.traceparent,
    })
    .catch((error) =>
      deps.log.error("inbound.not-kept", { call_id: callId, error: describeError(error) }),
    );
  const attempt = { callKey, callId, attempt: 1 };
  return deps.telephony.pickUp(attempt, inboundBrief(found, deps), deps.now());
}

/** One query, with a limit; slow, down and unknown all mean a stranger. */
async function recognized(
  phone: string,
  { db, hashOf, now, log }: AnswerCallDeps,
): Promise<RecognizedCaller | undefined> {
  if (!phone) return undefined;
  const found = recognizeCaller(db, hashOf(phone), now());
  const event = "inbound.not-recognized";
  return await withTimeout(RECOGNITION_MS, found, { instead: undefined, event, log });
}
