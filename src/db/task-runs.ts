import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, oneOf } from "./columns";

export const TASK_STATUSES = ["queued", "running", "done", "failed", "dead"] as const;

/** What is to be done after a call, one row a task, written before the queue hears of it. */
export const taskRuns = pgTable(
  "task_runs",
  {
    /** No reference: a task may be asked for before its call's row is there, and waits for it. */
    callId: text("call_id").notNull(),
    /** A task of the product, or one that it had. */
    name: text("name").notNull(),
    revision: integer("revision").notNull(),
    status: text("status", { enum: TASK_STATUSES }).notNull(),
    tries: integer("tries").notNull().default(0),
    error: text("error"),
    /** When it is sent again, if it is not done by then. */
    dueAt: at("due_at"),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.callId, t.name] }),
    index("task_runs_due").on(t.dueAt).where(sql`due_at is not null`),
    oneOf("task_runs_status", t.status, TASK_STATUSES),
    check("task_runs_revision", sql`${t.revision} >= 0`),
    check("task_runs_tries", sql`${t.tries} >= 0`),
    check("task_runs_due_at", sql`(${t.dueAt} is null) = (${t.status} in ('done', 'dead'))`),
  ],
);
