import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/**
 * Where the job of a web form stands. `filled` is a form that nobody asked to send; `sending` is one
 * that may have left us, and of which nobody has heard since.
 */
export const FORM_RUN_STATUSES = [
  "filling",
  "filled",
  "sending",
  "confirmed",
  "rejected",
  "ambiguous",
  "needs_human",
  "cancelled",
] as const;
export type FormRunStatus = (typeof FORM_RUN_STATUSES)[number];

/** Where a meeting stands that is in a calendar: the two statuses that its job has from then on. */
export const MEETING_STATUSES = ["confirmed", "cancelled"] as const satisfies FormRunStatus[];
export type MeetingStatus = (typeof MEETING_STATUSES)[number];

/** A form that was filled on somebody's page, one row a job: it is sent once, whatever happens. */
export const formRuns = pgTable(
  "form_runs",
  {
    id: text("id").primaryKey(),
    callId: text("call_id"),
    prospectId: text("prospect_id"),
    url: text("url").notNull(),
    status: text("status", { enum: FORM_RUN_STATUSES }).notNull(),
    /** When it was about to be sent; from then on it is not sent again by itself. */
    sentAt: at("sent_at"),
    result: jsonb("result").notNull().default({}),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [index("form_runs_call").on(t.callId)],
);

/** What the fields of a form turned out to ask for, by host: the next time it is known. */
export const formRecipes = pgTable("form_recipes", {
  host: text("host").primaryKey(),
  keys: jsonb("keys").notNull(),
  updatedAt: at("updated_at").notNull(),
});
