import { sql } from "drizzle-orm";
import { index, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** Where a follow-up stands. */
export const FOLLOW_UP_STATUSES = ["due", "sent", "stopped"] as const;
export type FollowUpStatus = (typeof FOLLOW_UP_STATUSES)[number];

/** What comes by itself when nothing else happens: at its time, unless its reason is gone by then. */
export const followUps = pgTable(
  "follow_ups",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    prospectId: text("prospect_id").notNull(),
    callId: text("call_id").notNull(),
    documentId: text("document_id"),
    status: text("status", { enum: FOLLOW_UP_STATUSES }).notNull(),
    /** Why it was stopped, or what was sent. */
    result: text("result"),
    dueAt: at("due_at"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("follow_ups_due").on(t.dueAt).where(sql`status = 'due'`),
    index("follow_ups_call").on(t.callId),
  ],
);
