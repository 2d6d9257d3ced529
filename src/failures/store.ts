import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { type FAILURE_KINDS, failures } from "../db/failures";
import type { TimeCursor } from "../ids";
import { iso } from "../time";

/** What failed for good. */
export type FailureKind = (typeof FAILURE_KINDS)[number];
/** Work that failed for good. `detail` is what a retry needs, and holds no secret. */
export type FailedWork = { id: string; kind: FailureKind; cause: string; detail: unknown };

const CAUSE_MAX = 2_000;

/**
 * The statement that records a failure. A repeated one is counted, and reopened if it was resolved.
 */
export function saveFailure(db: Db, { id, kind, cause, detail }: FailedWork, at: number) {
  const text = cause.slice(0, CAUSE_MAX);
  return db
    .insert(failures)
    .values({ id, kind, cause: text, detail, createdAt: at, lastAt: at })
    .onConflictDoUpdate({
      target: failures.id,
      set: { cause: text, lastAt: at, count: sql`${failures.count} + 1`, resolvedAt: null },
    });
}

/** Open failures, latest first. */
export async function listFailures(db: Db, limit: number, cursor?: TimeCursor) {
  const before = cursor && sql`(${failures.lastAt}, ${failures.id}) < (${cursor.at}, ${cursor.id})`;
  const rows = await db
    .select()
    .from(failures)
    .where(and(isNull(failures.resolvedAt), before))
    .orderBy(desc(failures.lastAt), desc(failures.id))
    .limit(limit);
  return rows.map(({ id, kind, cause, detail, count, createdAt, lastAt }) => ({
    id,
    kind,
    cause,
    detail,
    count,
    created_at: iso(createdAt),
    last_at: iso(lastAt),
  }));
}

/** A failure, open or resolved; undefined if there is none. */
export async function findFailure(db: Db, id: string): Promise<FailedWork | undefined> {
  const [row] = await db.select().from(failures).where(eq(failures.id, id));
  return row;
}

/** Marks an open failure as resolved. */
export async function resolveFailure(db: Db, id: string, at: number): Promise<void> {
  const open = and(eq(failures.id, id), isNull(failures.resolvedAt));
  await db.update(failures).set({ resolvedAt: at }).where(open);
}
