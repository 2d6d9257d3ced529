import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, oneOf } from "./columns";

export const FAILURE_KINDS = [
  "webhook",
  "task",
  "effect",
  "outgoing_webhook",
  "mail_webhook",
] as const;

/** What needs a person's eye: dead effects, buried tasks, messages that we could not use. */
export const failures = pgTable(
  "failures",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: FAILURE_KINDS }).notNull(),
    cause: text("cause").notNull(),
    detail: jsonb("detail").$type<unknown>().notNull(),
    count: integer("count").notNull().default(1),
    createdAt: createdAt(),
    lastAt: at("last_at").notNull(),
    resolvedAt: at("resolved_at"),
  },
  (t) => [
    index("failures_open").on(t.lastAt).where(sql`resolved_at is null`),
    oneOf("failures_kind", t.kind, FAILURE_KINDS),
    check("failures_count", sql`${t.count} >= 1`),
  ],
);
