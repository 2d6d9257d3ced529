import { sql } from "drizzle-orm";
import { check, index, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, oneOf } from "./columns";
import { documents } from "./documents";
import { prospects } from "./prospects";

export const FOLLOW_UP_KINDS = [
  "quote_reminder",
  "sign_up_link",
  "onboarding",
  "ready_for_upsell",
] as const;

/** Where a follow-up stands. */
export const FOLLOW_UP_STATUSES = ["due", "sent", "stopped"] as const;
export type FollowUpStatus = (typeof FOLLOW_UP_STATUSES)[number];

/** What comes by itself when nothing else happens: at its time, unless its reason is gone by then. */
export const followUps = pgTable(
  "follow_ups",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: FOLLOW_UP_KINDS }).notNull(),
    prospectId: text("prospect_id")
      .notNull()
      .references(() => prospects.id, { onDelete: "cascade" }),
    /** No reference: a call's row follows its object, and may come later. */
    callId: text("call_id").notNull(),
    documentId: text("document_id").references(() => documents.id, { onDelete: "cascade" }),
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
    oneOf("follow_ups_kind", t.kind, FOLLOW_UP_KINDS),
    oneOf("follow_ups_status", t.status, FOLLOW_UP_STATUSES),
    check("follow_ups_due_at", sql`(${t.status} = 'due') = (${t.dueAt} is not null)`),
  ],
);
