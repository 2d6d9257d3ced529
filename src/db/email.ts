import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, type JsonObject, oneOf } from "./columns";
import { FOLLOW_UP_KINDS } from "./follow-ups";
import { prospects } from "./prospects";

/** Where an email stands: on its way to the provider, or what became of it. */
export const EMAIL_STATUSES = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "bounced",
  "complained",
  "refused",
] as const;
export type EmailStatus = (typeof EMAIL_STATUSES)[number];

/** What an email is for. */
export const EMAIL_KINDS = [
  "callback_link",
  "asked_link",
  "invitation",
  "notice",
  "quote",
  "proposal",
  ...FOLLOW_UP_KINDS,
] as const;

/** What becomes of an email: its provider tells all but the last two, which our own links see. */
export const EMAIL_EVENT_KINDS = [
  "delivered",
  "deferred",
  "bounced",
  "complained",
  "unsubscribed",
  "reactivated",
  "answered_by_machine",
  "opened_there",
  "clicked_there",
  "refused",
  "opened",
  "clicked",
] as const;

/** What an email said; links in it are keys of the person's own, and left out. */
export type EmailContent = { to?: string; subject?: string; text?: string };
/** Which link was opened, or whose address it is about, by hash. */
export type EmailEventDetail = { link?: string; who?: string };

/** Emails sent and received. `campaign_data` and `tracking_data` are an EmailData's. */
export const emails = pgTable(
  "emails",
  {
    id: text("id").primaryKey(),
    /** Goes with the prospect: it holds what was written to them. Nobody for mail to ourselves. */
    prospectId: text("prospect_id").references(() => prospects.id, { onDelete: "cascade" }),
    // No references: a call's row follows its object, and may come later; a campaign may be named by it.
    campaignId: text("campaign_id"),
    callId: text("call_id"),
    kind: text("kind", { enum: EMAIL_KINDS }).notNull(),
    status: text("status", { enum: EMAIL_STATUSES }).notNull(),
    messageId: text("message_id"),
    /** When it was last handed to the provider, in machine time: whether it arrived may be unknown. */
    triedAt: at("tried_at"),
    sentAt: at("sent_at"),
    /** Whether the corpus knows it. */
    indexedAt: at("indexed_at"),
    campaignData: jsonb("campaign_data").$type<EmailContent>().notNull().default({}),
    trackingData: jsonb("tracking_data").$type<JsonObject>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    index("emails_call").on(t.callId),
    index("emails_prospect").on(t.prospectId),
    oneOf("emails_kind", t.kind, EMAIL_KINDS),
    oneOf("emails_status", t.status, EMAIL_STATUSES),
    check(
      "emails_sent",
      sql`(${t.sentAt} is null) = (${t.status} in ('queued', 'sending', 'refused'))`,
    ),
  ],
);

/** What became of an email: told by its provider, or seen by its links. Known by what it says. */
export const emailEvents = pgTable(
  "email_events",
  {
    id: text("id").primaryKey(),
    /** What is known of an address outlives its email: whoever bounced is written to no more. */
    emailId: text("email_id").references(() => emails.id, { onDelete: "set null" }),
    messageId: text("message_id"),
    kind: text("kind", { enum: EMAIL_EVENT_KINDS }).notNull(),
    /** Whether a person did it, and how we know. */
    person: boolean("person"),
    reason: text("reason"),
    detail: jsonb("detail").$type<EmailEventDetail>().notNull().default({}),
    at: at("at").notNull(),
  },
  (t) => [
    index("email_events_email").on(t.emailId),
    oneOf("email_events_kind", t.kind, EMAIL_EVENT_KINDS),
  ],
);
