import { asc, eq, gt } from "drizzle-orm";
import { campaigns } from "../db/campaigns";
import type { Db } from "../db/client";
import { iso } from "../time";
import type { CampaignView, NewCampaign } from "./campaign";

type Row = typeof campaigns.$inferSelect;

/** Adds a campaign; false if its id is taken. */
export async function addCampaign(
  db: Db,
  wanted: NewCampaign & { id: string },
  at: number,
): Promise<boolean> {
  const { id, name, channel, campaign_type, script_id, settings, prospect_ids } = wanted;
  const row = { id, name, channel, status: "draft", settings: settings ?? {}, createdAt: at };
  const added = await db
    .insert(campaigns)
    .values({
      ...row,
      campaignType: campaign_type,
      scriptId: script_id,
      prospectIds: prospect_ids ?? [],
    })
    .onConflictDoNothing()
    .returning({ id: campaigns.id });
  return added.length > 0;
}

export async function findCampaign(db: Db, id: string): Promise<CampaignView | undefined> {
  const [row] = await db.select().from(campaigns).where(eq(campaigns.id, id));
  return row && view(row);
}

/** Campaigns by id, after the cursor. */
export async function listCampaigns(db: Db, limit: number, cursor?: string) {
  const after = cursor ? gt(campaigns.id, cursor) : undefined;
  const rows = await db
    .select()
    .from(campaigns)
    .where(after)
    .orderBy(asc(campaigns.id))
    .limit(limit);
  return rows.map(view);
}

const view = (row: Row): CampaignView => ({
  id: row.id,
  name: row.name,
  channel: row.channel as CampaignView["channel"],
  status: row.status as CampaignView["status"],
  ...(row.campaignType && { campaign_type: row.campaignType }),
  ...(row.scriptId && { script_id: row.scriptId }),
  prospect_ids: row.prospectIds,
  settings: row.settings as CampaignView["settings"],
  created_at: iso(row.createdAt),
});
