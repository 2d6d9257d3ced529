import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";
import { companies, prospects } from "./people";
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

/** Emails sent and received. `campaign_data` and `tracking_data` are an EmailData's. */
export const emails = pgTable(
  "emails",
  {
    id: text("id").primaryKey(),
    prospectId: text("prospect_id").references(() => prospects.id),
    campaignId: text("campaign_id"),
    callId: text("call_id"),
    kind: text("kind").notNull(),
    status: text("status").notNull(),
    messageId: text("message_id"),
    /** When it was last handed to the provider, in machine time: whether it arrived may be unknown. */
    triedAt: at("tried_at"),
    sentAt: at("sent_at"),
    /** Whether the corpus knows it. */
    indexedAt: at("indexed_at"),
    campaignData: jsonb("campaign_data").notNull().default({}),
    trackingData: jsonb("tracking_data").notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [index("emails_call").on(t.callId), index("emails_prospect").on(t.prospectId)],
);

/** What became of an email: told by its provider, or seen by its links. Known by what it says. */
export const emailEvents = pgTable(
  "email_events",
  {
    id: text("id").primaryKey(),
    emailId: text("email_id"),
    messageId: text("message_id"),
    kind: text("kind").notNull(),
    /** Whether a person did it, and how we know. */
    person: boolean("person"),
    reason: text("reason"),
    detail: jsonb("detail").notNull().default({}),
    at: at("at").notNull(),
  },
  (t) => [index("email_events_email").on(t.emailId)],
);

/** A link that leads back to us: one for every dial that reached nobody, spoken, mailed or both. */
export const voicemails = pgTable(
  "voicemails",
  {
    /** va:voicemail:{call_id}:{timestamp} */
    id: text("id").primaryKey(),
    callId: text("call_id").notNull(),
    attempt: integer("attempt").notNull(),
    prospectId: text("prospect_id").notNull(),
    campaignId: text("campaign_id"),
    tokenHash: text("token_hash").notNull().unique(),
    codeHash: text("code_hash").notNull(),
    text: text("text"),
    textVersion: text("text_version"),
    /** Asked for in a call, which reached somebody: no part of what missed calls bring in. */
    asked: boolean("asked").notNull().default(false),
    deliveredAt: at("delivered_at"),
    emailedAt: at("emailed_at"),
    clickedAt: at("clicked_at"),
    calledBackAt: at("called_back_at"),
    callbackCallId: text("callback_call_id"),
    convertedAt: at("converted_at"),
    expiresAt: at("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("voicemails_attempt").on(t.callId, t.attempt),
    index("voicemails_code").on(t.codeHash),
    index("voicemails_prospect").on(t.prospectId, t.createdAt),
  ],
);

/** A time at which somebody asked to be called. The call waits in its object; this is its invitation. */
export const callbacks = pgTable(
  "callbacks",
  {
    id: text("id").primaryKey(),
    /** One booking a person, whichever of their links or calls it came by. */
    prospectId: text("prospect_id").notNull(),
    callId: text("call_id").notNull(),
    callKey: text("call_key").notNull(),
    status: text("status").notNull(),
    startAt: at("start_at").notNull(),
    timeZone: text("time_zone").notNull(),
    /** Grows with every change, for calendars. */
    sequence: integer("sequence").notNull().default(0),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("callbacks_prospect").on(t.prospectId),
    index("callbacks_start").on(t.startAt),
  ],
);

/** Who typed a spoken code, and when; the caller is known by a hash. */
export const codeTries = pgTable(
  "code_tries",
  {
    id: text("id").primaryKey(),
    callerHash: text("caller_hash").notNull(),
    at: at("at").notNull(),
  },
  (t) => [index("code_tries_caller").on(t.callerHash, t.at)],
);

/** Everybody and everything that opened a link, with the reason why it counts as a person or not. */
export const linkVisits = pgTable(
  "link_visits",
  {
    id: text("id").primaryKey(),
    voicemailId: text("voicemail_id").notNull(),
    at: at("at").notNull(),
    /** Which of a mail's links: a machine opens several at once. */
    link: text("link").notNull(),
    method: text("method").notNull(),
    person: boolean("person").notNull(),
    reason: text("reason").notNull(),
  },
  (t) => [index("link_visits_voicemail").on(t.voicemailId, t.at)],
);

/** Findings about companies, with their sources. A row is a ResearchData. */
export const researchCorpus = pgTable("research_corpus", {
  id: text("id").primaryKey(),
  companyId: text("company_id").references(() => companies.id),
  title: text("title"),
  findings: text("findings").notNull(),
  sources: jsonb("sources").notNull().default([]),
  confidence: integer("confidence_percent"),
  findingsEmbedding: embedding("findings_embedding"),
  foundAt: at("found_at"),
  createdAt: createdAt(),
});

/** What is known of a person, ready for the moment they call: composed after every contact. */
export const callerContexts = pgTable("caller_contexts", {
  prospectId: text("prospect_id").primaryKey(),
  text: text("text").notNull(),
  updatedAt: at("updated_at").notNull(),
});
