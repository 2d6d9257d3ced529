import type { Db } from "../db/client";
import { fail, ok, type Result } from "../result";
import { closedGate, type Difference, PHASES, type Phase } from "./migration";
import { keepState } from "./store";
import {
  dropSettled,
  embeddedIds,
  enqueueAll,
  forgetShadowReads,
  migrationStatus,
  postpone,
  reenqueue,
  type SyncEntry,
  settle,
  takeSyncEntries,
} from "./sync-store";
import { namespaceOf, type VectorStore } from "./vector-store";

/** Vectors in one upsert. Pinecone takes 1,000 records or 2 MB; 100 vectors are 1 MB. */
const BATCH = 100;

/** What syncing uses. `now` is product time. */
export type SyncDeps = { db: Db; store: VectorStore; now: () => number };

/** Sends one batch of queued changes to the second store. Returns how many it sent. */
export async function syncBatch({ db, store, now }: SyncDeps): Promise<Result<number>> {
  const entries = await takeSyncEntries(db, BATCH, now());
  if (entries.length === 0) {
    await dropSettled(db);
    return ok(0);
  }
  const groups = Map.groupBy(entries, ({ namespace, vector }) => `${namespace} ${vector ? 1 : 0}`);
  let failure: Result<never> | undefined;
  for (const rows of groups.values()) {
    const sent = await sendBatch(store, rows);
    if (sent.ok) await settle(db, rows, sent.value);
    else {
      await postpone(db, rows, sent.error, now());
      failure = sent;
    }
  }
  return failure ?? ok(entries.length);
}

function sendBatch(store: VectorStore, rows: SyncEntry[]) {
  const [{ namespace } = { namespace: "" }] = rows;
  const vectors = rows.flatMap(({ vector }) => vector ?? []);
  return vectors.length > 0
    ? store.upsert(namespace, vectors)
    : store.remove(
        namespace,
        rows.map(({ id }) => id),
      );
}

/** Compares the ids of both stores: which the second one lacks, and which only it has (`left`). */
async function compareIds({ db, store }: Stores, model: string) {
  const missing = await embeddedIds(db);
  const extra: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(namespaceOf(model), cursor);
    if (!page.ok) return page;
    for (const id of page.value.ids) if (!missing.delete(id)) extra.push(id);
    cursor = page.value.next;
  } while (cursor);
  // A chunk that was written here while the second store was listed is not left over there.
  const here = await embeddedIds(db);
  return ok({
    missing: [...missing].filter((id) => here.has(id)),
    left: extra.filter((id) => !here.has(id)),
  });
}
type Stores = Pick<SyncDeps, "db" | "store">;

/**
 * Counts the differences between both stores by listing all ids. Fails if the second store does.
 */
export async function difference(stores: Stores, model: string): Promise<Result<Difference>> {
  const ids = await compareIds(stores, model);
  return ids.ok ? ok({ missing: ids.value.missing.length, left: ids.value.left.length }) : ids;
}

/**
 * Restores what the second store has lost and removes what it should no longer have. Returns how
 * many ids that were. Does nothing while changes are queued, or before the second store is in use.
 */
export async function repair(deps: SyncDeps, model: string): Promise<Result<number>> {
  const { db, store } = deps;
  const { phase, pending } = await migrationStatus(db);
  if (phase === "pgvector" || phase === "backfill" || pending > 0) return ok(0);
  const ids = await compareIds(deps, model);
  if (!ids.ok) return ids;
  const { missing, left: extra } = ids.value;
  if (missing.length > 0) await reenqueue(db, namespaceOf(model), missing);
  for (let from = 0; from < extra.length; from += REMOVE_BATCH) {
    const removed = await store.remove(namespaceOf(model), extra.slice(from, from + REMOVE_BATCH));
    if (!removed.ok) return removed;
  }
  // A chunk may have been written again in the meantime.
  if (extra.length > 0) await reenqueue(db, namespaceOf(model), extra);
  return ok(missing.length + extra.length);
}
const REMOVE_BATCH = 1_000;

/** Enters a phase if its gate is open. The failure's detail says why it is not. */
export async function enterPhase(
  to: Phase,
  deps: SyncDeps,
  model: string,
): Promise<Result<undefined>> {
  const { db, now } = deps;
  const status = await migrationStatus(db);
  const compares = PHASES.indexOf(to) > PHASES.indexOf(status.phase) && /shadow|pinecone/.test(to);
  let reasons = closedGate(to, status);
  if (reasons.length === 0 && compares) {
    const ids = await difference(deps, model);
    if (!ids.ok) return ids;
    reasons = closedGate(to, status, ids.value);
  }
  if (reasons.length > 0) return fail(reasons.join("; "), false);
  if (to === "backfill" && status.phase === "pgvector") {
    const reachable = await deps.store.list(namespaceOf(model));
    if (!reachable.ok) return fail(`Pinecone does not answer: ${reachable.error.detail}`, true);
  }
  if (to === "shadow-read") await forgetShadowReads(db);
  const phaseUpdate = keepState(db, "migration", { phase: to }, now());
  // From now on every write is queued. Earlier ones are queued here, in one transaction with the
  // phase.
  await db.batch([phaseUpdate, ...(to === "backfill" ? enqueueAll(db, namespaceOf(model)) : [])]);
  return ok(undefined);
}
