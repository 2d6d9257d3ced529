import { desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { chunks, corpusState, shadowReads, vectorSync } from "../db/corpus";
import { backoff, takeDue } from "../db/due";
import { iso } from "../time";
import { type MigrationStatus, type Phase, phaseBody } from "./migration";
import type { StoredVector } from "./vector-store";

/** How long a batch may take before somebody else may take it, in product time. */
const LEASE_MS = 30_000;
const RETRY_MS = 2_000;
const RETRY_MS_MAX = 5 * 60_000;
/**
 * After this many tries, a refusal is reported. Tries go on, since a key or an index may come back.
 */
const REFUSED_TRIES = 5;
/** Marks the error of a refusal, as opposed to a store that is busy or down. */
const REFUSED = "refused: ";
/** The overlap is the mean of this many shadow reads, the latest. */
const READS_LOOKED_AT = 50;
/** In the past, so that an entry is due at once. */
const AT_ONCE = "1970-01-01T00:00:00Z";

const active = sql`coalesce((select value ->> 'phase' from corpus_state where key = 'migration'), 'pgvector')
  <> 'pgvector'`;

/** The statement that queues chunks for the second store, if there is one. */
export const enqueueSync = (namespace: string, among: SQL): SQL => sql`
  insert into vector_sync (chunk_id, namespace, due_at)
  select c.id, ${namespace}, ${AT_ONCE}::timestamptz from chunks c
  where ${among} and c.embedding is not null and ${active}
  on conflict (chunk_id) do update set deleted = false, namespace = excluded.namespace,
    revision = vector_sync.revision + 1, tries = 0, error = null, due_at = excluded.due_at`;

/** The statements that queue everything: each chunk as an upsert, each deleted one as a removal. */
export const enqueueAll = (db: Db, namespace: string) => [
  db.execute(enqueueSync(namespace, sql`true`)),
  db.execute(sql`update vector_sync s set deleted = true, revision = revision + 1, tries = 0,
    error = null, due_at = ${AT_ONCE}::timestamptz
    where not exists (select 1 from chunks c where c.id = s.chunk_id)`),
];

/** Queues chunks again that the second store has lost. */
export const reenqueue = (db: Db, namespace: string, ids: string[]) =>
  db.execute(
    enqueueSync(
      namespace,
      sql`c.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
    ),
  );

/** Queues chunks that were written while the phase changed, and so were not queued then. */
export const enqueueMissing = (db: Db, namespace: string) =>
  db.execute(
    enqueueSync(namespace, sql`not exists (select 1 from vector_sync s where s.chunk_id = c.id)`),
  );

/** A change for the second store. `revision` grows with each change of the chunk. */
export type SyncEntry = {
  id: string;
  namespace: string;
  revision: number;
  tries: number;
  /** Undefined if the second store must remove it. */
  vector: StoredVector | undefined;
};

/** Takes due entries. If they are not settled within `LEASE_MS`, somebody else may take them. */
export async function takeSyncEntries(db: Db, limit: number, now: number): Promise<SyncEntry[]> {
  const taken = await takeDue(db, vectorSync, {
    now,
    limit,
    leaseMs: LEASE_MS,
    set: { tries: sql`${vectorSync.tries} + 1` },
  });
  const ids = taken.filter(({ deleted }) => !deleted).map(({ chunkId }) => chunkId);
  const { id, embedding, kind, prospectId, companyId } = chunks;
  const rows = await db
    .select({ id, embedding, kind, prospectId, companyId })
    .from(chunks)
    .where(inArray(id, ids));
  const vectors = new Map(rows.map((row) => [row.id, vectorOf(row)]));
  return taken.map(({ chunkId, namespace, revision, tries }) => {
    return { id: chunkId, namespace, revision, tries, vector: vectors.get(chunkId) };
  });
}

type Embedded = Pick<
  typeof chunks.$inferSelect,
  "id" | "embedding" | "kind" | "prospectId" | "companyId"
>;
function vectorOf({ id, embedding, kind, prospectId, companyId }: Embedded) {
  if (!embedding) return undefined;
  const metadata = {
    kind,
    agency: kind === "research" && !prospectId && !companyId,
    ...(prospectId && { prospect_id: prospectId }),
    ...(companyId && { company_id: companyId }),
  };
  return { id, values: embedding, metadata };
}

type SyncedRow = { id: string; revision: number };
const asRows = (rows: SyncedRow[]) => sql`jsonb_to_recordset(
  ${JSON.stringify(rows.map(({ id, revision }) => ({ id, revision })))}::jsonb) as r(id text, revision int)`;

/** Marks entries as synced. An entry that has changed since stays queued. */
export const settle = (db: Db, rows: SyncedRow[], lsn: number | null) =>
  db.execute(sql`update vector_sync s set due_at = null, error = null, lsn = ${lsn}::bigint
    from ${asRows(rows)} where s.chunk_id = r.id and s.revision = r.revision`);

/** Delays entries after a failure. They are never given up, or data would be lost or not erased. */
export function postpone(
  db: Db,
  entries: Pick<SyncEntry, "id" | "revision" | "tries">[],
  { retry, detail }: { retry: boolean; detail: string },
  now: number,
) {
  const rows = entries.map(({ id, revision, tries }) => {
    const dueAt = now + backoff(tries, { baseMs: RETRY_MS, maxMs: RETRY_MS_MAX });
    return { id, revision, due_at: iso(dueAt) };
  });
  const error = `${retry ? "" : REFUSED}${detail}`.slice(0, 500);
  return db.execute(sql`update vector_sync s set error = ${error}, due_at = r.due_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id text, revision int, due_at timestamptz)
    where s.chunk_id = r.id and s.revision = r.revision`);
}

/** The phase of the migration. */
export async function phaseOf(db: Db): Promise<Phase> {
  const [row] = await db.select().from(corpusState).where(eq(corpusState.key, "migration"));
  return phaseBody.safeParse(row?.value).data?.phase ?? "pgvector";
}

type Counted = "embedded" | "bare" | "synced" | "pending" | "refused";
/** How far the migration has come. */
export async function migrationStatus(db: Db): Promise<MigrationStatus> {
  const [phase, counted, looks] = await Promise.all([
    phaseOf(db),
    db.execute<Record<Counted, string> & { last_error: string | null }>(sql`
      select (select count(*) from chunks where embedding is not null) as embedded,
        (select count(*) from chunks where embedding is null) as bare,
        count(*) filter (where c.id is not null and s.due_at is null and error is null) as synced,
        count(*) filter (where s.due_at is not null) as pending,
        count(*) filter (where error like ${`${REFUSED}%`} and s.tries >= ${REFUSED_TRIES}) as refused,
        max(error) as last_error
      from vector_sync s left join chunks c on c.id = s.chunk_id and c.embedding is not null`),
    db.select().from(shadowReads).orderBy(desc(shadowReads.at)).limit(READS_LOOKED_AT),
  ]);
  const count = (name: Counted) => Number(counted.rows[0]?.[name] ?? 0);
  const mean = looks.reduce((sum, one) => sum + one.overlapPercent, 0) / looks.length / 100;
  return {
    phase,
    embedded: count("embedded"),
    unembedded: count("bare"),
    synced: count("synced"),
    lastError: counted.rows[0]?.last_error ?? null,
    pending: count("pending"),
    refused: count("refused"),
    shadow: {
      reads: looks.length,
      overlapAt10: looks.length > 0 ? Math.round(mean * 1_000) / 1_000 : null,
    },
  };
}

/** The statement that records a shadow read. */
export const noteShadowRead = (db: Db, read: typeof shadowReads.$inferInsert) =>
  db.insert(shadowReads).values(read);
/** Deletes the shadow reads, since those before a change of phase prove nothing. */
export const forgetShadowReads = (db: Db) => db.delete(shadowReads);

/** All ids that have a vector, in order, for comparing them with another store's. */
export async function embeddedIds(db: Db): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(
    sql`select id from chunks where embedding is not null`,
  );
  return new Set(rows.rows.map(({ id }) => id));
}

/** Deletes the entries of erased chunks that the second store has removed too. */
export const dropSettled = (db: Db) =>
  db.delete(vectorSync).where(sql`${vectorSync.deleted} and ${vectorSync.dueAt} is null`);
