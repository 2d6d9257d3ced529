import { sweep } from "../../src/corpus/sweep";
import { describeError } from "../../src/result";
import { type App, NotConfigured } from "../compose";

/** Brings the corpus up to date. Where it cannot be, calls go on without what is new. */
export async function sweepCorpus(app: App): Promise<number> {
  try {
    const { db, embedder } = app;
    const bare = await sweep({ db, model: embedder.name, agency: app.agencyFacts() }, app.now());
    if (bare > 0) await app.corpusJobs.send({ do: "embed" });
    return bare;
  } catch (error) {
    if (!(error instanceof NotConfigured))
      console.error({ event: "corpus.not-swept", error: describeError(error) });
    return 0;
  }
}
