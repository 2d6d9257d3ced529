import { book, cancelBooking } from "../src/callbacks/bookings";
import { outboundKey } from "../src/calls/events";
import { derivedId } from "../src/ids";
import { parsePhone } from "../src/prospects/phone";
import type { ProspectView } from "../src/prospects/prospect";
import { callObject } from "./call/stub";
import type { App } from "./compose";
import { requestCall } from "./place-call";

type Wanted = {
  person: ProspectView;
  campaignId: string;
  previousCallId: string;
  start: number;
  timeZone: string;
};
export type Booked = { callId: string } | "taken" | "blocked";

/**
 * Books a time and plans the call for it. The slot comes first: one that is lost leaves the old
 * booking and its call as they were.
 */
export async function bookCallback(app: App, env: Env, wanted: Wanted): Promise<Booked> {
  const { person, campaignId, previousCallId, start, timeZone } = wanted;
  const phone = parsePhone(person.phone_number, app.testNumbers());
  if (typeof phone === "string") return "blocked";
  const callId = app.newId();
  const callKey = outboundKey(campaignId, person.id);
  const at = new Date(app.now());
  const id = derivedId("callback", person.id);
  const row = { id, prospectId: person.id, callId, callKey, startAt: new Date(start), timeZone };
  const kept = await book(app.db, row, at);
  if (!kept) return "taken";
  const placed = await requestCall(app, env, {
    ...{ person, phone, campaignId, origin: "callback", previousCallId, notBefore: start, callId },
    promise: `They asked to be called at this very time (${new Date(start).toISOString()}).`,
  });
  if (!placed.blocked) return { callId };
  await cancelBooking(app.db, person.id, at);
  return placed.blocked.until === undefined ? "blocked" : "taken";
}

/** Takes a booking back, and the call that it planned; never another. */
export async function unbookCallback(app: App, env: Env, prospectId: string): Promise<void> {
  const cancelled = await cancelBooking(app.db, prospectId, new Date(app.now()));
  if (cancelled) await callObject(env, cancelled.callKey).cancel(cancelled.callId);
}
