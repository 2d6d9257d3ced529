import { z } from "zod";
import { embedBatch } from "../../src/corpus/embed";
import { countWords } from "../../src/corpus/store";
import { syncBatch } from "../../src/corpus/sync";
import { describeError, fail, ok, type Result } from "../../src/result";
import { traceparent } from "../../src/trace";
import { type App, scoped } from "../compose";

const RETRY_SECONDS = 10;
/** Batches of a hundred that one job embeds before it asks for the next job. */
const BATCHES_MAX = 5;

/**
 * Work on the corpus: `embed` embeds every passage that has no vector; `sync` brings the second store
 * up to date. Each job does both, so the name says only why it was sent.
 */
export const corpusJob = z.object({ do: z.enum(["embed", "sync"]), traceparent });
export type CorpusJob = z.infer<typeof corpusJob>;

/** A job does whatever there is to do, so one run is enough for a batch, and a lost job costs nothing. */
export async function consumeCorpus(batch: MessageBatch, unscoped: App): Promise<void> {
  const jobs = batch.messages.flatMap(({ id, body }) => {
    const parsed = corpusJob.safeParse(body);
    return parsed.success ? [{ id, ...parsed.data }] : [];
  });
  const [first] = jobs;
  if (!first) return batch.ackAll();
  const app = scoped(unscoped, { job: first.do, message_id: first.id }, first.traceparent);
  const done = await work(app);
  if (done.ok) return batch.ackAll();
  app.log.error("corpus.not-done", { error: done.error.detail });
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
  await app.corpusJobs.send({ do: "embed", traceparent: app.traceparent });
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
  await app.corpusJobs.send({ do: "sync", traceparent: app.traceparent });
  return ok(undefined);
}
