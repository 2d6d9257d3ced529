import { z } from "zod";
import { embedBatch } from "../../src/corpus/embed";
import { countWords } from "../../src/corpus/store";
import { syncBatch } from "../../src/corpus/sync";
import { describeError, fail, ok, type Result } from "../../src/result";
import type { App } from "../compose";

const RETRY_SECONDS = 10;
/** Batches of a hundred that one job embeds before it asks for the next job. */
const BATCHES_MAX = 5;

/**
 * Work on the corpus: `embed` gives everything that has none its vector; `sync` tells the second
 * store what it does not know. Both follow each other, whichever was asked for.
 */
export const corpusJob = z.object({ do: z.enum(["embed", "sync"]) });
export type CorpusJob = z.infer<typeof corpusJob>;

/** A job does what there is to do, so any number of them are as good as one, and one lost is none. */
export async function consumeCorpus(batch: MessageBatch, app: App): Promise<void> {
  const known = batch.messages.some(({ body }) => corpusJob.safeParse(body).success);
  const done = known ? await work(app) : undefined;
  if (!done || done.ok) return batch.ackAll();
  console.error({ event: "corpus.not-done", detail: done.error.detail });
  batch.retryAll({ delaySeconds: RETRY_SECONDS });
}

async function work(app: App) {
  try {
    const embedded = await embedAll(app);
    const synced = await syncAll(app);
    return embedded.ok ? synced : embedded;
  } catch (error) {
    return fail(describeError(error), true);
  }
}

async function embedAll(app: App): Promise<Result<undefined>> {
  for (let count = 0; count < BATCHES_MAX; count++) {
    const done = await embedBatch(app);
    if (!done.ok) return done;
    if (done.value > 0) continue;
    await countWords(app.db, app.now());
    return ok(undefined);
  }
  await countWords(app.db, app.now());
  await app.corpusJobs.send({ do: "embed" });
  return ok(undefined);
}

async function syncAll(app: App): Promise<Result<undefined>> {
  const { db, now, vectorStore: store } = app;
  if (!store) return ok(undefined);
  for (let count = 0; count < BATCHES_MAX; count++) {
    const done = await syncBatch({ db, store, now });
    if (!done.ok) return done;
    if (done.value === 0) return ok(undefined);
  }
  await app.corpusJobs.send({ do: "sync" });
  return ok(undefined);
}
