import { and, asc, eq, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { takeDue } from "../db/due";
import { taskRuns } from "../db/task-runs";
import { MINUTE_MS } from "../time";

/** A message that is not heard of for this long is sent again. */
export const RESEND_MS = 2 * MINUTE_MS;
/** Longer than any task takes: a run that is claimed after this was left behind by a crash. */
const LEASE_MS = 5 * MINUTE_MS;

/** The statement that notes what is to be done; a new revision of a call starts its tasks anew. */
export function queueRuns(db: Db, callId: string, names: string[], revision: number, now: number) {
  const queued = { status: "queued" as const, dueAt: now + RESEND_MS, updatedAt: now };
  return db
    .insert(taskRuns)
    .values(names.map((name) => ({ callId, name, revision, ...queued })))
    .onConflictDoUpdate({
      target: [taskRuns.callId, taskRuns.name],
      set: { ...queued, revision, tries: 0, error: null },
      setWhere: sql`${taskRuns.revision} < excluded.revision`,
    });
}

/** The number of this try, or nothing if the run is done or in other hands. */
export async function claimRun(db: Db, callId: string, name: string, now: number) {
  const [claimed] = await db
    .update(taskRuns)
    .set({
      status: "running",
      tries: sql`${taskRuns.tries} + 1`,
      dueAt: now + LEASE_MS,
      updatedAt: now,
    })
    .where(
      and(
        eq(taskRuns.callId, callId),
        eq(taskRuns.name, name),
        or(
          inArray(taskRuns.status, ["queued", "failed"]),
          and(eq(taskRuns.status, "running"), lte(taskRuns.dueAt, now)),
        ),
      ),
    )
    .returning({ tries: taskRuns.tries, revision: taskRuns.revision });
  return claimed;
}

type End =
  | { status: "done" }
  | { status: "failed"; error: string; againMs: number }
  | { status: "dead"; error: string };
export type Claimed = { callId: string; name: string; revision: number };

/** Notes how a claimed run went; nothing if a newer revision has taken its place. */
export function endRun(db: Db, run: Claimed, end: End, now: number) {
  const dueAt = end.status === "failed" ? now + end.againMs + RESEND_MS : null;
  const error = end.status === "done" ? null : end.error.slice(0, 2_000);
  return db
    .update(taskRuns)
    .set({ status: end.status, error, dueAt, updatedAt: now })
    .where(
      and(
        eq(taskRuns.callId, run.callId),
        eq(taskRuns.name, run.name),
        eq(taskRuns.revision, run.revision),
      ),
    );
}

/** Takes up to `limit` runs whose message got lost, whose runner died or whose next try is due. */
export async function takeDueRuns(db: Db, now: number, limit: number) {
  return await takeDue(db, taskRuns, { now, limit, leaseMs: RESEND_MS, set: { status: "queued" } });
}

/** Asks for a task, whether or not it was done before: there is more for it to do now. */
export async function askForRun(db: Db, callId: string, name: string, now: number) {
  await ask(db, callId, name, { now, dueAt: now + RESEND_MS });
}

/** Asks for a task that ended as done though there is still something to do; one that goes on is left alone. */
export async function askAnew(db: Db, callId: string, name: string, now: number) {
  await ask(db, callId, name, { now, dueAt: now, where: eq(taskRuns.status, "done") });
}

type Ask = { now: number; dueAt: number; where?: SQL };
async function ask(db: Db, callId: string, name: string, { now, dueAt, where }: Ask) {
  const queued = { status: "queued" as const, dueAt, updatedAt: now };
  await db
    .insert(taskRuns)
    .values({ callId, name, revision: 1, ...queued })
    .onConflictDoUpdate({
      target: [taskRuns.callId, taskRuns.name],
      // A run that is under way may have missed it: its end belongs to the revision before.
      set: { ...queued, revision: sql`${taskRuns.revision} + 1`, tries: 0, error: null },
      ...(where && { setWhere: where }),
    });
}

/** Puts a run back to the beginning, to be tried again. */
export async function requeueRun(db: Db, callId: string, name: string, now: number) {
  await db
    .update(taskRuns)
    .set({ status: "queued", tries: 0, dueAt: now + RESEND_MS, updatedAt: now })
    .where(and(eq(taskRuns.callId, callId), eq(taskRuns.name, name)));
}

export async function runsOf(db: Db, callId: string) {
  const rows = await db
    .select()
    .from(taskRuns)
    .where(eq(taskRuns.callId, callId))
    .orderBy(asc(taskRuns.name));
  return rows.map(({ name, status, tries, error }) => ({ name, status, tries, error }));
}
