import { cancelBooking } from "../src/callbacks/bookings";
import type { Effect } from "../src/calls/state";
import { type Suppression, suppress } from "../src/compliance/store";
import { findProspect } from "../src/prospects/store";
import { describeError, ok, type Result } from "../src/result";
import { openWorkItem } from "../src/work-items/store";
import type { CallRecord } from "./call/records";
import type { App } from "./compose";

type Someone = { id: string; phone: string; email: string | null };

/** Stops every channel for a person, now: number and address are suppressed, open calls end. */
export async function optOut(app: App, person: Someone, source: string): Promise<void> {
  const { phone, email } = person;
  await stopContact(app, { numbers: [phone], email }, "opt_out", source);
  await cancelBooking(app.db, person.id, new Date(app.now()));
  await app.leaveCalls(person.id);
}

/** Suppresses whatever of these is known. */
async function stopContact(
  app: App,
  { numbers, email }: { numbers: string[]; email?: string | null | undefined },
  reason: "opt_out" | "wrong_number",
  source: string,
): Promise<void> {
  const rowOf = (contact: string, kind: Suppression["kind"]): Suppression => ({
    hash: app.hashOf(contact),
    kind,
    reason,
    source,
  });
  const rows = numbers.filter(Boolean).map((number) => rowOf(number, "phone"));
  if (email) rows.push(rowOf(email, "email"));
  await suppress(app.db, rows, new Date(app.now()));
}

const FAREWELL = "I will take you off our list. You will not hear from us again. Goodbye.";
const WITHOUT_NUMBER =
  "Your number is withheld, so I cannot see which one to take off. A colleague looks into it. Goodbye.";

type ApplyOptOut = Extract<Effect, { do: "applyOptOut" }>;

/** Somebody said on the phone that they want to be left alone, or that they are not who we meant. */
export async function applyOptOut(
  { as, say }: ApplyOptOut,
  { state, legs }: CallRecord,
  app: App,
): Promise<Result<undefined>> {
  const { callId, prospectId, to } = state.request;
  const source = `call:${callId}`;
  const person = prospectId ? await findProspect(app.db, prospectId) : undefined;
  const numbers = [...new Set([to, person?.phone_number ?? ""])].filter(Boolean);
  if (as === "wrong_number") await stopContact(app, { numbers: [to] }, as, source);
  else {
    await stopContact(app, { numbers, email: person?.email }, "opt_out", source);
    if (person) await cancelBooking(app.db, person.id, new Date(app.now()));
    if (person) await app.leaveCalls(person.id, callId);
  }
  const known = numbers.length > 0;
  if (!known) {
    const title = "Somebody with a withheld number asked to be left alone";
    const item = { kind: "opt_out_without_number", title, callId };
    await openWorkItem(app.db, item, new Date(app.now()));
  }
  const leg = legs.at(-1);
  const live = state.phase === "dialed" && !state.dial.end && leg?.controlUrl;
  if (!say || !live) return ok(undefined);
  await app.telephony
    .control(leg, { action: "say", text: known ? FAREWELL : WITHOUT_NUMBER, endAfter: true })
    .catch((error) => console.error({ event: "farewell.not-said", error: describeError(error) }));
  return ok(undefined);
}
