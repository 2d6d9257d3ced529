import { boolean, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** How the agency rates each coverage, one row a version; a version is never changed. */
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
    index("rating_tables_coverage").on(t.coverageType, t.effectiveFrom),
  ],
);
