import { and, desc, eq, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { templates } from "../db/templates";
import type { TimeCursor } from "../ids";
import { iso } from "../time";
import { type Key, knownKeys } from "../webforms/labels";
import { type Mapping, readFields, type TemplateField } from "./template";

type New = { id: string; name: string; sha256: string; fields: TemplateField[]; mapping: Mapping };

/**
 * Adds a template. Uploading the same file again returns the existing one with its corrected
 * mapping.
 */
export async function addTemplate(db: Db, template: New, at: number) {
  await db
    .insert(templates)
    .values({ ...template, createdAt: at, updatedAt: at })
    .onConflictDoNothing();
  return await findTemplate(db, template.id);
}

/** The template as the API returns it; undefined if there is none. */
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

/**
 * Changes a template's name or parts of its mapping (null removes); undefined if there is no such
 * template.
 */
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
