import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { toSql } from "pgvector";
import { z } from "zod";
import { summaryVectors } from "../calls/store";
import type { Db } from "../db/client";
import { type CORPUS_STATE_KEYS, chunks, corpusState, lexemes } from "../db/corpus";
import { takeDue } from "../db/due";
import { derivedId, fingerprint } from "../ids";
import { iso } from "../time";
import type { Kind, SourceText } from "./corpus";
import { findingVectors } from "./research-store";
import { enqueueSync } from "./sync-store";
import { namespaceOf } from "./vector-store";

/** How long a batch may take to embed before somebody else may claim it. */
const LEASE_MS = 60_000;
/** Words are counted again when this share of the chunks is new. */
const RECOUNT_SHARE = 0.05;

/**
 * The statements that save texts, each replacing what was stored for its owner. A chunk whose words
 * stay the same keeps its vector. A new one can be found by words until it is embedded.
 */
export function saveSources(db: Db, documents: SourceText[], now: number) {
  const rows = documents.flatMap(({ kind, ownerId, prospectId, companyId, from = 0, passages }) =>
    passages.map(({ title, text, source, at }, index) => ({
      id: derivedId(kind, ownerId, from + index),
      kind,
      owner_id: ownerId,
      seq: from + index,
      title,
      text,
      source,
      prospect_id: prospectId,
      company_id: companyId,
      at: iso(at),
      content_hash: fingerprint(title ?? "", text),
    })),
  );
  const lengths = documents
    .filter(({ alone }) => !alone)
    .map(({ kind, ownerId, from = 0, passages }) => ({
      kind,
      owner_id: ownerId,
      pieces: from + passages.length,
    }));
  const saved = sql`
    insert into ${chunks} (id, kind, owner_id, seq, prospect_id, company_id, title, text, source, at,
      content_hash, created_at, due_at)
    select r.id, r.kind, r.owner_id, r.seq, r.prospect_id, r.company_id, r.title, r.text, r.source,
      r.at, r.content_hash, ${iso(now)}, to_timestamp(0)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, kind text, owner_id text,
      seq int, prospect_id text, company_id text, title text, text text, source jsonb,
      at timestamptz, content_hash text)
    on conflict (kind, owner_id, seq) do update set text = excluded.text, title = excluded.title,
      source = excluded.source, at = excluded.at, prospect_id = excluded.prospect_id,
      company_id = excluded.company_id, content_hash = excluded.content_hash,
      embedding = case when chunks.content_hash = excluded.content_hash then chunks.embedding end,
      model = case when chunks.content_hash = excluded.content_hash then chunks.model end,
      due_at = case when chunks.content_hash = excluded.content_hash then chunks.due_at
        else excluded.due_at end`;
  const dropped = sql`
    delete from ${chunks} c using jsonb_to_recordset(${JSON.stringify(lengths)}::jsonb)
      as r(kind text, owner_id text, pieces int)
    where c.kind = r.kind and c.owner_id = r.owner_id and c.seq >= r.pieces`;
  // The other store filters by owner, so a new owner is synced even if the words stay the same.
  const moved = sql`
    update vector_sync s set revision = s.revision + 1, tries = 0, error = null, due_at = to_timestamp(0)
    from ${chunks} c join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id text, prospect_id text, company_id text, content_hash text) on c.id = r.id
    where s.chunk_id = c.id and not s.deleted and c.content_hash = r.content_hash
      and (c.prospect_id, c.company_id) is distinct from (r.prospect_id, r.company_id)`;
  return [db.execute(moved), db.execute(saved), db.execute(dropped)] as const;
}

/** All chunks of an owner, or the one at `seq`. */
export type Owner = { kind: Kind; ownerId: string; seq?: number };
/** A claimed chunk: `input` is the text to embed, `contentHash` its version. */
export type UnembeddedChunk = { id: string; input: string; contentHash: string };

/**
 * Claims chunks without a vector. Chunks whose words were embedded before get that vector first, so
 * no text is embedded twice. For one owner (`only`) it also takes chunks that others have claimed:
 * a claim may be left over from a crash, and the caller is waiting.
 */
export async function claimUnembedded(
  db: Db,
  model: string,
  limit: number,
  machineNow: number,
  only?: Owner,
): Promise<UnembeddedChunk[]> {
  const owner = only && ofOwner(only);
  const [copied, taken] = await db.batch([
    db.execute<{ id: string }>(sql`
      update chunks c set embedding = k.embedding, model = k.model, due_at = null
      from (select distinct on (content_hash) content_hash, embedding, model from chunks
        where model = ${model} and content_hash in
          (select content_hash from chunks where embedding is null)) k
      where c.id in (select ${chunks.id} from ${chunks} where ${and(isNull(chunks.embedding), owner)})
        and c.content_hash = k.content_hash returning c.id`),
    takeDue(db, chunks, {
      now: machineNow,
      limit,
      leaseMs: LEASE_MS,
      where: and(isNull(chunks.embedding), owner),
      orderBy: chunks.createdAt,
      early: only !== undefined,
    }),
  ]);
  const [first, ...others] = followUps(
    db,
    model,
    copied.rows.map(({ id }) => id),
  );
  if (copied.rows.length > 0 && first) await db.batch([first, ...others]);
  return taken.map(({ id, title, text, contentHash }) => ({
    id,
    contentHash,
    input: title ? `${title}\n${text}` : text,
  }));
}

