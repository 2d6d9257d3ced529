import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { prospects } from "../db/prospects";
import { workItems } from "../db/work-items";
import { derivedId, type TimeCursor } from "../ids";
import { iso, isoOrNull } from "../time";
import { WORK_ITEM_KINDS, type WorkItemKind, workItemTitle } from "./kinds";

/** Something that a person has to handle. */
export type WorkItem = {
  kind: WorkItemKind;
  /**
   * The reason, for the title. No personal data, since titles are emailed to operators.
   */
  reason?: string | undefined;
  prospectId?: string | null | undefined;
  callId?: string | null | undefined;
  detail?: unknown;
  /** Tells apart several items of one kind about the same call. */
  about?: string | undefined;
};

/** Opens an item for a person to handle. The same kind about the same call is one item. */
export async function openWorkItem(db: Db, item: WorkItem, at: number): Promise<string> {
  const { about = "", reason, ...row } = item;
  const whose = item.callId ?? item.prospectId ?? String(at);
  const id = derivedId("work-item", item.kind, whose, ...(about ? [about] : []));
  // A call may go on after its prospect was erased. The item then names no prospect.
  const prospectId = item.prospectId
    ? sql`(select p.id from ${prospects} p where p.id = ${item.prospectId})`
    : null;
  await db
    .insert(workItems)
    .values({
      id,
      ...row,
      prospectId,
      title: workItemTitle(item.kind, reason),
      createdAt: at,
      dueAt: at + WORK_ITEM_KINDS[item.kind].dueMs,
    })
    .onConflictDoNothing();
  return id;
}

/** Open items, newest first. */
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

/** Changes who handles an open item, or by when; undefined if there is no such item. */
export async function assignWorkItem(
  db: Db,
  id: string,
  change: { assignedTo?: string | null | undefined; dueAt?: number | undefined },
) {
  const [row] = await db
    .update(workItems)
    .set(change)
    .where(and(eq(workItems.id, id), isNull(workItems.resolvedAt)))
    .returning();
  return row && view(row);
}

/** Items that have not been announced yet, oldest first. */
export async function unannouncedWorkItems(db: Db, limit: number) {
  const rows = await db
    .select()
    .from(workItems)
    .where(isNull(workItems.announcedAt))
    .orderBy(asc(workItems.createdAt))
    .limit(limit);
  return rows.map(view);
}

/** The statement that marks items as announced. */
export const markItemsAnnounced = (db: Db, ids: string[], at: number) =>
  db.update(workItems).set({ announcedAt: at }).where(inArray(workItems.id, ids));

/** Closes an item; undefined if there is no such item or it is closed already. */
export async function resolveWorkItem(
  db: Db,
  id: string,
  by: { actor: string; note?: string | undefined },
  at: number,
) {
  const [row] = await db
    .update(workItems)
    .set({ resolvedAt: at, resolvedBy: by.actor, note: by.note ?? null })
    .where(and(eq(workItems.id, id), isNull(workItems.resolvedAt)))
    .returning();
  return row && view(row);
}

/** Closes a document's open items of these kinds, which have settled themselves. */
export async function settleItems(
  db: Db,
  documentId: string,
  kinds: string[],
  note: string,
  at: number,
): Promise<void> {
  await db
    .update(workItems)
    .set({ resolvedAt: at, resolvedBy: "the product", note })
    .where(
      and(
        isNull(workItems.resolvedAt),
        inArray(workItems.kind, kinds),
        eq(sql`${workItems.detail}->>'document_id'`, documentId),
      ),
    );
}

const view = (row: typeof workItems.$inferSelect) => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  prospect_id: row.prospectId,
  call_id: row.callId,
  detail: row.detail,
  assigned_to: row.assignedTo,
  due_at: isoOrNull(row.dueAt),
  created_at: iso(row.createdAt),
  resolved_at: isoOrNull(row.resolvedAt),
  note: row.note,
});
