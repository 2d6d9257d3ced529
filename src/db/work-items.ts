import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";
import { prospects } from "./prospects";

/** What only a person can do, and who did it. */
export const workItems = pgTable(
  "work_items",
  {
    id: text("id").primaryKey(),
    /** What a person is asked for, named by who asks: `release_quote`, `lost_deliver`, … */
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    /** Goes with the prospect: nothing is to be done for them any more. */
    prospectId: text("prospect_id").references(() => prospects.id, { onDelete: "cascade" }),
    /** No reference: a call's row follows its object, and may come later. */
    callId: text("call_id"),
    detail: jsonb("detail").$type<unknown>().notNull().default({}),
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
    check("work_items_resolved", sql`(${t.resolvedAt} is null) = (${t.resolvedBy} is null)`),
  ],
);
