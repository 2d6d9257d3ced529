import { giveUpDelivery } from "../../src/actions/deliver-document";
import { auditStatement } from "../../src/audit/store";
import { backoff } from "../../src/db/due";
import { describeError, fail, type Result } from "../../src/result";
import { type Claimed, claimRun, endRun, queueRuns } from "../../src/task-runs/store";
import { FAILURE_ITEMS, type Job, job, tasks } from "../../src/tasks";
import type { TaskOutcome } from "../../src/tasks/task";
import { SECOND_MS } from "../../src/time";
import { openWorkItem } from "../../src/work-items/store";
import { type App, scoped } from "../compose";

export const TRIES_MAX = 8;
const DELAY_MS_MAX = 600 * SECOND_MS;
/** When a message comes again whose run could not be claimed or ended, as the database is away. */
const BUSY_SECONDS = 30;

/** One message is one task of one call. A failed one holds no other back. */
export async function consumePostCall(batch: MessageBatch, app: App): Promise<void> {
  await Promise.all(
    batch.messages.map((message) =>
      consume(message, app).catch((error) => {
        const fields = { message_id: message.id, error: describeError(error) };
        app.log.error("task.interrupted", fields);
        message.retry({ delaySeconds: BUSY_SECONDS });
      }),
    ),
  );
}

async function consume(message: Message, unscoped: App): Promise<void> {
  const parsed = job.safeParse(message.body);
  if (!parsed.success) return bury(message, parsed.error.message, unscoped);
  const { task: name, callId, traceparent } = parsed.data;
  const fields = { job: name, message_id: message.id, call_id: callId };
  const app = scoped(unscoped, fields, traceparent);
  const claimed = await claimRun(app.db, callId, name, app.now());
  if (!claimed) return message.ack(); // Done, or claimed by another; if that one dies, the cron sends it again.
  const { tries, revision } = claimed;
  const run = { callId, name, revision };
  const result = await perform(parsed.data, app);
  if (result.ok) {
    await finish(run, result.value, app);
    app.log.info("task.done", { tries });
    return message.ack();
  }
  const { retry, detail: error } = result.error;
  if (!retry || tries >= TRIES_MAX) {
    app.log.error("task.dead", { tries, error });
    await endRun(app.db, run, { status: "dead", error }, app.now());
    await escalate(parsed.data, error, app);
    return bury(message, error, app);
  }
  app.log.warn("task.failed", { tries, error });
  const delaySeconds = backoff(tries, { baseMs: SECOND_MS, maxMs: DELAY_MS_MAX }) / SECOND_MS;
  await endRun(
    app.db,
    run,
    { status: "failed", error, againMs: delaySeconds * SECOND_MS },
    app.now(),
  );
  message.retry({ delaySeconds });
}

/** A person takes over where somebody waits for what could not be done. */
async function escalate({ task, callId }: Job, error: string, app: App): Promise<void> {
  const kind = FAILURE_ITEMS[task];
  if (!kind) return;
  if (task === "deliver") await giveUpDelivery(callId, app);
  await openWorkItem(app.db, { kind, callId, detail: { task, error } }, app.now());
}

/**
 * Its end, its audit entry and the tasks that follow are one transaction; if their messages get lost,
 * the cron sends them again.
 */
async function finish(run: Claimed, done: TaskOutcome, app: App): Promise<void> {
  const { callId, name, revision } = run;
  const { db, traceparent } = app;
  const now = app.now();
  const jobs = (done?.next ?? []).flatMap(
    (task) => job.safeParse({ task, callId, traceparent }).data ?? [],
  );
  const detail = { task: name, revision, ...done?.audit };
  const ended = endRun(db, run, { status: "done" }, now);
  const audited = auditStatement(db, callId, { kind: "task", detail }, now);
  if (jobs.length === 0) return void (await db.batch([ended, audited]));
  const names = jobs.map(({ task }) => task);
  await db.batch([ended, audited, queueRuns(db, callId, names, revision, now)]);
  await app.postCall.sendBatch(jobs.map((body) => ({ body })));
}

/** Runs a task, here or beside the database. It may run twice; what it throws may pass with time. */
const perform = (job: Job, app: App): Promise<Result<TaskOutcome>> =>
  app.nearDatabase?.(job) ??
  tasks[job.task].run(job.callId, app).catch((error) => fail(describeError(error), true));

/** Sends what would fail forever, with its cause, to the dead letters, then acknowledges it. */
async function bury(message: Message, cause: string, { deadLetters }: App): Promise<void> {
  await deadLetters.send({ body: message.body, cause });
  message.ack();
}
