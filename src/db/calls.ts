import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";
import { embedding } from "./vector";

/** A call as the outside sees it. Its object is the truth; this follows it. */
export const calls = pgTable(
  "calls",
  {
    id: text("id").primaryKey(),
    callKey: text("call_key").notNull(),
    campaignId: text("campaign_id"),
    prospectId: text("prospect_id"),
    direction: text("direction").notNull(),
    origin: text("origin").notNull(),
    previousCallId: text("previous_call_id"),
    providerCallIds: text("provider_call_ids").array().notNull(),
    state: text("state").notNull(),
    outcome: text("outcome"),
    endedReason: text("ended_reason"),
    attempt: integer("attempt").notNull(),
    scriptId: text("script_id"),
    scriptVersion: text("script_version"),
    notBefore: at("not_before"),
    dueAt: at("due_at"),
    timeline: jsonb("timeline").notNull().default([]),
    /** What became of it: bound or lost, with the premium, told by the agency. */
    conversion: jsonb("conversion"),
    version: integer("version").notNull(),
    createdAt: createdAt(),
    endedAt: at("ended_at"),
  },
  (t) => [
    index("calls_due").on(t.dueAt).where(sql`due_at is not null`),
    index("calls_campaign").on(t.campaignId, t.createdAt),
    index("calls_prospect").on(t.prospectId, t.createdAt),
    index("calls_created").on(t.createdAt, t.id),
    index("calls_provider").using("gin", t.providerCallIds),
  ],
);

/** What was said, and what we made of it. */
export const conversations = pgTable("conversations", {
  callId: text("call_id").primaryKey(),
  prospectId: text("prospect_id"),
  companyId: text("company_id"),
  transcript: jsonb("transcript").notNull().default([]),
  summary: text("summary"),
  objections: text("objections").array(),
  transcriptEmbedding: embedding("transcript_embedding"),
  reportKey: text("report_key"),
  recordingKey: text("recording_key"),
  createdAt: createdAt(),
  updatedAt: at("updated_at").notNull(),
});

export const conversationMetadata = pgTable("conversation_metadata", {
  callId: text("call_id").primaryKey(),
  sentiment: text("sentiment"),
  intent: text("intent"),
  qualityScore: integer("quality_score"),
  voicemailDelivered: boolean("voicemail_delivered").notNull().default(false),
  durationMs: integer("duration_ms"),
  costMicros: bigint("cost_micros", { mode: "number" }),
  metrics: jsonb("metrics"),
  updatedAt: at("updated_at").notNull(),
});
