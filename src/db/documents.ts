import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

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
    callId: text("call_id").notNull(),
    prospectId: text("prospect_id"),
    companyId: text("company_id"),
    form: text("form").notNull(),
    status: text("status", { enum: DOCUMENT_STATUSES }).notNull(),
    /** What stands in it, each value with where it is from. */
    values: jsonb("values").notNull(),
    /** The premium with its calculation, or what is needed for one. */
    rating: jsonb("rating").notNull(),
    /** Who decided: name and license as they were then, so that neither changes afterwards. */
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
