import { Hono } from "hono";
import { z } from "zod";
import { dismissedFailure, failureView, retriedFailure } from "../../../src/failures/contract";
import { findFailure, listFailures, resolveFailure } from "../../../src/failures/store";
import { requeueRun } from "../../../src/task-runs/store";
import { job } from "../../../src/tasks";
import { replayDelivery } from "../../../src/webhooks/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, timePageQuery } from "../../http/pagination";
import { notFound, problem, validParam, validQuery } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";
import { replayEmailEvent } from "../../postmark/replay";
import { replayMessage } from "../../vapi/replay";

const effect = z.object({ call_key: z.string(), seq: z.number().int() });
const run = z
  .object({ task: z.string(), call_id: z.string() })
  .transform(({ task, call_id: callId }) => ({ task, callId }))
  .pipe(job);
const delivery = z.object({ delivery_id: z.string() });

const failureId = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) });

const operations = describeOperations("Failures", {
  listFailures: {
    summary: "List failures",
    description: "What could not be done or understood, latest first.",
    answers: { 200: pageOf(failureView) },
  },
  dismissFailure: {
    summary: "Dismiss a failure",
    answers: { 200: dismissedFailure },
    problems: ["not_found"],
  },
  retryFailure: {
    summary: "Retry a failure",
    answers: { 202: retriedFailure },
    problems: ["not_found", "not_retryable"],
  },
});

/** What could not be done or understood: to look at, and to try again. */
export const failures = new Hono<AppEnv>()
  .get("/", operations.listFailures, atLeast("operator"), validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listFailures(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.last_at}_${last.id}`));
  })
  .delete(
    "/:id",
    operations.dismissFailure,
    atLeast("operator"),
    validParam(failureId),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      if (!(await findFailure(app.db, id))) return notFound(`There is no failure ${id}`);
      await resolveFailure(app.db, id, app.now());
      return c.json({ id, dismissed: true });
    },
  )
  .post(
    "/:id/retry",
    operations.retryFailure,
    atLeast("operator"),
    validParam(failureId),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const failure = await findFailure(app.db, id);
      if (!failure) return notFound(`There is no failure ${id}`);
      const retry = RETRIES[failure.kind] ?? replayMessage;
      const refusal = await retry(failure.detail, app);
      if (refusal) return problem(422, "not_retryable", refusal);
      await resolveFailure(app.db, id, app.now());
      return c.json({ id, retried: true }, 202);
    },
  );

/** Tries again what failed; answers why that is not possible, if it is not. */
type Retry = (detail: unknown, app: App) => Promise<string | undefined>;

const RETRIES: Partial<Record<string, Retry>> = {
  effect: retryEffect,
  task: retryTask,
  outgoing_webhook: retryDelivery,
  mail_webhook: replayEmailEvent,
  webhook: replayMessage,
};

async function retryEffect(detail: unknown, app: App): Promise<string | undefined> {
  const named = effect.safeParse(detail).data;
  if (!named) return "The failure doesn't say which effect it was";
  const resumed = await app.calls.retryEffect(named.call_key, named.seq);
  return resumed ? undefined : PROBLEMS.not_retryable.title;
}

async function retryTask(detail: unknown, app: App): Promise<string | undefined> {
  const named = run.safeParse(detail).data;
  if (!named) return "The failure names no known task";
  await requeueRun(app.db, named.callId, named.task, app.now());
  await app.postCall.send(named);
  return undefined;
}

async function retryDelivery(detail: unknown, app: App): Promise<string | undefined> {
  const named = delivery.safeParse(detail).data;
  const resumed = named && (await replayDelivery(app.db, named.delivery_id, app.now()));
  return resumed ? undefined : "The message no longer exists, or is being sent";
}
