import { CircuitBreaker } from "../circuit-breaker";
import type { Db } from "../db/client";
import type { Log } from "../log";
import { describeError } from "../result";
import { withTimeout } from "../with-timeout";
import type { Corpus, Question } from "./corpus";
import { overlap, type Phase } from "./migration";
import { noteShadowRead } from "./sync-store";
import { namespaceOf, type VectorSearch, type VectorStore } from "./vector-store";

/** How long a search waits for the second store. Postgres has everything too. */
const QUERY_MS = 500;
/** After this many late answers in a row, the second store is not asked for `BREAK_MS`. */
const LATE_MAX = 3;
const BREAK_MS = 30_000;

/** How many nearest chunks a shadow read compares. */
const COMPARED = 10;

type Deps = {
  /** For writes. */
  db: Db;
  /** The corpus in Postgres, which may search a second store for vectors. */
  postgres: (search?: VectorSearch) => Corpus;
  /** The embedder's name. */
  model: string;
  store: VectorStore;
  /** The phase, possibly a moment old. Postgres is complete in every phase. */
  phase: () => Phase;
  now: () => number;
  machineNow: () => number;
  newId: () => string;
  /** Continues work in the background. */
  defer: (work: Promise<unknown>) => void;
  log: Log;
};

/**
 * The corpus while its vectors move to another store. Words and texts stay in Postgres. In the last
 * phase, the nearest of everybody's chunks come from the other store. Chunks that it has not
 * indexed yet are searched in Postgres, which also answers when the other store does not.
 */
export function phasedCorpus(deps: Deps): Corpus {
  const { postgres, model, store, phase, defer, log } = deps;
  const local = postgres();
  const namespace = namespaceOf(model);
  const breaker = new CircuitBreaker(LATE_MAX, BREAK_MS);
  const remote = postgres(async (vector, limit, kinds, onlyAgency) => {
    const conditions = [
      ...(kinds ? [{ kind: { $in: kinds } }] : []),
      ...(onlyAgency ? [{ agency: { $eq: true } }] : []),
    ];
    const filter = conditions.length > 0 ? { $and: conditions } : undefined;
    if (breaker.isOpen(deps.machineNow())) return undefined;
    const answer = await withTimeout(QUERY_MS, store.query(namespace, vector, limit, filter), {
      instead: undefined,
      event: "pinecone.not-asked",
      log,
    });
    breaker.record(answer?.ok ?? false, deps.machineNow());
    if (answer?.ok) return answer.value;
    log.warn("pinecone.not-asked", {
      error: answer?.error.detail ?? `no answer within ${QUERY_MS} ms`,
    });
    return undefined;
  });
  const corpus = () => (phase() === "pinecone" ? remote : local);
  const shadowRead = ({ vector }: Question) => {
    if (phase() !== "shadow-read" || !vector) return;
    const work = compare(local, vector, deps).catch((error) =>
      log.warn("pinecone.not-compared", { error: describeError(error) }),
    );
    defer(work);
  };
  return {
    search(question) {
      shadowRead(question);
      return corpus().search(question);
    },
    gather(question) {
      shadowRead(question);
      return corpus().gather(question);
    },
    nearest: local.nearest,
  };
}

/** Sends one vector to both stores and records how far their answers agree. */
async function compare(
  local: Corpus,
  vector: number[],
  { db, model, store, now, newId }: Deps,
): Promise<void> {
  const [truth, other] = await Promise.all([
    local.nearest(vector, COMPARED),
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