const ofOwner = ({ kind, ownerId, seq }: Owner) =>
  and(
    eq(chunks.kind, kind),
    eq(chunks.ownerId, ownerId),
    seq === undefined ? undefined : eq(chunks.seq, seq),
  );

/**
 * Saves vectors for chunks and for the rows that they stand for. A chunk whose words have changed
 * since is skipped, and waits for a new vector.
 */
export async function keepVectors(
  db: Db,
  model: string,
  vectors: { id: string; contentHash: string; vector: number[] }[],
): Promise<void> {
  const rows = JSON.stringify(
    vectors.map(({ id, contentHash: h, vector }) => ({ id, h, e: toSql(vector) })),
  );
  const ids = vectors.map(({ id }) => id);
  const saved = sql`update chunks c set embedding = r.e::halfvec(1024), model = ${model}, due_at = null
    from jsonb_to_recordset(${rows}::jsonb) as r(id text, h text, e text)
    where c.id = r.id and c.content_hash = r.h`;
  await db.batch([db.execute(saved), ...followUps(db, model, ids)]);
}

/** The statements to run after chunks got their vectors. */
function followUps(db: Db, model: string, ids: string[]) {
  const among = sql`c.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;
  const firsts = sql`${among} and c.seq = 0`;
  const statements = [
    summaryVectors(firsts),
    findingVectors(firsts),
    enqueueSync(namespaceOf(model), among),
  ];
  return statements.map((statement) => db.execute(statement));
}

/** How many chunks have no vector. */
export const countUnembedded = (db: Db): Promise<number> =>
  db.$count(chunks, isNull(chunks.embedding));

/** Skips chunks that the model refuses until `until` (ms since 1970). */
export async function setAside(db: Db, ids: string[], until: number): Promise<void> {
  await db.update(chunks).set({ dueAt: until }).where(stillUnembedded(ids));
}

/** Releases the claim on chunks that could not be embedded. */
export async function release(db: Db, ids: string[]): Promise<void> {
  await db.update(chunks).set({ dueAt: 0 }).where(stillUnembedded(ids));
}

/** Matches the chunks that nobody else has embedded in the meantime. */
const stillUnembedded = (ids: string[]) => and(inArray(chunks.id, ids), isNull(chunks.embedding));

/**
 * Drops up to `limit` vectors of other models, to be embedded again. Returns how many were dropped.
 */
export async function dropOtherModels(db: Db, model: string, limit: number): Promise<number> {
  const dropped = await db.execute(sql`
    update chunks set embedding = null, model = null, due_at = to_timestamp(0) where id in
      (select id from chunks where model <> ${model} limit ${limit}) returning id`);
  return dropped.rows.length;
}

/**
 * Counts how many chunks each word occurs in, if enough chunks are new. False if it did not count.
 */
export async function countWords(db: Db, now: number): Promise<boolean> {
  const pieces = await db.$count(chunks);
  const before = (await stateOf(db, "lexemes", counted))?.pieces ?? 0;
  if (Math.abs(pieces - before) <= before * RECOUNT_SHARE) return false;
  await db.batch([
    db.delete(lexemes),
    db.execute(sql`insert into lexemes (lexeme, pieces)
      select word, ndoc from ts_stat('select tsv from chunks')`),
    keepState(db, "lexemes", { pieces }, now),
  ]);
  return true;
}

/** A single value of the corpus by its key, such as the name of the embedding model. */
export async function stateOf<Schema extends z.ZodType>(db: Db, key: StateKey, schema: Schema) {
  const [row] = await db.select().from(corpusState).where(eq(corpusState.key, key));
  return schema.safeParse(row?.value).data;
}
type StateKey = (typeof CORPUS_STATE_KEYS)[number];
const counted = z.object({ pieces: z.number() });

/** The statement that saves a single value of the corpus. */
export const keepState = (db: Db, key: StateKey, value: unknown, now: number) =>
  db
    .insert(corpusState)
    .values({ key, value, updatedAt: now })
    .onConflictDoUpdate({ target: corpusState.key, set: { value, updatedAt: now } });

/** The statement that deletes all chunks of an owner. */
export const deleteSource = (db: Db, kind: Kind, ownerId: string) =>
  db.delete(chunks).where(and(eq(chunks.kind, kind), eq(chunks.ownerId, ownerId)));
