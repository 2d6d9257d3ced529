import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, createdAt, oneOf } from "./columns";
import { prospects } from "./prospects";

export const CAMPAIGN_CHANNELS = ["voice", "email", "mixed"] as const;

export const CAMPAIGN_STATUSES = ["draft", "running", "paused", "cancelled", "completed"] as const;

/** How a campaign is run; what is not set follows the agency's defaults and the law. */
export type CampaignSettings = {
  days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[] | undefined;
  start_local?: string | undefined;
  end_local?: string | undefined;
  concurrency?: number | undefined;
  calls_per_minute?: number | undefined;
  attempts_max?: number | undefined;
  cadence?: unknown;
  caller_ids?: string[] | undefined;
  voicemail?: "tts" | "audio" | "off" | undefined;
  voicemail_audio_url?: string | undefined;
  review?: "manual" | "automatic" | undefined;
  release?: "licensed" | "automatic" | undefined;
  personalization?: unknown;
};

export const campaigns = pgTable(
  "campaigns",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    channel: text("channel", { enum: CAMPAIGN_CHANNELS }).notNull(),
    status: text("status", { enum: CAMPAIGN_STATUSES }).notNull(),
    /** Free text: what a client calls it, of which our scripts know some. */
    campaignType: text("campaign_type"),
    /** A script in whichever version is its newest, so no row that could be referenced. */
    scriptId: text("script_id"),
    settings: jsonb("settings").$type<CampaignSettings>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    oneOf("campaigns_channel", t.channel, CAMPAIGN_CHANNELS),
    oneOf("campaigns_status", t.status, CAMPAIGN_STATUSES),
  ],
);

/** Whom a campaign contacts, in the order in which they were added. */
export const campaignMembers = pgTable(
  "campaign_members",
  {
    campaignId: text("campaign_id")
      .notNull()
      .references(() => campaigns.id, { onDelete: "cascade" }),
    /** Goes with the prospect. */
    prospectId: text("prospect_id")
      .notNull()
      .references(() => prospects.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    addedAt: at("added_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.campaignId, t.prospectId] }),
    index("campaign_members_order").on(t.campaignId, t.position),
    index("campaign_members_prospect").on(t.prospectId),
    check("campaign_members_position", sql`${t.position} >= 1`),
  ],
);
