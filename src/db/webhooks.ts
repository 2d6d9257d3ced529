import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** Where the agency's own systems listen. A secret is not kept: it follows from the id. */
export const webhookEndpoints = pgTable("webhook_endpoints", {
  id: text("id").primaryKey(),
  url: text("url").notNull(),
  events: text("events").array().notNull(),
  createdAt: createdAt(),
  /** Gone, or taken away after it answered 410. */
  endedAt: at("ended_at"),
});

/** One message to one listener, until it is taken. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: text("id").primaryKey(),
    endpointId: text("endpoint_id").notNull(),
    event: text("event").notNull(),
    body: jsonb("body").notNull(),
    status: text("status").notNull(),
    tries: integer("tries").notNull().default(0),
    error: text("error"),
    dueAt: at("due_at"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("webhook_deliveries_due").on(t.dueAt).where(sql`due_at is not null`),
    index("webhook_deliveries_endpoint").on(t.endpointId, t.createdAt),
  ],
);
