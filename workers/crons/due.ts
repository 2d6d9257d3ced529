import { dueCalls } from "../../src/calls/store";
import { callsWithUnsentDocuments } from "../../src/documents/store";
import { describeError } from "../../src/result";
import { askAnew, takeDueRuns } from "../../src/task-runs/store";
import { job } from "../../src/tasks";
import { MINUTE_MS } from "../../src/time";
import type { App } from "../compose";

const CALLS_MAX = 500;
const RUNS_MAX = 500;
const AT_ONCE = 20;
const JOBS_AT_ONCE = 100;
const STUCK_MS = 10 * MINUTE_MS;

/**
 * Wakes every call that is due, and sends every task again that nobody finished. An object's alarm and
 * the queue do both sooner; this is for those that were lost.
 */
export async function runDueWork(app: App): Promise<number> {
  const calls = await wakeDueCalls(app);
  // Released, and whatever was to send it was lost between two steps.
  const stuck = await callsWithUnsentDocuments(app.db, app.now() - STUCK_MS, CALLS_MAX);
  for (const callId of stuck) await askAnew(app.db, callId, "deliver", app.now());
  return calls + (await sendDueTasks(app));
}

async function wakeDueCalls(app: App): Promise<number> {
  const keys = await dueCalls(app.db, app.now(), CALLS_MAX);
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const some = keys.slice(from, from + AT_ONCE);
    const woken = await Promise.allSettled(some.map((key) => app.calls.tick(key)));
    for (const [index, result] of woken.entries())
      if (result.status === "rejected")
        app.log.error("call.not-woken", {
          call_key: some[index],
          error: describeError(result.reason),
        });
  }
  return keys.length;
}

async function sendDueTasks(app: App): Promise<number> {
  const { traceparent } = app;
  const runs = await takeDueRuns(app.db, app.now(), RUNS_MAX);
  const jobs = runs.flatMap(({ callId, name }) => {
    const known = job.safeParse({ task: name, callId, traceparent });
    return known.success ? [{ body: known.data }] : [];
  });
  for (let from = 0; from < jobs.length; from += JOBS_AT_ONCE)
    await app.postCall.sendBatch(jobs.slice(from, from + JOBS_AT_ONCE));
  return runs.length;
}
