import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, oneOf } from "./columns";
import { embedding } from "./vector";

export const CALL_STATES = [
  "SCHEDULED",
  "INITIATED",
  "RINGING",
  "CONNECTED",
  "VOICEMAIL_PENDING",
  "VOICEMAIL",
  "COMPLETED",
  "FAILED",
  "RETRY_SCHEDULED",
  "CANCELLED",
] as const;

export const CALL_OUTCOMES = [
  "conversation",
  "no_conversation",
  "voicemail_left",
  "no_answer",
  "busy",
  "screened",
  "opted_out",
  "wrong_number",
  "invalid_number",
  "network_failure",
  "provider_error",
  "blocked",
  "cancelled",
  "lost",
] as const;

export const CALL_DIRECTIONS = ["outbound", "inbound", "web"] as const;

export const CALL_ORIGINS = [
  "campaign",
  "api",
  "retry",
  "cadence",
  "callback",
  "call_now",
  "talk",
  "inbound",
] as const;

export const SENTIMENTS = ["positive", "neutral", "negative"] as const;
export const INTENTS = [
  "quote",
  "proposal",
  "meeting",
  "callback",
  "information",
  "not_interested",
  "opt_out",
  "wrong_number",
  "existing_customer",
  "unclear",
] as const;

/** A change of a call's state, or something that happened in it. */
export type StoredTimelineEntry = {
  /** ISO 8601 */
  at: string;
  event: string;
  from: (typeof CALL_STATES)[number] | null;
  to: (typeof CALL_STATES)[number];
};
/** One thing said; its time is in ISO 8601, or unknown. */
export type StoredTurn = { role: "assistant" | "user"; text: string; at: string | null };
/** What became of a call's person: bound or lost. */
export type StoredConversion = {
  kind: "bound" | "lost";
  premium?: { amount_minor: number; currency: string } | undefined;
  at?: string | undefined;
};
/** What is counted of a transcript. */
export type CallMetrics = {
  turns: number;
  words_user: number;
  words_assistant: number;
  forbidden: number;
  /** By the words alone: who or what was on the line. */
  line: string;
};

/** A call as the outside sees it. Its object is the truth; this follows it. */
export const calls = pgTable(
  "calls",
  {
    id: text("id").primaryKey(),
    callKey: text("call_key").notNull(),
    // No references: a row follows its object, in any order, and also after an erasure.
    campaignId: text("campaign_id"),
    prospectId: text("prospect_id"),
    direction: text("direction", { enum: CALL_DIRECTIONS }).notNull(),
    origin: text("origin", { enum: CALL_ORIGINS }).notNull(),
    previousCallId: text("previous_call_id"),
    providerCallIds: text("provider_call_ids").array().notNull(),
    state: text("state", { enum: CALL_STATES }).notNull(),
    outcome: text("outcome", { enum: CALL_OUTCOMES }),
    /** In the words of the provider, for people to read: no list of ours. */
    endedReason: text("ended_reason"),
    attempt: integer("attempt").notNull(),
    scriptId: text("script_id"),
    scriptVersion: text("script_version"),
    notBefore: at("not_before"),
    dueAt: at("due_at"),
    timeline: jsonb("timeline").$type<StoredTimelineEntry[]>().notNull().default([]),
    /** What became of it: bound or lost, with the premium, told by the agency. */
    conversion: jsonb("conversion").$type<StoredConversion>(),
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
    oneOf("calls_direction", t.direction, CALL_DIRECTIONS),
    oneOf("calls_origin", t.origin, CALL_ORIGINS),
    oneOf("calls_state", t.state, CALL_STATES),
    oneOf("calls_outcome", t.outcome, CALL_OUTCOMES),
    check("calls_attempt", sql`${t.attempt} >= 1`),
    check("calls_version", sql`${t.version} >= 0`),
  ],
);

/** What was said, and what we made of it. */
export const conversations = pgTable("conversations", {
  callId: text("call_id")
    .primaryKey()
    .references(() => calls.id, { onDelete: "cascade" }),
  // No references, for the reason that their call has none.
  prospectId: text("prospect_id"),
  companyId: text("company_id"),
  transcript: jsonb("transcript").$type<StoredTurn[]>().notNull().default([]),
  summary: text("summary"),
  objections: text("objections").array(),
  transcriptEmbedding: embedding("transcript_embedding"),
  reportKey: text("report_key"),
  recordingKey: text("recording_key"),
  createdAt: createdAt(),
  updatedAt: at("updated_at").notNull(),
});

export const conversationMetadata = pgTable(
  "conversation_metadata",
  {
    callId: text("call_id")
      .primaryKey()
      .references(() => calls.id, { onDelete: "cascade" }),
    sentiment: text("sentiment", { enum: SENTIMENTS }),
    intent: text("intent", { enum: INTENTS }),
    qualityScore: integer("quality_score"),
    voicemailDelivered: boolean("voicemail_delivered").notNull().default(false),
    durationMs: integer("duration_ms"),
    costMicros: bigint("cost_micros", { mode: "number" }),
    metrics: jsonb("metrics").$type<CallMetrics>(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    oneOf("conversation_metadata_sentiment", t.sentiment, SENTIMENTS),
    oneOf("conversation_metadata_intent", t.intent, INTENTS),
    check("conversation_metadata_quality", sql`${t.qualityScore} between 0 and 100`),
    check("conversation_metadata_duration", sql`${t.durationMs} >= 0`),
    check("conversation_metadata_cost", sql`${t.costMicros} >= 0`),
  ],
);
