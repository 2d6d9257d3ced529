import { indexChanges } from "../../src/corpus/index-changes";
import { repair } from "../../src/corpus/sync";
import { enqueueMissing } from "../../src/corpus/sync-store";
import { namespaceOf } from "../../src/corpus/vector-store";
import { NotConfigured } from "../../src/not-configured";
import { describeError } from "../../src/result";
import type { App } from "../compose";

/** Brings the corpus up to date. Where it cannot be, calls go on without what is new. */
export async function indexCorpusChanges(app: App): Promise<number> {
  try {
    const { db, embedder, vectorStore: store } = app;
    const deps = { db, model: embedder.name, agency: app.agencyFacts(), store, log: app.log };
    const unembedded = await indexChanges(deps, app.now());
    if (store) await enqueueMissing(db, namespaceOf(embedder.name));
    if (unembedded > 0 || store)
      await app.corpusJobs.send({
        do: unembedded > 0 ? "embed" : "sync",
        traceparent: app.traceparent,
      });
    return unembedded;
  } catch (error) {
    if (!(error instanceof NotConfigured))
      app.log.error("corpus.not-indexed", { error: describeError(error) });
    return 0;
  }
}

/** Checks once a night that the second store still has everything, and restores what it lost. */
export async function repairVectors(app: App): Promise<number> {
  const { db, now, vectorStore: store, embedder } = app;
  if (!store) return 0;
  const repaired = await repair({ db, store, now }, embedder.name);
  if (!repaired.ok) app.log.error("corpus.not-repaired", { error: repaired.error.detail });
  else if (repaired.value > 0) {
    app.log.warn("corpus.repaired", { count: repaired.value });
    await app.corpusJobs.send({ do: "sync", traceparent: app.traceparent });
  }
  return repaired.ok ? repaired.value : 0;
}
