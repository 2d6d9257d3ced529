import { z } from "zod";
import { embedBatch } from "../../src/corpus/embed";
import { countWords } from "../../src/corpus/store";
import { describeError, fail } from "../../src/result";
import type { App } from "../compose";

const RETRY_SECONDS = 10;
/** Batches of a hundred that one job embeds before it asks for the next job. */
const BATCHES_MAX = 5;

/** Work on the corpus: `embed` gives everything that has none its vector. */
export const corpusJob = z.object({ do: z.enum(["embed"]) });
export type CorpusJob = z.infer<typeof corpusJob>;

/** A job does what there is to do, so any number of them are as good as one, and one lost is none. */
export async function consumeCorpus(batch: MessageBatch, app: App): Promise<void> {
  const kinds = new Set(batch.messages.map(({ body }) => corpusJob.safeParse(body).data?.do));
  const done = kinds.has("embed") ? await embedAll(app) : undefined;
  if (!done || done.ok) return batch.ackAll();
  console.error({ event: "corpus.not-embedded", detail: done.error.detail });
  batch.retryAll({ delaySeconds: RETRY_SECONDS });
}

async function embedAll(app: App) {
  try {
    for (let count = 0; count < BATCHES_MAX; count++) {
      const done = await embedBatch(app);
      if (!done.ok) return done;
      if (done.value > 0) continue;
      await countWords(app.db, app.now());
      return done;
    }
    await countWords(app.db, app.now());
    await app.corpusJobs.send({ do: "embed" });
    return undefined;
  } catch (error) {
    return fail(describeError(error), true);
  }
}
