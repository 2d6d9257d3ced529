import { and, asc, eq, inArray } from "drizzle-orm";
import type { Db } from "../db/client";
import { takeDue } from "../db/due";
import { followUps } from "../db/follow-ups";
import { derivedId } from "../ids";
import { iso, MINUTE_MS } from "../time";
import { sourcesOf } from "../transitions";
import { FOLLOW_UPS, type FollowUpKind } from "./follow-up";
import { FOLLOW_UP_TRANSITIONS } from "./status";

/** Longer than sending takes: what is still leased by then was left behind by a crash. */
const LEASE_MS = 5 * MINUTE_MS;

type FollowUpContext = { prospectId: string; callId: string; documentId?: string | undefined };
export type FollowUp = typeof followUps.$inferSelect;

/** Plans a follow-up; for the same reason there is one, which is sent once. */
export async function planFollowUp(
  db: Db,
  kind: FollowUpKind,
  about: FollowUpContext,
  now: number,
) {
  const at = now;
  const dueAt = now + FOLLOW_UPS[kind].delayMs;
  await db
    .insert(followUps)
    .values({
      id: derivedId("follow-up", kind, about.documentId ?? about.callId),
      kind,
      ...about,
      status: "due",
      createdAt: at,
      updatedAt: at,
      dueAt,
    })
    // What was stopped while its reason was gone is planned anew when the reason is back.
    .onConflictDoUpdate({
      target: followUps.id,
      set: { status: "due", result: null, dueAt, updatedAt: at },
      setWhere: inArray(followUps.status, sourcesOf(FOLLOW_UP_TRANSITIONS, "due")),
    });
}

/** Plans what follows when somebody has become a customer. */
export async function planAfterBound(db: Db, about: FollowUpContext, now: number): Promise<void> {
  await planFollowUp(db, "onboarding", about, now);
  await planFollowUp(db, "ready_for_upsell", about, now);
}

/** Leases the follow-ups that are due. */
export async function takeDueFollowUps(db: Db, now: number, limit: number): Promise<FollowUp[]> {
  const where = eq(followUps.status, "due");
  return await takeDue(db, followUps, { now, limit, leaseMs: LEASE_MS, where });
}

/** Ends a follow-up that is due: sent, with the email's id, or stopped, with the reason. */
export async function endFollowUp(
  db: Db,
  id: string,
  status: "sent" | "stopped",
  result: string,
  at: number,
) {
  await db
    .update(followUps)
    .set({ status, result, dueAt: null, updatedAt: at })
    .where(
      and(
        eq(followUps.id, id),
        inArray(followUps.status, sourcesOf(FOLLOW_UP_TRANSITIONS, status)),
      ),
    );
}

/** The follow-ups of a call, as the API shows them. */
export async function followUpsOf(db: Db, callId: string) {
  const rows = await db
    .select()
    .from(followUps)
    .where(eq(followUps.callId, callId))
    .orderBy(asc(followUps.createdAt));
  return rows.map(({ kind, status, result, dueAt, documentId }) => ({
    kind,
    status,
    result,
    document_id: documentId,
    due_at: dueAt && status === "due" ? iso(dueAt) : null,
  }));
}
