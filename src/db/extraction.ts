import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";
import { prospects } from "./prospects";

/** What is looked for in a conversation. */
export const FIELDS = [
  "name",
  "company",
  "email",
  "phone",
  "employee_count",
  "coverage_type",
  "requested_document",
  "budget",
  "current_carrier",
  "renewal_date",
  "preferred_times",
  "wants_meeting",
  "interested",
  "needs_followup",
  "objections",
  "opt_out",
] as const;

/** Why there is no value. `unclear`: it was said, and could be read in two ways. */
export const REASONS = [
  "not_said",
  "low_confidence",
  "not_in_transcript",
  "not_supported",
  "unclear",
] as const;

export const FORMS = [
  "PDF_QUOTE_FORM",
  "PDF_PROPOSAL_FORM",
  "WEB_MEETING_FORM",
  "CTA_EMAIL_FORM",
] as const;
export type Form = (typeof FORMS)[number];

/** A form and, in words, why it was chosen. */
export type FormChoice = { form: Form; why: string };

/** A value as it was made out of a quote, with the words that it stands on. */
export type StoredField = {
  value: unknown;
  confidence: number;
  evidence: { turn: number; quote: string };
  said?: string | undefined;
};

/** What was said in a call, as far as its words prove it, and the documents that follow. */
export const extractions = pgTable("extractions", {
  /** No reference: a call's row follows its object, and may come later. */
  callId: text("call_id").primaryKey(),
  /** Goes with the prospect: it holds their words. */
  prospectId: text("prospect_id").references(() => prospects.id, { onDelete: "cascade" }),
  fields: jsonb("fields").$type<Partial<Record<(typeof FIELDS)[number], StoredField>>>().notNull(),
  missing: jsonb("missing")
    .$type<{ field: (typeof FIELDS)[number]; reason: (typeof REASONS)[number] }[]>()
    .notNull(),
  forms: jsonb("forms").$type<FormChoice[]>().notNull(),
  createdAt: createdAt(),
  updatedAt: at("updated_at").notNull(),
});
