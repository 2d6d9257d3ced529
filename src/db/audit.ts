import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, isHash, type JsonObject, oneOf } from "./columns";

/**
 * What a call came to (`task`: a step after it, with the hashes of what went in and came out), and
 * what happens to a document.
 */
export const AUDIT_KINDS = [
  "task",
  "hot_lead",
  "meeting_booked",
  "meeting_moved",
  "meeting_cancelled",
  "released",
  "rejected",
  "revoked",
  "mailed",
  "not_mailed",
  "bounced",
  "checked",
  "check_failed",
  "visited",
  "downloaded",
  "question",
  "signed",
  "declined",
  "reminded",
] as const;

/**
 * What happened to a call or a document, each entry sealed by a hash over it and the one before.
 * It outlives its subject, which an erasure may take away: so it references none.
 */
export const auditEntries = pgTable(
  "audit_entries",
  {
    subjectId: text("subject_id").notNull(),
    seq: integer("seq").notNull(),
    kind: text("kind", { enum: AUDIT_KINDS }).notNull(),
    at: at("at").notNull(),
    detail: jsonb("detail").$type<JsonObject>().notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
    /** Whether listeners were told; no part of what is sealed. */
    announcedAt: at("announced_at"),
  },
  (t) => [
    primaryKey({ columns: [t.subjectId, t.seq] }),
    index("audit_entries_unannounced").on(t.at).where(sql`announced_at is null`),
    oneOf("audit_entries_kind", t.kind, AUDIT_KINDS),
    isHash("audit_entries_hash", t.hash),
    check("audit_entries_seq", sql`${t.seq} >= 1`),
    check("audit_entries_first", sql`(${t.seq} = 1) = (${t.previousHash} = '')`),
  ],
);
