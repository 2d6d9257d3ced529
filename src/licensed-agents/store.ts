import { and, asc, eq, gt } from "drizzle-orm";
import type { Db } from "../db/client";
import { licensedAgents } from "../db/licensed-agents";
import type { LicensedAgent } from "./licensed-agent";

type Row = typeof licensedAgents.$inferInsert;
/** Fields to change. A field that is left out keeps its value. */
type Changes = { [Field in keyof Row]?: Row[Field] | undefined };

/** Adds a licensed agent; false if the id is taken. */
export async function addLicensedAgent(db: Db, row: Row): Promise<boolean> {
  const added = await db
    .insert(licensedAgents)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: licensedAgents.id });
  return added.length > 0;
}

/** Changes some fields of a licensed agent; undefined if there is no such agent. */
export async function updateLicensedAgent(db: Db, id: string, changes: Changes) {
  const [row] = await db
    .update(licensedAgents)
    .set(changes)
    .where(eq(licensedAgents.id, id))
    .returning();
  return row && view(row);
}

/** The licensed agent as the API returns one; undefined if there is none. */
export async function findLicensedAgent(db: Db, id: string): Promise<LicensedAgent | undefined> {
  const [row] = await db.select().from(licensedAgents).where(eq(licensedAgents.id, id));
  return row && view(row);
}

/** Licensed agents by id, after the cursor. */
export async function listLicensedAgents(
  db: Db,
  limit: number,
  cursor?: string,
  activeOnly = false,
) {
  const where = and(
    cursor ? gt(licensedAgents.id, cursor) : undefined,
    activeOnly ? eq(licensedAgents.active, true) : undefined,
  );
  const rows = await db
    .select()
    .from(licensedAgents)
    .where(where)
    .orderBy(asc(licensedAgents.id))
    .limit(limit);
  return rows.map(view);
}

const view = (row: typeof licensedAgents.$inferSelect): LicensedAgent => ({
  id: row.id,
  name: row.name,
  phone_number: row.phone,
  email: row.email,
  states: row.states,
  licenses: row.licenses,
  time_zone: row.timeZone,
  hours: row.hours,
  active: row.active,
});
