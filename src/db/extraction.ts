import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** What was said in a call, as far as its words prove it, and the papers that follow. */
export const extractions = pgTable("extractions", {
  callId: text("call_id").primaryKey(),
  prospectId: text("prospect_id"),
  fields: jsonb("fields").notNull(),
  missing: jsonb("missing").notNull(),
  forms: jsonb("forms").notNull(),
  createdAt: createdAt(),
  updatedAt: at("updated_at").notNull(),
});
