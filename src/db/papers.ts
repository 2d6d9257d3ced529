import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** How the agency rates each line, one row a version; a version is never changed. */
export const ratingTables = pgTable(
  "rating_tables",
  {
    id: text("id").notNull(),
    version: text("version").notNull(),
    coverageType: text("coverage_type").notNull(),
    sample: boolean("sample").notNull(),
    effectiveFrom: at("effective_from").notNull(),
    content: jsonb("content").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.version] }),
    index("rating_tables_line").on(t.coverageType, t.effectiveFrom),
  ],
);

/** A quote or a proposal, from the call that asked for it to the person who answers for it. */
export const documents = pgTable(
  "documents",
  {
    id: text("id").primaryKey(),
    callId: text("call_id").notNull(),
    prospectId: text("prospect_id"),
    companyId: text("company_id"),
    form: text("form").notNull(),
    status: text("status").notNull(),
    /** What stands in it, each value with where it is from. */
    values: jsonb("values").notNull(),
    /** The premium with its calculation, or what is needed for one. */
    rating: jsonb("rating").notNull(),
    /** Who decided: name and licence as they were then, so that neither changes afterwards. */
    decision: jsonb("decision"),
    validUntil: at("valid_until"),
    /** Every PDF that was made of it and left us: key, SHA-256, length, when. */
    files: jsonb("files").notNull().default([]),
    /** Who asked us to proceed: name, time, address and browser, the consent and its words. */
    signature: jsonb("signature"),
    /** The link by which its person sees it, known by a hash only. */
    shareHash: text("share_hash").unique(),
    shareExpiresAt: at("share_expires_at"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("documents_call").on(t.callId),
    index("documents_status").on(t.status, t.createdAt),
  ],
);

/** What comes by itself when nothing else happens: at its time, unless its reason is gone by then. */
export const followUps = pgTable(
  "follow_ups",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    prospectId: text("prospect_id").notNull(),
    callId: text("call_id").notNull(),
    documentId: text("document_id"),
    status: text("status").notNull(),
    /** Why it was stopped, or what was sent. */
    result: text("result"),
    dueAt: at("due_at"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("follow_ups_due").on(t.dueAt).where(sql`status = 'due'`),
    index("follow_ups_call").on(t.callId),
  ],
);

/** The agency's own forms, to be filled. The file lies in R2. */
export const templates = pgTable(
  "templates",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    sha256: text("sha256").notNull(),
    /** What the form asks for, as it was when it came in. */
    fields: jsonb("fields").notNull(),
    /** Which of our keys goes into which field: guessed at first, corrected by people. */
    mapping: jsonb("mapping").notNull(),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [index("templates_time").on(t.createdAt, t.id)],
);

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
