import { type CallRequest, type Origin, outboundKey } from "../src/calls/events";
import type { Snapshot } from "../src/calls/snapshot";
import { project } from "../src/calls/store";
import type { Decision } from "../src/compliance/gate";
import type { Phone } from "../src/prospects/phone";
import type { ProspectView } from "../src/prospects/prospect";
import { callObject } from "./call/stub";
import type { App } from "./compose";
import { previewGate } from "./gate";

type Call = {
  person: ProspectView;
  phone: Phone;
  campaignId: string;
  origin: Origin;
  previousCallId?: string;
  /** Product time that was agreed on; earlier nobody is dialed. */
  notBefore?: number;
  promise?: string;
  /** Its id, where it must be known before. */
  callId?: string;
};
export type CallRequestResult =
  | { snapshot: Snapshot; duplicate: boolean; planned?: boolean; blocked?: undefined }
  | { blocked: Extract<Decision, { allowed: false }> };

/**
 * Asks for a call, if the gate would let it pass now or later. One that the person asked for takes
 * the place of one that only waits; one that is under way stays the call.
 */
export async function requestCall(app: App, env: Env, call: Call): Promise<CallRequestResult> {
  const { person, phone, campaignId, origin, previousCallId, notBefore, promise } = call;
  const { decision, zones } = await previewGate(app, person, phone, campaignId, notBefore);
  const never = !decision.allowed && decision.until === undefined;
  // An agreed time is kept or not agreed on; the stop switch is no time.
  const notThen =
    !decision.allowed && (notBefore !== undefined || decision.reasonCode === "halted");
  if (!decision.allowed && (never || notThen)) return { blocked: decision };
  app.telephony satisfies object; // Throws if it is not set up: no call is kept that cannot be made.
  const now = app.now();
  const callKey = outboundKey(campaignId, person.id);
  const earliest = Math.max(notBefore ?? 0, decision.allowed ? 0 : (decision.until ?? 0));
  const request: CallRequest = {
    ...{
      callKey,
      callId: call.callId ?? app.newId(),
      campaignId,
      prospectId: person.id,
      to: phone.e164,
    },
    direction: "outbound",
    ...{ origin, zones, tryNumber: 1, firstTryAt: now },
    ...(previousCallId && { previousCallId }),
    ...(promise && { promise }),
    ...(earliest > now && { notBefore: earliest }),
  };
  const { snapshot, duplicate, planned } = await callObject(env, callKey).request(request);
  if (planned) return { snapshot, duplicate, planned };
  // The object has it already; this makes it readable by its id before we answer.
  if (!duplicate) await project(app.db, snapshot, new Date(now));
  return { snapshot, duplicate };
}
