import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, isHash } from "./columns";

/** A field of a form, as it was when it came in. \`page\` counts from 1. */
export type StoredTemplateField = {
  name: string;
  type: string;
  options?: string[] | undefined;
  max_length?: number | undefined;
  required: boolean;
  page: number;
  tooltip?: string | undefined;
};

/** The agency's own forms, to be filled. The file lies in R2. */
export const templates = pgTable(
  "templates",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    sha256: text("sha256").notNull(),
    /** What the form asks for, as it was when it came in. */
    fields: jsonb("fields").$type<StoredTemplateField[]>().notNull(),
    /** Which of our keys goes into which field: guessed at first, corrected by people. */
    mapping: jsonb("mapping").$type<Record<string, string>>().notNull(),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [index("templates_time").on(t.createdAt, t.id), isHash("templates_sha256", t.sha256)],
);
