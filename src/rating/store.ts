import { and, asc, desc, eq, lte, or, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { COVERAGES, ratingTables } from "../db/rating";
import type { TimeCursor } from "../ids";
import { iso } from "../time";
import type { RatingTable } from "./rating-table";
import { SAMPLE_TABLES } from "./sample-tables";

/** Adds a version of a table; false if that version exists, and then nothing is changed. */
export async function addTable(db: Db, table: RatingTable, now: number): Promise<boolean> {
  const { id, version, coverage_type: coverageType, sample, effective_from } = table;
  const about = { id, version, coverageType, sample, effectiveFrom: Date.parse(effective_from) };
  const added = await db
    .insert(ratingTables)
    .values({ ...about, content: table, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: ratingTables.id });
  return added.length > 0;
}

/** All versions of all tables, newest first, in the form in which they are sent to the API. */
export async function listTables(db: Db, limit: number, cursor?: TimeCursor) {
  const before =
    cursor && sql`(${ratingTables.createdAt}, ${ratingTables.id}) < (${cursor.at}, ${cursor.id})`;
  const rows = await db
    .select()
    .from(ratingTables)
    .where(before)
    .orderBy(desc(ratingTables.createdAt), desc(ratingTables.id))
    .limit(limit);
  return rows.map(({ content, createdAt }) => {
    return { ...content, created_at: iso(createdAt) };
  });
}

/**
 * The table that rates a kind of coverage now: the agency's newest one in force, else the sample,
 * if samples are allowed. Undefined if there is none.
 */
export async function tableFor(
  db: Db,
  coverageType: string,
  now: number,
  samples: boolean,
): Promise<RatingTable | undefined> {
  const coverage = COVERAGES.find((one) => one === coverageType);
  if (!coverage) return undefined;
  const [row] = await db
    .select()
    .from(ratingTables)
    .where(
      and(
        eq(ratingTables.coverageType, coverage),
        lte(ratingTables.effectiveFrom, now),
        or(eq(ratingTables.sample, false), samples ? sql`true` : sql`false`),
      ),
    )
    .orderBy(asc(ratingTables.sample), desc(ratingTables.effectiveFrom))
    .limit(1);
  if (row) return row.content;
  return samples ? SAMPLE_TABLES.find((one) => one.coverage_type === coverageType) : undefined;
}
