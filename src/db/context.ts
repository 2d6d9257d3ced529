import { pgTable, text } from "drizzle-orm/pg-core";
import { at } from "./columns";

/** What is known of a person, ready for the moment they call: composed after every contact. */
export const callerContexts = pgTable("caller_contexts", {
  prospectId: text("prospect_id").primaryKey(),
  text: text("text").notNull(),
  updatedAt: at("updated_at").notNull(),
});
