import { book, cancelBooking } from "../callbacks/bookings";
import { outboundKey } from "../calls/events";
import { derivedId } from "../ids";
import { parsePhone } from "../prospects/phone";
import type { ProspectView } from "../prospects/prospect";
import { iso } from "../time";
import { type RequestCallDeps, requestCall } from "./request-call";

type CallbackRequest = {
  person: ProspectView;
  campaignId: string;
  previousCallId: string;
  /** Product time. */
  start: number;
  timeZone: string;
};
export type CallbackResult = { callId: string } | "taken" | "blocked";

/**
 * Books a slot and plans the call for it. The slot comes first: if somebody else gets it, the old
 * booking and its call stay as they were.
 */
export async function bookCallback(
  { person, campaignId, previousCallId, start, timeZone }: CallbackRequest,
  deps: RequestCallDeps,
): Promise<CallbackResult> {
  const { db, now } = deps;
  const phone = parsePhone(person.phone_number, deps.testNumbers());
  if (typeof phone === "string") return "blocked";
  const callId = deps.newId();
  const at = now();
  const booking = {
    id: derivedId("callback", person.id),
    prospectId: person.id,
    callId,
    callKey: outboundKey(campaignId, person.id),
    startAt: start,
    timeZone,
  };
  if (!(await book(db, booking, at))) return "taken";
  const result = await requestCall(
    {
      person,
      phone,
      campaignId,
      origin: "callback",
      previousCallId,
      notBefore: start,
      callId,
      promise: `They booked this time for a call (${iso(start)}).`,
    },
    deps,
  );
  if (!result.blocked) return { callId };
  await cancelBooking(db, person.id, at);
  return result.blocked.until === undefined ? "blocked" : "taken";
}

/** Cancels a booking and the call that it planned; never another call. */
export async function cancelCallback(
  prospectId: string,
  { db, now, calls }: Pick<RequestCallDeps, "db" | "now" | "calls">,
): Promise<void> {
  const cancelled = await cancelBooking(db, prospectId, now());
  if (cancelled) await calls.cancel(cancelled);
}
