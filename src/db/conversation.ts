import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, oneOf } from "./columns";
import { COVERAGES } from "./rating";

export const CAMPAIGN_TYPES = [
  "COLD_CAMPAIGN",
  "WARM_RECONNECT_CAMPAIGN",
  "FOLLOW_UP_CAMPAIGN",
  "VOICEMAIL_NURTURE_CAMPAIGN",
] as const;

/** What a script says. */
export type StoredScript = {
  disclosure: string;
  opening: string;
  goal: string;
  questions: string[];
  objections: { when: string; say: string }[];
  closing: string;
  forbidden?: string[] | undefined;
};

/** What the agent says, one row a version: a call names the one it used. */
export const scripts = pgTable(
  "scripts",
  {
    id: text("id").notNull(),
    version: integer("version").notNull(),
    name: text("name").notNull(),
    campaignType: text("campaign_type", { enum: CAMPAIGN_TYPES }),
    coverage: text("coverage", { enum: COVERAGES }),
    content: jsonb("content").$type<StoredScript>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.version] }),
    oneOf("scripts_campaign_type", t.campaignType, CAMPAIGN_TYPES),
    oneOf("scripts_coverage", t.coverage, COVERAGES),
    check("scripts_version", sql`${t.version} >= 1`),
  ],
);
