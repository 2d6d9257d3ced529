import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, createdAt, isHash, oneOf } from "./columns";

export const CONTACT_KINDS = ["phone", "email"] as const;

/** Why a number or an address is left alone. */
export const SUPPRESSION_REASONS = [
  "opt_out",
  "wrong_number",
  "invalid_number",
  "complaint",
  "manual",
  "undeliverable",
] as const;

/** What the stop switch stops. */
export const HALT_SCOPES = ["all", "calls", "email"] as const;

/** By what somebody is contacted; `voicemail` is asked about beside `voice`. */
export const CONTACT_CHANNELS = ["voice", "voicemail", "email"] as const;

/** Numbers and addresses that are left alone, as HMACs: no personal data is needed to keep them. */
export const suppressions = pgTable(
  "suppressions",
  {
    id: text("id").primaryKey(),
    hash: text("hash").notNull(),
    kind: text("kind", { enum: CONTACT_KINDS }).notNull(),
    reason: text("reason", { enum: SUPPRESSION_REASONS }).notNull(),
    /** Who said so: a call, a link, a provider's event, an operator, each with its id. */
    source: text("source").notNull(),
    note: text("note"),
    createdAt: createdAt(),
    liftedAt: at("lifted_at"),
  },
  (t) => [
    uniqueIndex("suppressions_hash_reason").on(t.hash, t.reason).where(sql`lifted_at is null`),
    oneOf("suppressions_kind", t.kind, CONTACT_KINDS),
    oneOf("suppressions_reason", t.reason, SUPPRESSION_REASONS),
  ],
);

/** The stop switch: while a row is not lifted, what its scope covers does not happen. */
export const halts = pgTable(
  "halts",
  {
    id: text("id").primaryKey(),
    scope: text("scope", { enum: HALT_SCOPES }).notNull(),
    states: text("states").array(),
    reason: text("reason").notNull(),
    actor: text("actor").notNull(),
    createdAt: createdAt(),
    liftedAt: at("lifted_at"),
  },
  (t) => [oneOf("halts_scope", t.scope, HALT_SCOPES)],
);

/**
 * Every decision to contact or not, chained by hashes. A trigger refuses update and delete: it outlives
 * whom and what it is about, so it references neither.
 */
export const ledger = pgTable(
  "ledger",
  {
    seq: bigint("seq", { mode: "number" }).primaryKey(),
    at: at("at").notNull(),
    channel: text("channel", { enum: CONTACT_CHANNELS }).notNull(),
    prospectId: text("prospect_id").notNull(),
    campaignId: text("campaign_id"),
    callId: text("call_id"),
    attemptId: text("attempt_id"),
    addressHash: text("address_hash").notNull(),
    allowed: boolean("allowed").notNull(),
    /** As the rules of its version name it: rules come and go, and an entry stays. */
    reasonCode: text("reason_code"),
    rule: text("rule"),
    ruleVersion: text("rule_version").notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    index("ledger_call").on(t.callId),
    index("ledger_address").on(t.addressHash, t.at),
    uniqueIndex("ledger_allowed_attempt").on(t.attemptId, t.channel).where(sql`allowed`),
    oneOf("ledger_channel", t.channel, CONTACT_CHANNELS),
    isHash("ledger_hash", t.hash),
    check("ledger_seq", sql`${t.seq} >= 1`),
    check("ledger_first", sql`(${t.seq} = 1) = (${t.previousHash} = '')`),
    check("ledger_reason", sql`${t.allowed} = (${t.reasonCode} is null)`),
  ],
);

/**
 * Dials that were let pass; what counts towards the caps of the law. The number counts, whoever it is of:
 * so they outlive the prospect, and reference none.
 */
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
