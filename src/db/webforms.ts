import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, oneOf } from "./columns";
import { prospects } from "./prospects";

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

/** What says that a form or a booking was taken. */
export type Confirmation = { text: string; reference?: string | undefined; url: string };

/** What became of a form that was filled on somebody's page; its picture is a file. */
export type FormReport = {
  status: "filled" | "confirmed" | "rejected" | "ambiguous" | "needs_human";
  fields: { selector: string; label: string; key: string; value: string; how: string }[];
  unfilled: {
    selector: string;
    label: string;
    key?: string;
    reason: string;
    required: boolean;
  }[];
  reason?: string;
  confirmation?: Confirmation;
  problems?: string[];
  final_url: string;
};
/** A meeting that stands in a calendar, as its job keeps it. */
export type Meeting = {
  status: MeetingStatus;
  confirmation: Confirmation & { reference: string };
  start: string;
  end: string;
  zone: string;
  /** One higher with every change. */
  sequence: number;
};

/** What a job came to: on a page, or in a calendar; nothing while it has not ended. */
export type FormRunResult = FormReport | Meeting | { status?: never };

/** A form that was filled on somebody's page, one row a job: it is sent once, whatever happens. */
export const formRuns = pgTable(
  "form_runs",
  {
    id: text("id").primaryKey(),
    /** No reference: a call's row follows its object, and may come later. */
    callId: text("call_id"),
    /** Goes with the prospect: it holds what was filled in for them. */
    prospectId: text("prospect_id").references(() => prospects.id, { onDelete: "cascade" }),
    url: text("url").notNull(),
    status: text("status", { enum: FORM_RUN_STATUSES }).notNull(),
    /** When it was about to be sent; from then on it is not sent again by itself. */
    sentAt: at("sent_at"),
    result: jsonb("result").$type<FormRunResult>().notNull().default({}),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("form_runs_call").on(t.callId),
    oneOf("form_runs_status", t.status, FORM_RUN_STATUSES),
    check("form_runs_sent", sql`${t.sentAt} is not null or ${t.status} <> 'sending'`),
  ],
);

/** What the fields of a form turned out to ask for, by host: the next time it is known. */
export const formRecipes = pgTable("form_recipes", {
  host: text("host").primaryKey(),
  keys: jsonb("keys").$type<Record<string, string>>().notNull(),
  updatedAt: at("updated_at").notNull(),
});
