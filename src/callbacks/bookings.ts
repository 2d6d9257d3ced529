import { and, count, eq, gt, inArray, sql } from "drizzle-orm";
import { type CallbackStatus, callbacks, codeTries } from "../db/callbacks";
import type { Db } from "../db/client";
import { HOUR_MS, iso } from "../time";
import { sourcesOf } from "../transitions";
import { PER_SLOT } from "./slots";
import { CALLBACK_TRANSITIONS } from "./status";

export type Callback = typeof callbacks.$inferSelect;

type Booking = Pick<Callback, "id" | "prospectId" | "callId" | "callKey" | "startAt" | "timeZone">;

const mayBecome = (status: CallbackStatus) =>
  inArray(callbacks.status, sourcesOf(CALLBACK_TRANSITIONS, status));

/** Books a slot, or moves the person's booking to it; nothing if the slot is full by now. */
export async function book(db: Db, booking: Booking, at: number): Promise<Callback | undefined> {
  const { startAt, timeZone, callId, callKey, prospectId } = booking;
  const status: CallbackStatus = "booked";
  const free = sql`(select count(*) from ${callbacks} c where c.start_at = ${iso(startAt)}::timestamptz
    and c.status = ${status} and c.prospect_id <> ${prospectId}) < ${PER_SLOT}`;
  const row = { ...booking, status, createdAt: at, updatedAt: at };
  const set = {
    startAt,
    timeZone,
    callId,
    callKey,
    status,
    updatedAt: at,
    sequence: sql`${callbacks.sequence} + 1`,
  };
  // One booking at a time: the count and the row must not be parted by another's.
  const mine = and(eq(callbacks.prospectId, prospectId), eq(callbacks.callId, callId));
  const [, , , booked] = await db.batch([
    db.execute(sql`select pg_advisory_xact_lock(hashtext('callbacks'))`),
    db
      .insert(callbacks)
      .values(row)
      .onConflictDoUpdate({
        target: callbacks.prospectId,
        set,
        setWhere: sql`${free} and ${mayBecome("booked")}`,
      }),
    db.delete(callbacks).where(and(mine, sql`not ${free}`)),
    db.select().from(callbacks).where(mine),
  ]);
  return booked[0];
}

/** Cancels a booking; the row stays, for the calendar. */
export async function cancelBooking(db: Db, prospectId: string, at: number) {
  const [row] = await db
    .update(callbacks)
    .set({ status: "cancelled", updatedAt: at, sequence: sql`${callbacks.sequence} + 1` })
    .where(and(eq(callbacks.prospectId, prospectId), mayBecome("cancelled")))
    .returning();
  return row;
}

/** How many callbacks there are in each slot from now on, by its start. */
export async function callbackSlotsTaken(db: Db, now: number): Promise<Map<number, number>> {
  const rows = await db
    .select({ start: callbacks.startAt, taken: count() })
    .from(callbacks)
    .where(and(eq(callbacks.status, "booked"), gt(callbacks.startAt, now)))
    .groupBy(callbacks.startAt);
  return new Map(rows.map(({ start, taken }) => [start, taken]));
}

export const CODE_TRIES_MAX = 5;

/** Counts a try at a spoken code; false if this caller has had all tries of the hour. */
export async function mayTryCode(db: Db, id: string, callerHash: string, now: number) {
  const since = now - HOUR_MS;
  const mine = and(eq(codeTries.callerHash, callerHash), gt(codeTries.at, since));
  const [, , before] = await db.batch([
    // One try after the other: two at once would not see each other.
    db.execute(sql`select pg_advisory_xact_lock(hashtext(${`code:${callerHash}`}))`),
    db.insert(codeTries).values({ id, callerHash, at: now }),
    db.select({ tries: count() }).from(codeTries).where(mine),
  ]);
  return (before[0]?.tries ?? 0) <= CODE_TRIES_MAX;
}
