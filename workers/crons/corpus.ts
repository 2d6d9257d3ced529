import { sweep } from "../../src/corpus/index-changes";
import { mend } from "../../src/corpus/sync";
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

/** Looks once a night whether the second store still has everything. */
export async function mendVectors(app: App): Promise<number> {
  const { db, now, vectorStore: store, embedder } = app;
  if (!store) return 0;
  const mended = await mend({ db, store, now }, embedder.name);
  if (!mended.ok) console.error({ event: "corpus.not-mended", detail: mended.error.detail });
  else if (mended.value > 0) {
    console.error({ event: "corpus.mended", ids: mended.value });
    await app.corpusJobs.send({ do: "sync" });
  }
  return mended.ok ? mended.value : 0;
}
