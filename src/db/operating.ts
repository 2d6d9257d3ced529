import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

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
