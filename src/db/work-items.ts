import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** What only a person can do, and who did it. */
export const workItems = pgTable(
  "work_items",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    prospectId: text("prospect_id"),
    callId: text("call_id"),
    detail: jsonb("detail").notNull().default({}),
    /** An agent's id or a person's name. */
    assignedTo: text("assigned_to"),
    dueAt: at("due_at"),
    createdAt: createdAt(),
    resolvedAt: at("resolved_at"),
    resolvedBy: text("resolved_by"),
    note: text("note"),
    /** Whether people and listeners were told of it. */
    announcedAt: at("announced_at"),
  },
  (t) => [
    index("work_items_open").on(t.createdAt).where(sql`resolved_at is null`),
    index("work_items_unannounced").on(t.createdAt).where(sql`announced_at is null`),
  ],
);
