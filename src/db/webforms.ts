import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** A form that was filled on somebody's page, one row a job: it is sent once, whatever happens. */
export const formRuns = pgTable(
  "form_runs",
  {
    id: text("id").primaryKey(),
    callId: text("call_id"),
    prospectId: text("prospect_id"),
    url: text("url").notNull(),
    status: text("status").notNull(),
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
