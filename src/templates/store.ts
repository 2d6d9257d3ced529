import { and, desc, eq, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { templates } from "../db/templates";
import type { TimeCursor } from "../ids";
import { iso } from "../time";
import { type Key, knownKeys } from "../webforms/labels";
import { type Mapping, readFields, type TemplateField } from "./template";

type New = { id: string; name: string; sha256: string; fields: TemplateField[]; mapping: Mapping };

/** Adds a template; the same file again is the same template, with its mapping as it was corrected. */
export async function addTemplate(db: Db, template: New, at: number) {
  await db
    .insert(templates)
    .values({ ...template, createdAt: at, updatedAt: at })
    .onConflictDoNothing();
  return await findTemplate(db, template.id);
}

export async function findTemplate(db: Db, id: string) {
  const [row] = await db.select().from(templates).where(eq(templates.id, id));
  return row && view(row);
}

/** Templates, newest first. */
export async function listTemplates(db: Db, limit: number, cursor?: TimeCursor) {
  const before =
    cursor && sql`(${templates.createdAt}, ${templates.id}) < (${cursor.at}, ${cursor.id})`;
  const rows = await db
    .select()
    .from(templates)
    .where(and(before))
    .orderBy(desc(templates.createdAt), desc(templates.id))
    .limit(limit);
  return rows.map(view);
}

type Change = { name?: string | undefined; mapping?: Record<string, Key | null> | undefined };

/** Corrects a template's name, or of its mapping what is named, null taking out; nothing if there is none. */
export async function changeTemplate(
  db: Db,
  id: string,
  { name, mapping = {} }: Change,
  at: number,
) {
  const changed = JSON.stringify(mapping);
  const [row] = await db
    .update(templates)
    .set({
      ...(name && { name }),
      mapping: sql`jsonb_strip_nulls(${templates.mapping} || ${changed}::jsonb)`,
      updatedAt: at,
    })
    .where(eq(templates.id, id))
    .returning();
  return row && view(row);
}

const view = (row: typeof templates.$inferSelect) => ({
  template_id: row.id,
  name: row.name,
  sha256: row.sha256,
  fields: readFields(row.fields),
  mapping: knownKeys(row.mapping),
  created_at: iso(row.createdAt),
  updated_at: iso(row.updatedAt),
});
