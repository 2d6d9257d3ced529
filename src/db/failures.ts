import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

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
