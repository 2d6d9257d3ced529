import { waitUntil } from "cloudflare:workers";
import type { Corpus } from "../../src/corpus/corpus";
import type { Phase } from "../../src/corpus/migration";
import { pgvector } from "../../src/corpus/pgvector";
import { phasedCorpus } from "../../src/corpus/phased-corpus";
import { pinecone } from "../../src/corpus/pinecone";
import { phaseOf } from "../../src/corpus/sync-store";
import type { VectorSearch, VectorStore } from "../../src/corpus/vector-store";
import type { Db } from "../../src/db/client";
import type { Embedder } from "../../src/language/embedder";
import { lazily } from "../../src/lazy";
import { StaleWhileRevalidate } from "../../src/stale-while-revalidate";
import { machineNow, now } from "../platform/clock";
import { fetchLimited as fetch } from "../platform/fetch-limited";
import type { Settings } from "./settings";

/** A change of phase is noticed this late at most; in every phase Postgres gives right answers. */
const PHASE_AGE_MS = 5_000;

type Stores = {
  /** The second store for vectors, if one is set up. */
  vectorStore: VectorStore | undefined;
  /** Everything that can be found. */
  corpus: Corpus;
};
type Deps = { readonly db: Db; readonly readDb: Db; readonly embedder: Embedder };

/** The corpus in Postgres and, where one is set up, the second store for its vectors. */
export function corpus({ config, need, newId, log }: Settings, deps: Deps) {
  const phase = new StaleWhileRevalidate<Phase>(
    "pgvector",
    () => phaseOf(deps.db),
    PHASE_AGE_MS,
    machineNow,
    waitUntil,
  );
  const stores: Stores = lazily<Stores>({
    vectorStore: () =>
      config.PINECONE_HOST
        ? pinecone({ host: config.PINECONE_HOST, apiKey: need("PINECONE_API_KEY"), fetch })
        : undefined,
    corpus: () => {
      const { readDb, embedder } = deps;
      const ranking = { model: embedder.name, meaning: need("SEARCH_MEANING_SHARE") };
      const postgres = (search?: VectorSearch) => pgvector(readDb, ranking, search);
      const store = stores.vectorStore;
      if (!store) return postgres();
      return phasedCorpus({
        db: deps.db,
        postgres,
        model: embedder.name,
        store,
        phase: () => phase.get(),
        now,
        machineNow,
        newId,
        defer: waitUntil,
        log,
      });
    },
  });
  return stores;
}
