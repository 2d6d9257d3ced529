import { and, asc, eq, gt } from "drizzle-orm";
import type { Db } from "../db/client";
import { agents } from "../db/licensed-agents";
import type { Agent, Hours } from "./licensed-agent";

type Row = typeof agents.$inferInsert;
/** What is new of an agent; what is not told stays. */
type Told = { [Field in keyof Row]?: Row[Field] | undefined };

/** Adds an agent; false if the id is taken. */
export async function addAgent(db: Db, row: Row): Promise<boolean> {
  const added = await db
    .insert(agents)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: agents.id });
  return added.length > 0;
}

/** Changes what is told of an agent; nothing if there is none. */
export async function changeAgent(db: Db, id: string, told: Told) {
  const [row] = await db.update(agents).set(told).where(eq(agents.id, id)).returning();
  return row && view(row);
}

export async function findAgent(db: Db, id: string): Promise<Agent | undefined> {
  const [row] = await db.select().from(agents).where(eq(agents.id, id));
  return row && view(row);
}

/** Agents by id, after the cursor. */
export async function listAgents(db: Db, limit: number, cursor?: string, activeOnly = false) {
  const where = and(
    cursor ? gt(agents.id, cursor) : undefined,
    activeOnly ? eq(agents.active, true) : undefined,
  );
  const rows = await db.select().from(agents).where(where).orderBy(asc(agents.id)).limit(limit);
  return rows.map(view);
}

const view = (row: typeof agents.$inferSelect): Agent => ({
  id: row.id,
  name: row.name,
  phone_number: row.phone,
  email: row.email,
  states: row.states,
  licences: row.licences as Record<string, string>,
  time_zone: row.timeZone,
  hours: row.hours as Hours,
  active: row.active,
});
