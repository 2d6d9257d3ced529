import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";
import { prospects } from "./prospects";

export const campaigns = pgTable("campaigns", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  channel: text("channel").notNull(),
  status: text("status").notNull(),
  campaignType: text("campaign_type"),
  scriptId: text("script_id"),
  settings: jsonb("settings").notNull().default({}),
  createdAt: createdAt(),
});

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
  ],
);
