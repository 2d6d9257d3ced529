import { sweep } from "../../src/corpus/sweep";
import { oweForgotten } from "../../src/corpus/sync-store";
import { namespaceOf } from "../../src/corpus/vector-store";
import { describeError } from "../../src/result";
import { type App, NotConfigured } from "../compose";

/** Brings the corpus up to date. Where it cannot be, calls go on without what is new. */
export async function sweepCorpus(app: App): Promise<number> {
  try {
    const { db, embedder, vectorStore: store } = app;
    const deps = { db, model: embedder.name, agency: app.agencyFacts(), store };
    const bare = await sweep(deps, app.now());
    if (store) await oweForgotten(db, namespaceOf(embedder.name));
    if (bare > 0 || store) await app.corpusJobs.send({ do: bare > 0 ? "embed" : "sync" });
    return bare;
  } catch (error) {
    if (!(error instanceof NotConfigured))
      console.error({ event: "corpus.not-swept", error: describeError(error) });
    return 0;
  }
}
