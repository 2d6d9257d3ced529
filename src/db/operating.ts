import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

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

/** What needs a person's eye: dead effects, buried tasks, messages that we could not use. */
export const failures = pgTable(
  "failures",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    cause: text("cause").notNull(),
    detail: jsonb("detail").notNull(),
    count: integer("count").notNull().default(1),
    createdAt: createdAt(),
    lastAt: at("last_at").notNull(),
    resolvedAt: at("resolved_at"),
  },
  (t) => [index("failures_open").on(t.lastAt).where(sql`resolved_at is null`)],
);

export const apiKeys = pgTable("api_keys", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  role: text("role").notNull(),
  prefix: text("prefix").notNull(),
  hash: text("hash").notNull().unique(),
  createdAt: createdAt(),
  lastUsedAt: at("last_used_at"),
  revokedAt: at("revoked_at"),
});

/** What only a person can do, and who did it. */
export const workItems = pgTable(
  "work_items",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    prospectId: text("prospect_id"),
    callId: text("call_id"),
    detail: jsonb("detail").notNull().default({}),
    /** An agent's id or a person's name. */
    assignedTo: text("assigned_to"),
    dueAt: at("due_at"),
    createdAt: createdAt(),
    resolvedAt: at("resolved_at"),
    resolvedBy: text("resolved_by"),
    note: text("note"),
    /** Whether people and listeners were told of it. */
    announcedAt: at("announced_at"),
  },
  (t) => [
    index("work_items_open").on(t.createdAt).where(sql`resolved_at is null`),
    index("work_items_news").on(t.createdAt).where(sql`announced_at is null`),
  ],
);

/** Licensed people of the agency, to whom the assistant hands over. */
export const agents = pgTable("agents", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** E.164 */
  phone: text("phone").notNull(),
  email: text("email"),
  states: text("states").array().notNull(),
  licences: jsonb("licences").notNull().default({}),
  timeZone: text("time_zone").notNull(),
  hours: jsonb("hours").notNull(),
  active: boolean("active").notNull().default(true),
  createdAt: createdAt(),
  updatedAt: at("updated_at").notNull(),
});

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
