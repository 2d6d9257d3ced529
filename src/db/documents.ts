import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, isHash, oneOf } from "./columns";
import { FORMS } from "./extraction";
import { companies, prospects } from "./prospects";
import type { RatingResult } from "./rating";

/** What may stand in a quote or a proposal. */
export const DOCUMENT_VALUES = [
  "name",
  "company",
  "email",
  "phone",
  "coverage_type",
  "employee_count",
  "revenue",
  "industry",
  "state",
  "current_carrier",
  "renewal_date",
  "budget_minor",
] as const;

/** A value, and whose word it is: the call's, by its quote; the record's; or that of who changed it. */
export type Sourced = {
  value: string | number;
  from: "call" | "record" | "agent";
  quote?: string;
  /** What a sum of money is for, if it was said. */
  period?: "month" | "year";
};
export type Values = Partial<Record<(typeof DOCUMENT_VALUES)[number], Sourced>>;

/** The premium with its calculation, or what is needed for one, and the table that was used. */
export type DocumentRating = {
  result: RatingResult;
  table: { id: string; version: string; sample: boolean } | null;
};

/** Who decided, as they were then. */
export type Decision = {
  action: "released" | "rejected" | "revoked";
  at: string;
  by: string;
  agent_id?: string | undefined;
  /** By which key it was asked for. */
  actor?: string | undefined;
  license?: string | undefined;
  state?: string | undefined;
  reason?: string | undefined;
  /** How often it was sent once more since. */
  resends?: number | undefined;
};

/** A PDF that was made of a document. */
export type PrintedFile = {
  kind: "document" | "signed";
  key: string;
  sha256: string;
  bytes: number;
  at: string;
  /** When the release was given that it shows; a draft shows none. */
  released?: string | undefined;
};
/** Who asked us to proceed, when and from where, and what they had seen. */
export type Signature = {
  name: string;
  at: string;
  ip: string | null;
  user_agent: string | null;
  consent_version: string;
  consent_text: string;
  intent_text: string;
  drawn: boolean;
  /** Whether they had opened the PDF before. */
  opened: boolean;
  /** SHA-256 of the PDF that they were shown. */
  document_sha256: string;
  /** The head of the document's history as they signed. */
  history_head: string;
};

/** Where a document stands. That its time is over is asked with the clock, and is stored nowhere. */
export const DOCUMENT_STATUSES = [
  "awaiting_release",
  "filled",
  "delivered",
  "needs_human",
  "signed",
  "declined",
  "rejected",
  "revoked",
] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

/** A quote or a proposal, from the call that asked for it to the person who answers for it. */
export const documents = pgTable(
  "documents",
  {
    id: text("id").primaryKey(),
    /** No reference: a call's row follows its object, and may come later. */
    callId: text("call_id").notNull(),
    /** What somebody signed stays when they are erased, and is nobody's then. */
    prospectId: text("prospect_id").references(() => prospects.id, { onDelete: "set null" }),
    companyId: text("company_id").references(() => companies.id, { onDelete: "set null" }),
    form: text("form", { enum: FORMS }).notNull(),
    status: text("status", { enum: DOCUMENT_STATUSES }).notNull(),
    /** What stands in it, each value with where it is from. */
    values: jsonb("values").$type<Values>().notNull(),
    /** The premium with its calculation, or what is needed for one. */
    rating: jsonb("rating").$type<DocumentRating>().notNull(),
    /** Who decided: name and license as they were then, so that neither changes afterwards. */
    decision: jsonb("decision").$type<Decision>(),
    validUntil: at("valid_until"),
    /** Every PDF that was made of it and left us: key, SHA-256, length, when. */
    files: jsonb("files").$type<PrintedFile[]>().notNull().default([]),
    /** Who asked us to proceed: name, time, address and browser, the consent and its words. */
    signature: jsonb("signature").$type<Signature>(),
    /** The link by which its person sees it, known by a hash only. */
    shareHash: text("share_hash").unique(),
    shareExpiresAt: at("share_expires_at"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("documents_call").on(t.callId),
    index("documents_status").on(t.status, t.createdAt),
    oneOf("documents_form", t.form, FORMS),
    oneOf("documents_status", t.status, DOCUMENT_STATUSES),
    isHash("documents_share_hash", t.shareHash),
    check("documents_share", sql`(${t.shareHash} is null) = (${t.shareExpiresAt} is null)`),
    check("documents_signature", sql`${t.status} <> 'signed' or ${t.signature} is not null`),
  ],
);
