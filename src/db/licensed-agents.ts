import { boolean, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** When somebody picks up, in their own zone; times as \`09:30\`. */
export type WorkingHours = {
  days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
  start: string;
  end: string;
};

/** Licensed people of the agency, to whom the assistant hands over. */
export const licensedAgents = pgTable("licensed_agents", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** E.164 */
  phone: text("phone").notNull(),
  email: text("email"),
  states: text("states").array().notNull(),
  /** License numbers by two-letter state. */
  licenses: jsonb("licenses").$type<Record<string, string>>().notNull().default({}),
  timeZone: text("time_zone").notNull(),
  hours: jsonb("hours").$type<WorkingHours>().notNull(),
  active: boolean("active").notNull().default(true),
  createdAt: createdAt(),
  updatedAt: at("updated_at").notNull(),
});
