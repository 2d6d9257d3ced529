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

/** What one upsert takes (Pinecone: 1,000 records or 2 MB; 100 vectors are 1 MB). */
const BATCH = 100;

export type SyncDeps = { db: Db; store: VectorStore; now: () => number };

/** Tells the second store one batch of what it must be told; how many pieces that were. */
export async function syncBatch({ db, store, now }: SyncDeps): Promise<Result<number>> {
  const entries = await takeSyncEntries(db, BATCH, now());
  if (entries.length === 0) {
    await dropSettled(db);
    return ok(0);
  }
  const groups = Map.groupBy(entries, ({ namespace, vector }) => `${namespace} ${vector ? 1 : 0}`);
  let failure: Result<never> | undefined;
  for (const rows of groups.values()) {
    const told = await tell(store, rows);
    if (told.ok) await settle(db, rows, told.value);
    else {
      await postpone(db, rows, told.error, now());
      failure = told;
    }
  }
  return failure ?? ok(entries.length);
}

function tell(store: VectorStore, rows: SyncEntry[]) {
  const [{ namespace } = { namespace: "" }] = rows;
  const vectors = rows.flatMap(({ vector }) => vector ?? []);
  return vectors.length > 0
    ? store.upsert(namespace, vectors)
    : store.remove(
        namespace,
        rows.map(({ id }) => id),
      );
}

/** All ids of both stores, compared: which the other one lacks, and which are only there. */
async function compareIds({ db, store }: Stores, model: string) {
  const missing = await embeddedIds(db);
  const left: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(namespaceOf(model), cursor);
    if (!page.ok) return page;
    for (const id of page.value.ids) if (!missing.delete(id)) left.push(id);
    cursor = page.value.next;
  } while (cursor);
  // What came here while the other was listed is not left over there.
  const here = await embeddedIds(db);
  return ok({
    missing: [...missing].filter((id) => here.has(id)),
    left: left.filter((id) => !here.has(id)),
  });
}
type Stores = Pick<SyncDeps, "db" | "store">;

export async function difference(stores: Stores, model: string): Promise<Result<Difference>> {
  const ids = await compareIds(stores, model);
  return ids.ok ? ok({ missing: ids.value.missing.length, left: ids.value.left.length }) : ids;
}

/**
 * Looks whether the other store still has what it took, and mends what it lost or kept; how many ids
 * that were. What is on its way anyway is left to it.
 */
export async function repair(deps: SyncDeps, model: string): Promise<Result<number>> {
  const { db, store } = deps;
  const { phase, pending } = await migrationStatus(db);
  if (phase === "pgvector" || phase === "backfill" || pending > 0) return ok(0);
  const ids = await compareIds(deps, model);
  if (!ids.ok) return ids;
  const { missing, left } = ids.value;
  if (missing.length > 0) await reenqueue(db, namespaceOf(model), missing);
  for (let from = 0; from < left.length; from += REMOVED_AT_ONCE) {
    const removed = await store.remove(
      namespaceOf(model),
      left.slice(from, from + REMOVED_AT_ONCE),
    );
    if (!removed.ok) return removed;
  }
  // What came back meanwhile is told again.
  if (left.length > 0) await reenqueue(db, namespaceOf(model), left);
  return ok(missing.length + left.length);
}
const REMOVED_AT_ONCE = 1_000;

/** Moves to a phase, if its gate is open; tells why it is not. */
export async function enterPhase(
  to: Phase,
  deps: SyncDeps,
  model: string,
): Promise<Result<undefined>> {
  const { db, now } = deps;
  const current = await migrationStatus(db);
  const compares = PHASES.indexOf(to) > PHASES.indexOf(current.phase) && /shadow|pinecone/.test(to);
  let why = closedGate(to, current);
  if (why.length === 0 && compares) {
    const ids = await difference(deps, model);
    if (!ids.ok) return ids;
    why = closedGate(to, current, ids.value);
  }
  if (why.length > 0) return fail(why.join("; "), false);
  if (to === "backfill" && current.phase === "pgvector") {
    const reachable = await deps.store.list(namespaceOf(model));
    if (!reachable.ok) return fail(`Pinecone does not answer: ${reachable.error.detail}`, true);
  }
  if (to === "shadow-read") await forgetShadowReads(db);
  const kept = keepState(db, "migration", { phase: to }, now());
  // From here on every write is noted; what was there before is noted now, with the phase or not at all.
  await db.batch([kept, ...(to === "backfill" ? enqueueAll(db, namespaceOf(model)) : [])]);
  return ok(undefined);
}
