import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

export const campaigns = pgTable("campaigns", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  channel: text("channel").notNull(),
  status: text("status").notNull(),
  campaignType: text("campaign_type"),
  scriptId: text("script_id"),
  prospectIds: text("prospect_ids").array().notNull().default([]),
  settings: jsonb("settings").notNull().default({}),
  createdAt: createdAt(),
});
