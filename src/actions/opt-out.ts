import { cancelBooking } from "../callbacks/bookings";
import type { Calls } from "../calls/calls";
import type { CallRequest } from "../calls/events";
import type { CallLeg } from "../calls/leg";
import { openCallsOf } from "../calls/store";
import { type Suppression, suppress } from "../compliance/store";
import { FAREWELL, FAREWELL_WITHOUT_NUMBER } from "../conversation/lines";
import type { Db } from "../db/client";
import type { Log } from "../log";
import { findProspect } from "../prospects/store";
import { describeError, ok, type Result } from "../result";
import type { Telephony } from "../telephony/telephony";
import { openWorkItem } from "../work-items/store";

export type OptOutDeps = {
  db: Db;
  calls: Calls;
  now: () => number;
  hashOf: (contact: string) => string;
};

type Contacts = { id: string; phone: string; email: string | null };

/** Stops every channel for a person, now: number and address are suppressed, open calls end. */
export async function optOut(person: Contacts, source: string, deps: OptOutDeps): Promise<void> {
  const { phone, email } = person;
  await stopContact({ numbers: [phone], email }, "opt_out", source, deps);
  await cancelBooking(deps.db, person.id, deps.now());
  await stopCalls(person.id, undefined, deps);
}

/** Suppresses whatever of these is known. */
async function stopContact(
  { numbers, email }: { numbers: string[]; email?: string | null | undefined },
  reason: "opt_out" | "wrong_number",
  source: string,
  { db, now, hashOf }: OptOutDeps,
): Promise<void> {
  const rowOf = (contact: string, kind: Suppression["kind"]): Suppression => ({
    hash: hashOf(contact),
    kind,
    reason,
    source,
  });
  const rows = numbers.filter(Boolean).map((number) => rowOf(number, "phone"));
  if (email) rows.push(rowOf(email, "email"));
  await suppress(db, rows, now());
}

/** Ends all open calls with a person but one. What a call learns too late, the gate refuses anyway. */
async function stopCalls(
  prospectId: string,
  except: string | undefined,
  { db, calls }: OptOutDeps,
): Promise<void> {
  const open = await openCallsOf(db, prospectId);
  const others = open.filter(({ callId }) => callId !== except);
  await Promise.allSettled(others.map((call) => calls.stop(call)));
}

type SpokenOptOut = {
  as: "opted_out" | "wrong_number";
  /** Say a farewell and end the call, where the assistant does not. */
  say: boolean;
  /** The leg of the call while it is live. */
  live: CallLeg | undefined;
};

/** Somebody said in a call that they want no more contact, or that they are not who we meant. */
export async function applyOptOut(
  { callId, prospectId, to }: CallRequest,
  { as, say, live }: SpokenOptOut,
  deps: OptOutDeps & { telephony: Telephony; log: Log },
): Promise<Result<undefined>> {
  const { db, now } = deps;
  const source = `call:${callId}`;
  const person = prospectId ? await findProspect(db, prospectId) : undefined;
  const numbers = [...new Set([to, person?.phone_number ?? ""])].filter(Boolean);
  if (as === "wrong_number") await stopContact({ numbers: [to] }, as, source, deps);
  else {
    await stopContact({ numbers, email: person?.email }, "opt_out", source, deps);
    if (person) await cancelBooking(db, person.id, now());
    if (person) await stopCalls(person.id, callId, deps);
  }
  const known = numbers.length > 0;
  if (!known) await openWorkItem(db, { kind: "opt_out_without_number", callId }, now());
  if (!say || !live?.controlUrl) return ok(undefined);
  const text = known ? FAREWELL : FAREWELL_WITHOUT_NUMBER;
  await deps.telephony
    .control(live, { action: "say", text, endAfter: true })
    .catch((error) =>
      deps.log.warn("farewell.not-said", { call_id: callId, error: describeError(error) }),
    );
  return ok(undefined);
}
