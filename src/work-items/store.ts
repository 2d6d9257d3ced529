import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { workItems } from "../db/operating";
import { derivedId, type TimeCursor } from "../ids";
import { iso, isoOrNull } from "../time";

export type WorkItem = {
  kind: string;
  title: string;
  prospectId?: string | null | undefined;
  callId?: string | null | undefined;
  detail?: unknown;
};

/** Asks for a person; the same thing about the same call is one item. */
export async function openWorkItem(db: Db, item: WorkItem, at: Date): Promise<string> {
  const about = item.callId ?? item.prospectId ?? String(at.getTime());
  const id = derivedId("work-item", item.kind, about);
  await db
    .insert(workItems)
    .values({ id, ...item, createdAt: at })
    .onConflictDoNothing();
  return id;
}

/** What is open, newest first. */
export async function listWorkItems(db: Db, limit: number, cursor?: TimeCursor) {
  const before =
    cursor && sql`(${workItems.createdAt}, ${workItems.id}) < (${cursor.at}, ${cursor.id})`;
  const rows = await db
    .select()
    .from(workItems)
    .where(and(isNull(workItems.resolvedAt), before))
    .orderBy(desc(workItems.createdAt), desc(workItems.id))
    .limit(limit);
  return rows.map(view);
}

/** Closes an item; nothing if there is none, or it is closed. */
export async function resolveWorkItem(
  db: Db,
  id: string,
  by: { actor: string; note?: string | undefined },
  at: Date,
) {
  const [row] = await db
    .update(workItems)
    .set({ resolvedAt: at, resolvedBy: by.actor, note: by.note ?? null })
    .where(and(eq(workItems.id, id), isNull(workItems.resolvedAt)))
    .returning();
  return row && view(row);
}

const view = (row: typeof workItems.$inferSelect) => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  prospect_id: row.prospectId,
  call_id: row.callId,
  detail: row.detail,
  created_at: iso(row.createdAt.getTime()),
  resolved_at: isoOrNull(row.resolvedAt?.getTime()),
  note: row.note,
});
