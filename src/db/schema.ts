import { relations, sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { embedding } from "./vector";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
const createdAt = () => at("created_at").notNull();

/** Whom prospects work for. `enrichment_data` is a CompanyData. */
export const companies = pgTable("companies", {
  id: text("id").primaryKey(),
  name: text("name"),
  domain: text("domain"),
  industry: text("industry"),
  enrichmentData: jsonb("enrichment_data").notNull().default({}),
  createdAt: createdAt(),
  updatedAt: at("updated_at").notNull(),
});

/** Whom we may call or write to. */
export const prospects = pgTable(
  "prospects",
  {
    id: text("id").primaryKey(),
    companyId: text("company_id").references(() => companies.id),
    /** E.164 */
    phone: text("phone").notNull(),
    phoneHash: text("phone_hash").notNull(),
    email: text("email"),
    emailHash: text("email_hash"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    name: text("name"),
    title: text("title"),
    address: jsonb("address"),
    timeZone: text("time_zone"),
    language: text("language"),
    enrichment: jsonb("enrichment"),
    notes: text("notes"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("prospects_phone_hash").on(t.phoneHash),
    index("prospects_company").on(t.companyId),
  ],
);

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

/** Who agreed to what, when, where. Never changed: a withdrawal is a suppression. */
export const consents = pgTable(
  "consents",
  {
    id: text("id").primaryKey(),
    prospectId: text("prospect_id")
      .notNull()
      .references(() => prospects.id),
    basis: text("basis").notNull(),
    channels: text("channels").array().notNull(),
    text: text("text").notNull(),
    source: text("source").notNull(),
    seller: text("seller"),
    ip: text("ip"),
    url: text("url"),
    obtainedAt: at("obtained_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("consents_prospect").on(t.prospectId)],
);

/** Numbers and addresses that are left alone, as HMACs: no personal data is needed to keep them. */
export const suppressions = pgTable(
  "suppressions",
  {
    id: text("id").primaryKey(),
    hash: text("hash").notNull(),
    kind: text("kind").notNull(),
    reason: text("reason").notNull(),
    source: text("source").notNull(),
    note: text("note"),
    createdAt: createdAt(),
    liftedAt: at("lifted_at"),
  },
  (t) => [
    uniqueIndex("suppressions_hash_reason").on(t.hash, t.reason).where(sql`lifted_at is null`),
  ],
);

/** The stop switch: while a row is not lifted, what its scope covers does not happen. */
export const halts = pgTable("halts", {
  id: text("id").primaryKey(),
  scope: text("scope").notNull(),
  states: text("states").array(),
  reason: text("reason").notNull(),
  actor: text("actor").notNull(),
  createdAt: createdAt(),
  liftedAt: at("lifted_at"),
});

/** Every decision to contact or not, chained by hashes. A trigger refuses update and delete. */
export const ledger = pgTable(
  "ledger",
  {
    seq: bigint("seq", { mode: "number" }).primaryKey(),
    at: at("at").notNull(),
    channel: text("channel").notNull(),
    prospectId: text("prospect_id").notNull(),
    campaignId: text("campaign_id"),
    callId: text("call_id"),
    attemptId: text("attempt_id"),
    addressHash: text("address_hash").notNull(),
    allowed: boolean("allowed").notNull(),
    reasonCode: text("reason_code"),
    rule: text("rule"),
    ruleVersion: text("rule_version").notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    index("ledger_call").on(t.callId),
    index("ledger_address").on(t.addressHash, t.at),
    uniqueIndex("ledger_allowed_attempt").on(t.attemptId).where(sql`allowed`),
  ],
);

/** Dials that were let pass; what counts towards the caps of the law. */
export const attempts = pgTable(
  "attempts",
  {
    id: text("id").primaryKey(),
    callId: text("call_id").notNull(),
    prospectId: text("prospect_id").notNull(),
    phoneHash: text("phone_hash").notNull(),
    at: at("at").notNull(),
    neverRang: boolean("never_rang").notNull().default(false),
  },
  (t) => [index("attempts_phone").on(t.phoneHash, t.at)],
);

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

/** Emails sent and received. `campaign_data` and `tracking_data` are an EmailData's. */
export const emails = pgTable("emails", {
  id: text("id").primaryKey(),
  prospectId: text("prospect_id").references(() => prospects.id),
  campaignId: text("campaign_id"),
  callId: text("call_id"),
  status: text("status").notNull(),
  campaignData: jsonb("campaign_data").notNull().default({}),
  trackingData: jsonb("tracking_data").notNull().default({}),
  createdAt: createdAt(),
});

/** Findings about companies, with their sources. A row is a ResearchData. */
export const researchCorpus = pgTable("research_corpus", {
  id: text("id").primaryKey(),
  companyId: text("company_id").references(() => companies.id),
  findings: text("findings").notNull(),
  sources: jsonb("sources").notNull().default([]),
  confidence: integer("confidence_percent"),
  findingsEmbedding: embedding("findings_embedding"),
  foundAt: at("found_at"),
  createdAt: createdAt(),
});

/** What is to be done after a call, one row a task, written before the queue hears of it. */
export const taskRuns = pgTable(
  "task_runs",
  {
    callId: text("call_id").notNull(),
    name: text("name").notNull(),
    revision: integer("revision").notNull(),
    status: text("status").notNull(),
    tries: integer("tries").notNull().default(0),
    error: text("error"),
    /** When it is sent again, if it is not done by then. */
    dueAt: at("due_at"),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.callId, t.name] }),
    index("task_runs_due").on(t.dueAt).where(sql`due_at is not null`),
  ],
);

/** What needs a person's eye: dead effects, buried tasks, messages that we could not use. */
export const failures = pgTable(
  "failures",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    cause: text("cause").notNull(),
    detail: jsonb("detail").notNull(),
    count: integer("count").notNull().default(1),
    createdAt: createdAt(),
    lastAt: at("last_at").notNull(),
    resolvedAt: at("resolved_at"),
  },
  (t) => [index("failures_open").on(t.lastAt).where(sql`resolved_at is null`)],
);

export const apiKeys = pgTable("api_keys", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  role: text("role").notNull(),
  prefix: text("prefix").notNull(),
  hash: text("hash").notNull().unique(),
  createdAt: createdAt(),
  lastUsedAt: at("last_used_at"),
  revokedAt: at("revoked_at"),
});

export const prospectRelations = relations(prospects, ({ one, many }) => ({
  company: one(companies, { fields: [prospects.companyId], references: [companies.id] }),
  consents: many(consents),
}));
export const consentRelations = relations(consents, ({ one }) => ({
  prospect: one(prospects, { fields: [consents.prospectId], references: [prospects.id] }),
}));
