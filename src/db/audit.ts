import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at } from "./columns";

/** What happened to a call or a document, each entry sealed by a hash over it and the one before. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    subjectId: text("subject_id").notNull(),
    seq: integer("seq").notNull(),
    kind: text("kind").notNull(),
    at: at("at").notNull(),
    detail: jsonb("detail").notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
    /** Whether listeners were told; no part of what is sealed. */
    announcedAt: at("announced_at"),
  },
  (t) => [
    primaryKey({ columns: [t.subjectId, t.seq] }),
    index("audit_entries_unannounced").on(t.at).where(sql`announced_at is null`),
  ],
);
