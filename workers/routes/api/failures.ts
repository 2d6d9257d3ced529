import { Hono } from "hono";
import { z } from "zod";
import { findFailure, listFailures, resolveFailure } from "../../../src/failures/store";
import { requeueRun } from "../../../src/task-runs/store";
import { job } from "../../../src/tasks";
import { replayDelivery } from "../../../src/webhooks/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page, timePageQuery } from "../../http/pagination";
import { notFound, problem, validParam, validQuery } from "../../http/problem";
import { replayEmailEvent } from "../../postmark/replay";
import { replayMessage } from "../../vapi/replay";

const effect = z.object({ call_key: z.string(), seq: z.number().int() });
const run = z
  .object({ task: z.string(), call_id: z.string() })
  .transform(({ task, call_id: callId }) => ({ task, callId }))
  .pipe(job);
const delivery = z.object({ delivery_id: z.string() });

const failureId = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) });

/** What could not be done or understood: to look at, and to try again. */
export const failures = new Hono<AppEnv>()
  .get("/", atLeast("operator"), validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listFailures(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.last_at}_${last.id}`));
  })
  .delete("/:id", atLeast("operator"), validParam(failureId), async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    if (!(await findFailure(app.db, id))) return notFound(`Failure ${id}`);
    await resolveFailure(app.db, id, app.now());
    return c.json({ id, dismissed: true });
  })
  .post("/:id/retry", atLeast("operator"), validParam(failureId), async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const found = await findFailure(app.db, id);
    if (!found) return notFound(`Failure ${id}`);
    const retry = RETRIES[found.kind] ?? replayMessage;
    const refused = await retry(found.detail, app);
    if (refused) return problem(422, "not_retryable", refused);
    await resolveFailure(app.db, id, app.now());
    return c.json({ id, retried: true }, 202);
  });

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
  if (!named) return "It does not say which effect it was";
  const resumed = await app.calls.retryEffect(named.call_key, named.seq);
  return resumed ? undefined : "The effect is not waiting any more";
}

async function retryTask(detail: unknown, app: App): Promise<string | undefined> {
  const named = run.safeParse(detail).data;
  if (!named) return "It is not a task that we know";
  await requeueRun(app.db, named.callId, named.task, app.now());
  await app.postCall.send(named);
  return undefined;
}

async function retryDelivery(detail: unknown, app: App): Promise<string | undefined> {
  const named = delivery.safeParse(detail).data;
  const resumed = named && (await replayDelivery(app.db, named.delivery_id, app.now()));
  return resumed ? undefined : "The message is not there any more, or is being sent";
}
