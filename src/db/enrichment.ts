import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, createdAt, oneOf } from "./columns";
import { companies } from "./prospects";

/** Where a look-up stands: `starting` is a request whose fate is not known yet. */
export const ENRICHMENT_STATUSES = ["queued", "starting", "running", "done", "failed"] as const;
export type EnrichmentStatus = (typeof ENRICHMENT_STATUSES)[number];

/** A company that is looked up elsewhere, with what it cost. */
export const enrichments = pgTable(
  "enrichments",
  {
    id: text("id").primaryKey(),
    companyId: text("company_id")
      .notNull()
      .references(() => companies.id, { onDelete: "cascade" }),
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
    oneOf("enrichments_status", t.status, ENRICHMENT_STATUSES),
    check("enrichments_revision", sql`${t.revision} >= 0`),
    check("enrichments_tries", sql`${t.tries} >= 0`),
    check("enrichments_cost", sql`${t.costMicros} >= 0`),
    check("enrichments_open_due", sql`(${t.dueAt} is null) = (${t.status} in ('done', 'failed'))`),
  ],
);
