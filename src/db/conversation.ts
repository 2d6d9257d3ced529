import { integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** What the agent says, one row a version: a call names the one it used. */
export const scripts = pgTable(
  "scripts",
  {
    id: text("id").notNull(),
    version: integer("version").notNull(),
    name: text("name").notNull(),
    campaignType: text("campaign_type"),
    coverage: text("coverage"),
    content: jsonb("content").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.id, t.version] })],
);
