import { giveUpDelivery } from "../../src/actions/deliver-document";
import { auditStatement } from "../../src/audit/store";
import { backoff } from "../../src/db/due";
import { describeError, fail, type Result } from "../../src/result";
import { type Claimed, claimRun, endRun, queueRuns } from "../../src/task-runs/store";
import { FAILURE_ITEMS, type Job, job, tasks } from "../../src/tasks";
import type { TaskDone } from "../../src/tasks/task";
import { SECOND_MS } from "../../src/time";
import { openWorkItem } from "../../src/work-items/store";
import type { App } from "../compose";

export const TRIES_MAX = 8;
const DELAY_MS_MAX = 600 * SECOND_MS;
/** How soon a run that is in other hands, or whose row cannot be read, is looked at again. */
const BUSY_SECONDS = 30;

/** One message is one task of one call. A failed one holds no other back. */
export async function consumePostCall(batch: MessageBatch, app: App): Promise<void> {
  await Promise.all(
    batch.messages.map((message) =>
      consume(message, app).catch((error) => {
        console.error({ event: "task.interrupted", error: describeError(error) });
        message.retry({ delaySeconds: BUSY_SECONDS });
      }),
    ),
  );
}

async function consume(message: Message, app: App): Promise<void> {
  const parsed = job.safeParse(message.body);
  if (!parsed.success) return bury(message, parsed.error.message, app);
  const { task: name, callId } = parsed.data;
  const claimed = await claimRun(app.db, callId, name, app.now());
  if (!claimed) return message.ack(); // Done, or in other hands; if those die, the cron sends it again.
  const { tries, revision } = claimed;
  const run = { callId, name, revision };
  const result = await perform(parsed.data, app);
  if (result.ok) {
    await finish(run, result.value, app);
    return message.ack();
  }
  const { retry, detail: error } = result.error;
  if (!retry || tries >= TRIES_MAX) {
    await endRun(app.db, run, { status: "dead", error }, app.now());
    await escalate(parsed.data, error, app);
    return bury(message, error, app);
  }
  const delaySeconds = backoff(tries, { baseMs: SECOND_MS, maxMs: DELAY_MS_MAX }) / SECOND_MS;
  await endRun(
    app.db,
    run,
    { status: "failed", error, againMs: delaySeconds * SECOND_MS },
    app.now(),
  );
  message.retry({ delaySeconds });
}

/** Somebody waits for what could not be done: a person takes over. */
async function escalate({ task, callId }: Job, error: string, app: App): Promise<void> {
  const kind = FAILURE_ITEMS[task];
  if (!kind) return;
  if (task === "deliver") await giveUpDelivery(callId, app);
  await openWorkItem(app.db, { kind, callId, detail: { task, error } }, app.now());
}

/** That it is done, its proof, and what follows are written down in one step: a lost message is found by the cron. */
async function finish(run: Claimed, done: TaskDone, app: App): Promise<void> {
  const { callId, name, revision } = run;
  const { db } = app;
  const now = app.now();
  const known = (done?.next ?? []).flatMap((task) => job.safeParse({ task, callId }).data ?? []);
  const detail = { task: name, revision, ...done?.proof };
  const ended = endRun(db, run, { status: "done" }, now);
  const proven = auditStatement(db, callId, { kind: "task", detail }, now);
  if (known.length === 0) return void (await db.batch([ended, proven]));
  const names = known.map(({ task }) => task);
  await db.batch([ended, proven, queueRuns(db, callId, names, revision, now)]);
  await app.postCall.sendBatch(known.map((body) => ({ body })));
}

/** A task may run twice; what it throws may pass with time. */
const perform = (job: Job, app: App): Promise<Result<TaskDone>> =>
  app.nearDatabase?.(job) ??
  tasks[job.task].run(job.callId, app).catch((error) => fail(describeError(error), true));

/** Keeps what would fail for ever where people look, with its cause, then acknowledges it. */
async function bury(message: Message, cause: string, { deadLetters }: App): Promise<void> {
  await deadLetters.send({ body: message.body, cause });
  message.ack();
}
