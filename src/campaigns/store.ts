import { asc, eq, gt, inArray, sql } from "drizzle-orm";
import { campaignMembers, campaigns } from "../db/campaigns";
import type { Db } from "../db/client";
import { prospects } from "../db/prospects";
import { iso } from "../time";
import type { CampaignView, NewCampaign } from "./campaign";

/**
 * Adds a campaign with its members in one statement; false if its id is taken. A prospect who is
 * listed twice is a member once. A prospect who was erased in the meantime is left out.
 */
export async function addCampaign(
  db: Db,
  campaign: NewCampaign & { id: string },
  at: number,
): Promise<boolean> {
  const {
    id,
    name,
    channel,
    campaign_type,
    script_id,
    settings = {},
    prospect_ids = [],
  } = campaign;
  const row = JSON.stringify({ id, name, channel, campaign_type, script_id, settings });
  const { rows } = await db.execute(sql`
    with added as (
      insert into ${campaigns} (id, name, channel, status, campaign_type, script_id, settings, created_at)
      select r.id, r.name, r.channel, 'draft', r.campaign_type, r.script_id, r.settings, ${iso(at)}
      from jsonb_to_record(${row}::jsonb) as r(id text, name text, channel text, campaign_type text,
        script_id text, settings jsonb)
      on conflict (id) do nothing returning id
    ), members as (
      insert into ${campaignMembers} (campaign_id, prospect_id, position, added_at)
      select added.id, p.id, min(m.position), ${iso(at)}
      from added, jsonb_array_elements_text(${JSON.stringify(prospect_ids)}::jsonb)
        with ordinality as m(id, position)
        join ${prospects} p on p.id = m.id
      group by added.id, p.id
    )
    select id from added`);
  return rows.length > 0;
}

/** Which of these ids no prospect has. */
export async function unknownProspects(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: prospects.id })
    .from(prospects)
    .where(inArray(prospects.id, ids));
  const known = new Set(rows.map(({ id }) => id));
  return new Set(ids.filter((id) => !known.has(id)));
}

const fields = {
  campaign: campaigns,
  prospectIds: sql<string[]>`array(select m.prospect_id from ${campaignMembers} m
    where m.campaign_id = campaigns.id order by m.position)`,
};

/** The campaign as the API returns it; undefined if there is none. */
export async function findCampaign(db: Db, id: string): Promise<CampaignView | undefined> {
  const [row] = await db.select(fields).from(campaigns).where(eq(campaigns.id, id));
  return row && view(row);
}

/** Campaigns by id, after the cursor. */
export async function listCampaigns(db: Db, limit: number, cursor?: string) {
  const after = cursor ? gt(campaigns.id, cursor) : undefined;
  const rows = await db
    .select(fields)
    .from(campaigns)
    .where(after)
    .orderBy(asc(campaigns.id))
    .limit(limit);
  return rows.map(view);
}

type Row = { campaign: typeof campaigns.$inferSelect; prospectIds: string[] };
const view = ({ campaign, prospectIds }: Row): CampaignView => ({
  id: campaign.id,
  name: campaign.name,
  channel: campaign.channel,
  status: campaign.status,
  ...(campaign.campaignType && { campaign_type: campaign.campaignType }),
  ...(campaign.scriptId && { script_id: campaign.scriptId }),
  prospect_ids: prospectIds,
  settings: campaign.settings,
  created_at: iso(campaign.createdAt),
});
