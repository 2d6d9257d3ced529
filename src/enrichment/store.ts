import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { takeDue } from "../db/due";
import { type EnrichmentStatus, enrichments } from "../db/enrichment";
import { companies } from "../db/prospects";
import { DAY_MS, HOUR_MS, iso, MINUTE_MS } from "../time";
import { sourcesOf } from "../transitions";
import { ENRICHMENT_TRANSITIONS } from "./status";

/** What is younger than this is fresh enough. */
export const REFRESH_MS = 30 * DAY_MS;
/** How long a run that is being looked at is left to whoever looks. */
const LEASE_MS = 2 * MINUTE_MS;
/** After this, a request of unknown fate is given up on, and paid for twice. */
const LOST_MS = HOUR_MS;
const POLL_MS = MINUTE_MS;
const RETRY_MS = 10 * MINUTE_MS;

/** Where a look-up stands that a researcher may have taken. */
const AT_RESEARCHER = sourcesOf(ENRICHMENT_TRANSITIONS, "running");

export type Enrichment = typeof enrichments.$inferSelect;

/**
 * The statement that asks for look-ups of these companies, or of all that never had one. A company has
 * one look-up at a time, whoever else asks at the same moment, and none while the last is fresh, unless
 * that is requested (`anyway`).
 */
export function requestEnrichment(
  db: Db,
  now: number,
  which: { companyIds: string[]; anyway?: boolean } | { limit: number },
) {
  const at = iso(now);
  const fresh = sql`c.enriched_at > ${iso(now - REFRESH_MS)}`;
  const chosen =
    "limit" in which
      ? sql`c.enriched_at is null and not exists
          (select 1 from enrichments e where e.company_id = c.id) limit ${which.limit}`
      : sql`c.id in ${which.companyIds} and ${which.anyway ? sql`true` : sql`coalesce(not ${fresh}, true)`}`;
  return db.execute<{ id: string }>(sql`
    insert into enrichments (id, company_id, status, due_at, created_at, updated_at)
    select gen_random_uuid()::text, c.id, 'queued', ${at}, ${at}, ${at} from companies c
    where coalesce(c.name, c.domain) is not null and ${chosen}
    on conflict do nothing returning id`);
}

/** Takes the look-ups that are due, so that nobody else goes on with them for a while. */
export const takeDueEnrichments = (db: Db, now: number, limit: number): Promise<Enrichment[]> =>
  takeDue(db, enrichments, { now, limit, leaseMs: LEASE_MS, set: { revision: changed } });
const changed = sql`${enrichments.revision} + 1`;

/** The run that a webhook tells of is looked at now; its id may be new to us. */
export async function wake(
  db: Db,
  runId: string,
  reference: string,
  now: number,
): Promise<boolean> {
  const woken = await db
    .update(enrichments)
    .set({ runId, status: "running", dueAt: now, updatedAt: now, revision: changed })
    .where(
      and(
        sql`(${enrichments.runId} = ${runId} or ${enrichments.id} = ${reference})`,
        inArray(enrichments.status, AT_RESEARCHER),
      ),
    )
    .returning({ id: enrichments.id });
  return woken.length > 0;
}

/**
 * Notes that a look-up is about to be asked for and paid for, if the day's money allows it: what was
 * spent since `since` and this do not exceed `capMicros`, whoever else is about to spend. Nothing if it
 * does, or if somebody else has gone on with the look-up.
 */
export async function markStarting(
  db: Db,
  { id, revision }: Enrichment,
  cost: { costMicros: number; capMicros: number; since: number },
  now: number,
): Promise<Enrichment | undefined> {
  const { costMicros, capMicros, since } = cost;
  const affordable = sql`${costMicros}::bigint <= ${capMicros}::bigint - (select coalesce(sum(e.cost_micros), 0)
    from ${enrichments} e where e.updated_at >= ${iso(since)}::timestamptz)`;
  const [, [started]] = await db.batch([
    // One after the other: two at once would not see what each other spends.
    db.execute(sql`select pg_advisory_xact_lock(hashtext('enrichments'))`),
    db
      .update(enrichments)
      .set({
        status: "starting",
        revision: changed,
        tries: sql`${enrichments.tries} + 1`,
        costMicros: sql`${enrichments.costMicros} + ${costMicros}`,
        runId: null,
        error: null,
        dueAt: now + LOST_MS,
        updatedAt: now,
      })
      .where(and(isUnchanged({ id, revision }), mayBecome("starting"), affordable))
      .returning(),
  ]);
  return started;
}

/** Nobody else has gone on with it since it was taken. */
const isUnchanged = ({ id, revision }: Pick<Enrichment, "id" | "revision">) =>
  and(eq(enrichments.id, id), eq(enrichments.revision, revision));

/** The look-up is at a status from which it may move to another. */
const mayBecome = (to: EnrichmentStatus) =>
  inArray(enrichments.status, sourcesOf(ENRICHMENT_TRANSITIONS, to));

type Progress =
  | { to: "running"; runId?: string | undefined }
  | { to: "queued"; error: string; waitMs?: number }
  | { to: "done" }
  | { to: "failed"; error: string };

/**
 * Notes how far a look-up is; what has not ended is due again. It changes nothing if somebody else has
 * gone on with it since it was taken: how far it is, they say.
 */
export async function step(
  db: Db,
  taken: Pick<Enrichment, "id" | "revision">,
  progress: Progress,
  now: number,
): Promise<void> {
  const { to } = progress;
  const dueAt = {
    running: now + POLL_MS,
    queued: now + (to === "queued" ? (progress.waitMs ?? RETRY_MS) : RETRY_MS),
    done: null,
    failed: null,
  };
  await db
    .update(enrichments)
    .set({
      status: to,
      revision: changed,
      error: "error" in progress ? progress.error.slice(0, 1_000) : null,
      ...(to === "running" && progress.runId && { runId: progress.runId }),
      dueAt: dueAt[to],
      updatedAt: now,
    })
    .where(and(isUnchanged(taken), mayBecome(to)));
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
