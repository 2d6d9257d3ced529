import { boolean, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";
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

/** Emails sent and received. `campaign_data` and `tracking_data` are an EmailData's. */
export const emails = pgTable(
  "emails",
  {
    id: text("id").primaryKey(),
    prospectId: text("prospect_id").references(() => prospects.id),
    campaignId: text("campaign_id"),
    callId: text("call_id"),
    kind: text("kind").notNull(),
    status: text("status", { enum: EMAIL_STATUSES }).notNull(),
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
