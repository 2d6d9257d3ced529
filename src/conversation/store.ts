import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import { campaigns } from "../db/campaigns";
import type { Db } from "../db/client";
import { scripts } from "../db/conversation";
import type { Script } from "./script";

type Row = typeof scripts.$inferSelect;

/** Adds the next version of a script; the first if there is none. */
export async function addScriptVersion(
  db: Db,
  script: Omit<Script, "version">,
  at: number,
): Promise<Script> {
  const { id, name, campaign_type, coverage, content } = script;
  const [row] = await db
    .insert(scripts)
    .values({
      id,
      name,
      campaignType: campaign_type,
      coverage,
      content,
      createdAt: at,
      version: sql`(select coalesce(max(s.version), 0) + 1 from ${scripts} s where s.id = ${id})`,
    })
    .returning();
  if (!row) throw new Error("an insert answers with its row");
  return view(row);
}

/** The newest version of a script. */
export async function findScript(db: Db, id: string): Promise<Script | undefined> {
  const [row] = await db
    .select()
    .from(scripts)
    .where(eq(scripts.id, id))
    .orderBy(desc(scripts.version))
    .limit(1);
  return row && view(row);
}

/** The newest version of every script, by id after the cursor. */
export async function listScripts(db: Db, limit: number, cursor?: string) {
  const rows = await db
    .selectDistinctOn([scripts.id])
    .from(scripts)
    .where(cursor ? gt(scripts.id, cursor) : undefined)
    .orderBy(asc(scripts.id), desc(scripts.version))
    .limit(limit);
  return rows.map(view);
}

/** How a campaign wants to be spoken for: its script, if it has one, and its kind and settings. */
export async function speechOf(db: Db, campaignId: string) {
  const [row] = await db
    .select({ type: campaigns.campaignType, settings: campaigns.settings, script: scripts })
    .from(campaigns)
    .leftJoin(scripts, and(eq(scripts.id, campaigns.scriptId)))
    .where(eq(campaigns.id, campaignId))
    .orderBy(sql`${scripts.version} desc nulls last`)
    .limit(1);
  if (!row) return undefined;
  return {
    type: row.type,
    settings: row.settings,
    script: row.script ? view(row.script) : undefined,
  };
}

const view = (row: Row): Script => ({
  id: row.id,
  version: row.version,
  name: row.name,
  campaign_type: row.campaignType,
  coverage: row.coverage,
  content: row.content,
});
