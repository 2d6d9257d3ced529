import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at } from "./columns";

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
