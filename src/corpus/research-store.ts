import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { chunks, researchCorpus } from "../db/corpus";
import type { TimeCursor } from "../ids";
import { iso, isoOrNull } from "../time";
import type { ResearchData, ResearchView } from "./research";

/** The statement that saves findings. A finding with a known id replaces the earlier one. */
export const keepResearch = (db: Db, items: ResearchData[], now: number) =>
  db
    .insert(researchCorpus)
    .values(
      items.map(({ id, text, title, source_url: url, company_id, found_at, confidence }) => ({
        id,
        companyId: company_id ?? null,
        title: title ?? null,
        findings: text,
        sources: url ? [{ url }] : [],
        confidence: confidence === undefined ? null : Math.round(confidence * 100),
        foundAt: found_at ? Date.parse(found_at) : null,
        createdAt: now,
      })),
    )
    .onConflictDoUpdate({
      target: researchCorpus.id,
      set: {
        companyId: sql`excluded.company_id`,
        title: sql`excluded.title`,
        findings: sql`excluded.findings`,
        sources: sql`excluded.sources`,
        confidence: sql`excluded.confidence_percent`,
        foundAt: sql`excluded.found_at`,
      },
    });

/** In raw SQL, because Drizzle drops the table's name in a select from one table. */
const embedded = sql<boolean>`coalesce((select bool_and(c.embedding is not null) from ${chunks} c
  where c.kind = 'research' and c.owner_id = research_corpus.id), false)`;

/** The finding as the API returns it; undefined if there is none. */
export async function findResearch(db: Db, id: string): Promise<ResearchView | undefined> {
  const [found] = await select(db, eq(researchCorpus.id, id), 1);
  return found;
}

/** Findings, newest first. */
export const listResearch = (db: Db, limit: number, cursor?: TimeCursor, companyId?: string) =>
  select(
    db,
    and(
      companyId ? eq(researchCorpus.companyId, companyId) : undefined,
      cursor &&
        sql`(${researchCorpus.createdAt}, ${researchCorpus.id}) < (${cursor.at}, ${cursor.id})`,
    ),
    limit,
  );

async function select(db: Db, where: SQL | undefined, limit: number): Promise<ResearchView[]> {
  const rows = await db
    .select({ row: researchCorpus, embedded })
    .from(researchCorpus)
    .where(where)
    .orderBy(desc(researchCorpus.createdAt), desc(researchCorpus.id))
    .limit(limit);
  return rows.map(({ row, embedded }) => ({
    id: row.id,
    text: row.findings,
    title: row.title,
    source_url: row.sources[0]?.url ?? null,
    company_id: row.companyId,
    found_at: isoOrNull(row.foundAt),
    confidence: row.confidence === null ? null : row.confidence / 100,
    embedded,
    created_at: iso(row.createdAt),
  }));
}

/** SQL that copies the vector of each finding's first chunk `c` that matches `among`. */
export const findingVectors = (among: SQL): SQL => sql`
  update research_corpus f set findings_embedding = c.embedding::vector from chunks c
  where ${among} and c.kind = 'research' and c.owner_id = f.id`;
