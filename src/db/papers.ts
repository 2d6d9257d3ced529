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
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("documents_call").on(t.callId),
    index("documents_status").on(t.status, t.createdAt),
  ],
);
