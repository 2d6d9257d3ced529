import { and, asc, desc, eq, gte, lte, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { enrichments } from "../db/enrichment";
import { companies } from "../db/prospects";
import { DAY_MS, HOUR_MS, iso, MINUTE_MS } from "../time";

/** What is younger than this is fresh enough. */
export const REFRESH_MS = 30 * DAY_MS;
/** How long a run that is being looked at is left to whoever looks. */
const LEASE_MS = 2 * MINUTE_MS;
/** A request of unknown fate is given up on, and paid for twice, after this. */
const LOST_MS = HOUR_MS;
const POLL_MS = MINUTE_MS;
const RETRY_MS = 10 * MINUTE_MS;

export type Enrichment = typeof enrichments.$inferSelect;

/**
 * The statement that asks for look-ups of these companies, or of all that never had one: once at a
 * time each, and not again while the last is fresh, unless that is wanted (`anyway`).
 */
export function requestEnrichment(
  db: Db,
  now: number,
  wish: { companyIds: string[]; anyway?: boolean } | { limit: number },
) {
  const at = iso(now);
  const open = sql`exists (select 1 from enrichments e where e.company_id = c.id
    and e.status in ('queued', 'starting', 'running'))`;
  const fresh = sql`c.enriched_at > ${iso(now - REFRESH_MS)}`;
  const which =
    "limit" in wish
      ? sql`c.enriched_at is null and not exists
          (select 1 from enrichments e where e.company_id = c.id) limit ${wish.limit}`
      : sql`c.id in ${wish.companyIds} and ${wish.anyway ? sql`true` : sql`coalesce(not ${fresh}, true)`}`;
  return db.execute<{ id: string }>(sql`
    insert into enrichments (id, company_id, status, due_at, created_at, updated_at)
    select gen_random_uuid()::text, c.id, 'queued', ${at}, ${at}, ${at} from companies c
    where coalesce(c.name, c.domain) is not null and not ${open} and ${which}
    returning id`);
}

/** Takes what is due, so that nobody else looks at it for a while. */
export async function takeDue(db: Db, now: number, limit: number): Promise<Enrichment[]> {
  const due = db
    .select({ id: enrichments.id })
    .from(enrichments)
    .where(lte(enrichments.dueAt, now))
    .orderBy(asc(enrichments.dueAt))
    .limit(limit);
  return await db
    .update(enrichments)
    .set({ dueAt: now + LEASE_MS })
    .where(sql`${enrichments.id} in ${due}`)
    .returning();
}

/** The run that a webhook tells of is looked at now; its id may be news to us. */
export async function wake(
  db: Db,
  runId: string,
  reference: string,
  now: number,
): Promise<boolean> {
  const woken = await db
    .update(enrichments)
    .set({ runId, status: "running", dueAt: now, updatedAt: now })
    .where(
      and(
        sql`(${enrichments.runId} = ${runId} or ${enrichments.id} = ${reference})`,
        sql`${enrichments.status} in ('starting', 'running')`,
      ),
    )
    .returning({ id: enrichments.id });
  return woken.length > 0;
}

/** What was spent since `since`, in millionths of a dollar. */
export async function spentSince(db: Db, since: number): Promise<number> {
  const [row] = await db
    .select({ micros: sql<string>`coalesce(sum(${enrichments.costMicros}), 0)` })
    .from(enrichments)
    .where(gte(enrichments.updatedAt, since));
  return Number(row?.micros ?? 0);
}

type Step =
  | { to: "starting"; costMicros: number }
  | { to: "running"; runId?: string | undefined }
  | { to: "queued"; error: string; waitMs?: number }
  | { to: "done" }
  | { to: "failed"; error: string };

/** Notes how far a look-up is; what is not ended is due again. */
export async function step(db: Db, { id }: Enrichment, made: Step, now: number): Promise<void> {
  const waits = {
    starting: LOST_MS,
    running: POLL_MS,
    queued: "waitMs" in made ? (made.waitMs ?? RETRY_MS) : RETRY_MS,
  };
  const ended = made.to === "done" || made.to === "failed";
  await db
    .update(enrichments)
    .set({
      status: made.to,
      updatedAt: now,
      dueAt: ended ? null : now + waits[made.to as keyof typeof waits],
      error: "error" in made ? made.error.slice(0, 1_000) : null,
      ...("runId" in made && made.runId && { runId: made.runId }),
      ...("costMicros" in made && {
        tries: sql`${enrichments.tries} + 1`,
        costMicros: sql`${enrichments.costMicros} + ${made.costMicros}`,
      }),
    })
    .where(eq(enrichments.id, id));
}

/** The last look-up of a company. */
export async function latestEnrichmentOf(
  db: Db,
  companyId: string,
): Promise<Enrichment | undefined> {
  const [row] = await db
    .select()
    .from(enrichments)
    .where(eq(enrichments.companyId, companyId))
    .orderBy(desc(enrichments.createdAt))
    .limit(1);
  return row;
}

export async function findCompany(db: Db, id: string) {
  const [row] = await db.select().from(companies).where(eq(companies.id, id));
  return row;
}
