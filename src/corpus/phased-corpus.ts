import { CircuitBreaker } from "../circuit-breaker";
import type { Db } from "../db/client";
import type { Log } from "../log";
import { describeError } from "../result";
import { withTimeout } from "../with-timeout";
import type { Corpus, Question } from "./corpus";
import { overlap, type Phase } from "./migration";
import { noteShadowRead } from "./sync-store";
import { namespaceOf, type VectorSearch, type VectorStore } from "./vector-store";

/** A search waits no longer for the second store: Postgres has everything, too. */
const QUERY_MS = 500;
/** After so many late answers in a row, the second store is not asked for a while. */
const LATE_MAX = 3;
const BREAK_MS = 30_000;

/** "overlap@10" */
const COMPARED = 10;

type Deps = {
  /** Written to. */
  db: Db;
  /** The corpus in Postgres, which may search a second store for vectors. */
  postgres: (search?: VectorSearch) => Corpus;
  /** The embedder's name. */
  model: string;
  store: VectorStore;
  /** The phase as it was a moment ago; the truth is in Postgres, which every phase may be read from. */
  phase: () => Phase;
  now: () => number;
  machineNow: () => number;
  newId: () => string;
  /** Lets work go on that nobody waits for. */
  defer: (work: Promise<unknown>) => void;
  log: Log;
};

/**
 * The corpus on its way to another store of vectors. Words and texts stay in Postgres; only the
 * nearest of everybody's pieces are asked of the other store, once its phase has come. What that
 * store has not seen yet is added here, and where it does not answer, Postgres does.
 */
export function phasedCorpus(deps: Deps): Corpus {
  const { postgres, model, store, phase, defer, log } = deps;
  const here = postgres();
  const namespace = namespaceOf(model);
  const breaker = new CircuitBreaker(LATE_MAX, BREAK_MS);
  const there = postgres(async (vector, limit, kinds, onlyAgency) => {
    const conditions = [
      ...(kinds ? [{ kind: { $in: kinds } }] : []),
      ...(onlyAgency ? [{ agency: { $eq: true } }] : []),
    ];
    const filter = conditions.length > 0 ? { $and: conditions } : undefined;
    if (breaker.isOpen(deps.machineNow())) return undefined;
    const found = await withTimeout(QUERY_MS, store.query(namespace, vector, limit, filter), {
      instead: undefined,
      event: "pinecone.not-asked",
      log,
    });
    breaker.note(found?.ok ?? false, deps.machineNow());
    if (found?.ok) return found.value;
    log.warn("pinecone.not-asked", {
      error: found?.error.detail ?? `no answer within ${QUERY_MS} ms`,
    });
    return undefined;
  });
  const corpus = () => (phase() === "pinecone" ? there : here);
  const look = ({ vector }: Question) => {
    if (phase() !== "shadow-read" || !vector) return;
    const work = compare(here, vector, deps).catch((error) =>
      log.warn("pinecone.not-compared", { error: describeError(error) }),
    );
    defer(work);
  };
  return {
    search(question) {
      look(question);
      return corpus().search(question);
    },
    gather(question) {
      look(question);
      return corpus().gather(question);
    },
    nearest: here.nearest,
  };
}

/** The same question to both, and how far they agree. */
async function compare(
  here: Corpus,
  vector: number[],
  { db, model, store, now, newId }: Deps,
): Promise<void> {
  const [truth, other] = await Promise.all([
    here.nearest(vector, COMPARED),
    store.query(namespaceOf(model), vector, COMPARED),
  ]);
  if (!other.ok) throw new Error(other.error.detail);
  const ids = other.value.matches.map(({ id }) => id);
  const seen = new Set(ids);
  await noteShadowRead(db, {
    id: newId(),
    at: now(),
    overlapPercent: Math.round(overlap(truth, ids) * 100),
    missing: truth.filter((id) => !seen.has(id)),
  });
}
