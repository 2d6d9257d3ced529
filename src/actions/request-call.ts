import type { Calls } from "../calls/calls";
import { type CallRequest, type Origin, outboundKey } from "../calls/events";
import type { RequestResult } from "../calls/snapshot";
import { project } from "../calls/store";
import type { Decision } from "../compliance/gate";
import type { Phone } from "../prospects/phone";
import type { ProspectView } from "../prospects/prospect";
import type { Telephony } from "../telephony/telephony";
import { type GateDeps, previewGate } from "./contact-gate";

export type RequestCallDeps = GateDeps & {
  calls: Calls;
  newId: () => string;
  /** Throws if no telephony is set up: then no call is kept that could not be made. */
  telephony: Telephony;
  /** The trace that the call continues (W3C). */
  traceparent?: string | undefined;
};

type Call = {
  person: ProspectView;
  phone: Phone;
  campaignId: string;
  origin: Origin;
  previousCallId?: string;
  /** Product time that was agreed on; nobody is dialed earlier. */
  notBefore?: number;
  /** What we promised that this call keeps, in words for the assistant. */
  promise?: string;
  /** Its id, where it must be known before. */
  callId?: string;
};
export type CallRequestResult =
  | (RequestResult & { blocked?: undefined })
  | { blocked: Extract<Decision, { allowed: false }> };

/**
 * Starts a call if the gate would allow it now or later. A call that the person asked for replaces one
 * that only waits; a call under way stays the call.
 */
export async function requestCall(call: Call, deps: RequestCallDeps): Promise<CallRequestResult> {
  const { person, phone, campaignId, origin, previousCallId, notBefore, promise } = call;
  const now = deps.now();
  const { decision, zones } = await previewGate(person, phone, campaignId, notBefore ?? now, deps);
  const never = !decision.allowed && decision.until === undefined;
  // An agreed time is kept or not agreed on; the stop switch is no time.
  const notThen =
    !decision.allowed && (notBefore !== undefined || decision.reasonCode === "halted");
  if (!decision.allowed && (never || notThen)) return { blocked: decision };
  deps.telephony satisfies object;
  const earliest = Math.max(notBefore ?? 0, decision.allowed ? 0 : (decision.until ?? 0));
  const request: CallRequest = {
    callKey: outboundKey(campaignId, person.id),
    callId: call.callId ?? deps.newId(),
    campaignId,
    prospectId: person.id,
    to: phone.e164,
    direction: "outbound",
    origin,
    zones,
    tryNumber: 1,
    firstTryAt: now,
    previousCallId,
    promise,
    traceparent: deps.traceparent,
    notBefore: earliest > now ? earliest : undefined,
  };
  const result = await deps.calls.request(request);
  // The object has it already; this makes it readable by its id before we answer.
  if (!result.duplicate && !result.planned) await project(deps.db, result.snapshot, now);
  return result;
}
