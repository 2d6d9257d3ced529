import type { Caller, CallerIdentity } from "../../src/calls/caller";
import type { CallLeg } from "../../src/calls/leg";
import type { CallRecord } from "../../src/calls/record";
import { publicState, type StartedState } from "../../src/calls/state";

/** The record of a call that has just been requested. */
export const newRecord = (state: StartedState, now: number): CallRecord => ({
  state,
  version: 0,
  createdAt: now,
  endedAt: null,
  timeline: [],
  legs: [],
  reportKey: null,
  durationMs: null,
  costMicros: null,
  scriptVersion: state.request.scriptVersion ?? null,
});

/** Adds a dial's provider id, control address and room to a record; false if nothing of it is new. */
export function recordLeg(record: CallRecord, leg: CallLeg): boolean {
  const known = record.legs.find(({ providerCallId }) => providerCallId === leg.providerCallId);
  if (!known) {
    record.legs.push(leg);
    return true;
  }
  const fresh = (!known.controlUrl && leg.controlUrl) || (!known.url && leg.url);
  if (!fresh) return false;
  known.controlUrl ??= leg.controlUrl;
  known.url ??= leg.url;
  return true;
}

/** Who is on the line: whom we dialed, or who was verified. */
export function callerOf({ state, verified }: CallRecord): Caller {
  const { callKey, callId, direction, prospectId, campaignId, to: phone } = state.request;
  const isVerified = direction === "outbound" || (verified ?? false);
  return { callKey, callId, direction, prospectId, campaignId, phone, verified: isVerified };
}

/** A caller was verified: from now on the call is theirs. */
export function applyIdentity(record: CallRecord, who: CallerIdentity, now: number): void {
  const { request } = record.state;
  request.prospectId = who.prospectId;
  request.campaignId = who.campaignId ?? request.campaignId;
  request.previousCallId ??= who.callId ?? undefined;
  request.answers ??= who.voicemailId ?? undefined;
  record.verified = true;
  record.version++;
  const state = publicState(record.state);
  record.timeline.push({ at: now, event: "verified", from: state, to: state });
}
