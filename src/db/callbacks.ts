import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, createdAt, isHash, oneOf } from "./columns";
import { prospects } from "./prospects";

/** A mail's links that are counted. */
export const VISITED_LINKS = ["callback", "unsubscribe"] as const;

/** Why a visit counts as a person or not. */
export const VISIT_REASONS = [
  "acted",
  "browser",
  "no GET",
  "prefetch",
  "no browser",
  "sooner than 10 s after the email",
  "several links within 2 s",
] as const;

/** A link that leads back to us: one for every dial that reached nobody, spoken, mailed or both. */
export const callbackLinks = pgTable(
  "callback_links",
  {
    /** va:voicemail:{call_id}:{timestamp} */
    id: text("id").primaryKey(),
    /** No reference: a call's row follows its object, and may come later. */
    callId: text("call_id").notNull(),
    attempt: integer("attempt").notNull(),
    /** Goes with the prospect, as it leads to their page. */
    prospectId: text("prospect_id")
      .notNull()
      .references(() => prospects.id, { onDelete: "cascade" }),
    campaignId: text("campaign_id"),
    tokenHash: text("token_hash").notNull().unique(),
    codeHash: text("code_hash").notNull(),
    text: text("text"),
    textVersion: text("text_version"),
    /** Requested in a call, which reached somebody: no part of what missed calls bring in. */
    requested: boolean("requested").notNull().default(false),
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
    uniqueIndex("callback_links_attempt").on(t.callId, t.attempt),
    index("callback_links_code").on(t.codeHash),
    index("callback_links_prospect").on(t.prospectId, t.createdAt),
    isHash("callback_links_token_hash", t.tokenHash),
    isHash("callback_links_code_hash", t.codeHash),
    check("callback_links_attempt_number", sql`${t.attempt} >= 1`),
    check("callback_links_expiry", sql`${t.expiresAt} > ${t.createdAt}`),
    check(
      "callback_links_callback",
      sql`(${t.calledBackAt} is null) = (${t.callbackCallId} is null)`,
    ),
  ],
);

/** Where a callback stands. That it has taken place is the call's to say. */
export const CALLBACK_STATUSES = ["booked", "cancelled"] as const;
export type CallbackStatus = (typeof CALLBACK_STATUSES)[number];

/** A time at which somebody asked to be called. The call waits in its object; this is its invitation. */
export const callbacks = pgTable(
  "callbacks",
  {
    id: text("id").primaryKey(),
    /** One booking a person, whichever of their links or calls it came by. */
    prospectId: text("prospect_id")
      .notNull()
      .references(() => prospects.id, { onDelete: "cascade" }),
    /** No reference: the call that will be waits in its object, and has no row before. */
    callId: text("call_id").notNull(),
    callKey: text("call_key").notNull(),
    status: text("status", { enum: CALLBACK_STATUSES }).notNull(),
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
    oneOf("callbacks_status", t.status, CALLBACK_STATUSES),
    check("callbacks_sequence", sql`${t.sequence} >= 0`),
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
    callbackLinkId: text("callback_link_id")
      .notNull()
      .references(() => callbackLinks.id, { onDelete: "cascade" }),
    at: at("at").notNull(),
    /** Which of a mail's links: a machine opens several at once. */
    link: text("link", { enum: VISITED_LINKS }).notNull(),
    method: text("method").notNull(),
    person: boolean("person").notNull(),
    reason: text("reason", { enum: VISIT_REASONS }).notNull(),
  },
  (t) => [
    index("link_visits_callback_link").on(t.callbackLinkId, t.at),
    oneOf("link_visits_link", t.link, VISITED_LINKS),
    oneOf("link_visits_reason", t.reason, VISIT_REASONS),
  ],
);
