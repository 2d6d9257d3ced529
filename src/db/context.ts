import { pgTable, text } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { prospects } from "./prospects";

/** What is known of a person, ready for the moment they call: composed after every contact. */
export const callerContexts = pgTable("caller_contexts", {
  prospectId: text("prospect_id")
    .primaryKey()
    .references(() => prospects.id, { onDelete: "cascade" }),
  text: text("text").notNull(),
  updatedAt: at("updated_at").notNull(),
});
