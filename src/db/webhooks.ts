import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { allOf, at, createdAt, type JsonObject, oneOf } from "./columns";

/** What listeners can be told. */
export const WEBHOOK_EVENTS = [
  "lead.hot",
  "document.released",
  "document.delivered",
  "document.signed",
  "document.declined",
  "document.question",
  "document.revoked",
  "document.bounced",
  "meeting.booked",
  "meeting.moved",
  "meeting.cancelled",
  "work_item.opened",
  "prospect.ready_for_upsell",
] as const;

export const DELIVERY_STATUSES = ["queued", "failed", "sent", "dead", "cancelled"] as const;

/** What a listener is sent (Standard Webhooks). */
export type WebhookBody = { type: string; timestamp: string; data: JsonObject };

/** Where the agency's own systems listen. A secret is not kept: it follows from the id. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: text("id").primaryKey(),
    url: text("url").notNull(),
    events: text("events", { enum: WEBHOOK_EVENTS }).array().notNull(),
    createdAt: createdAt(),
    /** Gone, or taken away after it answered 410. */
    endedAt: at("ended_at"),
  },
  (t) => [allOf("webhook_endpoints_events", t.events, WEBHOOK_EVENTS)],
);

/** One message to one listener, until it is taken. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: text("id").primaryKey(),
    endpointId: text("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    event: text("event", { enum: WEBHOOK_EVENTS }).notNull(),
    body: jsonb("body").$type<WebhookBody>().notNull(),
    status: text("status", { enum: DELIVERY_STATUSES }).notNull(),
    tries: integer("tries").notNull().default(0),
    error: text("error"),
    dueAt: at("due_at"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("webhook_deliveries_due").on(t.dueAt).where(sql`due_at is not null`),
    index("webhook_deliveries_endpoint").on(t.endpointId, t.createdAt),
    oneOf("webhook_deliveries_event", t.event, WEBHOOK_EVENTS),
    oneOf("webhook_deliveries_status", t.status, DELIVERY_STATUSES),
    check("webhook_deliveries_tries", sql`${t.tries} >= 0`),
    check(
      "webhook_deliveries_due_at",
      sql`(${t.dueAt} is not null) = (${t.status} in ('queued', 'failed'))`,
    ),
  ],
);
