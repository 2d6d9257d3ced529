import { CircuitBreaker } from "../circuit-breaker";
import type { Db } from "../db/client";
import type { Log } from "../log";
import { describeError } from "../result";
import { withTimeout } from "../with-timeout";
import type { Corpus, Question } from "./corpus";
import { overlap, type Phase } from "./migration";
import { pgvector, type Ranking } from "./pgvector";
import { noteShadowRead } from "./sync-store";
import { namespaceOf, type VectorStore } from "./vector-store";

/** Longer than this nobody waits: Postgres has all of it. After so many that were late it is left alone. */
const QUERY_MS = 500;
const [LATE_MAX, BREAK_MS] = [3, 30_000] as const;

/** "overlap@10" */
const COMPARED = 10;

type Deps = {
  /** Read from. */
  db: Db;
  /** Written to. */
  written: Db;
  ranking: Ranking;
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
  const { db, ranking, store, phase, defer, log } = deps;
  const here = pgvector(db, ranking);
  const namespace = namespaceOf(ranking.model);
  const breaker = new CircuitBreaker(LATE_MAX, BREAK_MS);
  const there = pgvector(db, ranking, async (vector, limit, kinds, onlyAgency) => {
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
    const work = compare(vector, deps).catch((error) =>
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
  vector: number[],
  { db, written, ranking, store, now, newId }: Deps,
): Promise<void> {
  const [truth, other] = await Promise.all([
    pgvector(db, ranking).nearest(vector, COMPARED),
    store.query(namespaceOf(ranking.model), vector, COMPARED),
  ]);
  if (!other.ok) throw new Error(other.error.detail);
  const ids = other.value.matches.map(({ id }) => id);
  const seen = new Set(ids);
  await noteShadowRead(written, {
    id: newId(),
    at: now(),
    overlapPercent: Math.round(overlap(truth, ids) * 100),
    missing: truth.filter((id) => !seen.has(id)),
  });
}
