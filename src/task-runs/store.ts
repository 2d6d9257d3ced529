import { and, asc, eq, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { takeDue } from "../db/due";
import { taskRuns } from "../db/task-runs";
import { MINUTE_MS } from "../time";

/** A run whose message had no effect within this time is queued again. */
export const RESEND_MS = 2 * MINUTE_MS;
/** Longer than any task takes. A run claimed longer ago was left behind by a crash. */
const LEASE_MS = 5 * MINUTE_MS;

/** The statement that queues tasks for a call. A new revision of the call restarts them. */
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

/** Claims a run and returns its try number; undefined if it is done or somebody else holds it. */
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
/** The claim on a run. It is void once the run has a newer revision. */
export type Claimed = { callId: string; name: string; revision: number };

/**
 * The statement that records how a claimed run ended. Without effect if a newer revision replaced
 * it.
 */
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

/** Takes up to `limit` runs whose message was lost, whose runner died or whose next try is due. */
export async function takeDueRuns(db: Db, now: number, limit: number) {
  return await takeDue(db, taskRuns, { now, limit, leaseMs: RESEND_MS, set: { status: "queued" } });
}

/** Queues a task, even one that is done: there is more for it to do now. */
export async function askForRun(db: Db, callId: string, name: string, now: number) {
  await ask(db, callId, name, { now, dueAt: now + RESEND_MS });
}

/**
 * Queues a task again that ended too early as done. A task that is queued or running is left alone.
 */
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
      // A run under way may have missed the new work, so its end counts for the old revision only.
      set: { ...queued, revision: sql`${taskRuns.revision} + 1`, tries: 0, error: null },
      ...(where && { setWhere: where }),
    });
}

/** Resets a run to its first try and queues it. */
export async function requeueRun(db: Db, callId: string, name: string, now: number) {
  await db
    .update(taskRuns)
    .set({ status: "queued", tries: 0, dueAt: now + RESEND_MS, updatedAt: now })
    .where(and(eq(taskRuns.callId, callId), eq(taskRuns.name, name)));
}

/** The runs of a call, by name, as the API shows them. */
export async function runsOf(db: Db, callId: string) {
  const rows = await db
    .select()
    .from(taskRuns)
    .where(eq(taskRuns.callId, callId))
    .orderBy(asc(taskRuns.name));
  return rows.map(({ name, status, tries, error }) => ({ name, status, tries, error }));
}
