import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** Where a look-up stands: `starting` is a request whose fate is not known yet. */
export const ENRICHMENT_STATUSES = ["queued", "starting", "running", "done", "failed"] as const;
export type EnrichmentStatus = (typeof ENRICHMENT_STATUSES)[number];

/** A company that is looked up elsewhere, with what it cost. */
export const enrichments = pgTable(
  "enrichments",
  {
    id: text("id").primaryKey(),
    companyId: text("company_id").notNull(),
    status: text("status", { enum: ENRICHMENT_STATUSES }).notNull(),
    runId: text("run_id"),
    /** Grows with every change: who has seen an older one has lost the row to somebody else. */
    revision: integer("revision").notNull().default(0),
    tries: integer("tries").notNull().default(0),
    costMicros: integer("cost_micros").notNull().default(0),
    error: text("error"),
    dueAt: at("due_at"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("enrichments_due").on(t.dueAt).where(sql`due_at is not null`),
    index("enrichments_company").on(t.companyId, t.createdAt),
    uniqueIndex("enrichments_run").on(t.runId),
    // Whoever asks at once, a company is looked up, and paid for, once at a time.
    uniqueIndex("enrichments_open")
      .on(t.companyId)
      .where(sql`status in ('queued', 'starting', 'running')`),
  ],
);
