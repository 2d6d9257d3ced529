import { boolean, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** Licensed people of the agency, to whom the assistant hands over. */
export const licensedAgents = pgTable("licensed_agents", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** E.164 */
  phone: text("phone").notNull(),
  email: text("email"),
  states: text("states").array().notNull(),
  licenses: jsonb("licenses").notNull().default({}),
  timeZone: text("time_zone").notNull(),
  hours: jsonb("hours").notNull(),
  active: boolean("active").notNull().default(true),
  createdAt: createdAt(),
  updatedAt: at("updated_at").notNull(),
});
