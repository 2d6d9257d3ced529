import { Hono } from "hono";
import { z } from "zod";
import { takeMailEvent } from "../../../src/actions/take-mail-event";
import { readEmailEvent } from "../../../src/email/postmark-messages";
import { dismissedFailure, failureView, retriedFailure } from "../../../src/failures/contract";
import { findFailure, listFailures, resolveFailure } from "../../../src/failures/store";
import { requeueRun } from "../../../src/task-runs/store";
import { job } from "../../../src/tasks";
import { readMessage } from "../../../src/telephony/vapi-messages";
import { replayDelivery } from "../../../src/webhooks/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, timePageQuery } from "../../http/pagination";
import { notFound, problem, validParam, validQuery } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";
import { receiveMessage } from "../../vapi/inbox";

const effect = z.object({ call_key: z.string(), seq: z.number().int() });
const run = z.object({ task: z.string(), call_id: z.string() });
const outgoing = z.object({ delivery_id: z.string() });
const webhook = z.object({ body: z.unknown().optional(), key: z.string().optional() });

const failureId = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) });
const parseText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

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
      const refusal = await retry(failure.kind, failure.detail, app);
      if (refusal) return problem(422, "not_retryable", refusal);
      await resolveFailure(app.db, id, app.now());
      return c.json({ id, retried: true }, 202);
    },
  );

/** Tries once more what failed; answers why that is not possible, if it is not. */
async function retry(kind: string, detail: unknown, app: App) {
  if (kind === "effect") {
    const parsed = effect.safeParse(detail);
    if (!parsed.success) return "The failure doesn't say which effect it was";
    const resumed = await app.calls.retryEffect(parsed.data.call_key, parsed.data.seq);
    return resumed ? undefined : PROBLEMS.not_retryable.title;
  }
  if (kind === "task") {
    const parsed = run.safeParse(detail);
    const retried = parsed.success
      ? job.safeParse({ task: parsed.data.task, callId: parsed.data.call_id })
      : undefined;
    if (!retried?.success) return "The failure names no known task";
    await requeueRun(app.db, retried.data.callId, retried.data.task, app.now());
    await app.postCall.send(retried.data);
    return undefined;
  }
  if (kind === "outgoing_webhook") {
    const parsed = outgoing.safeParse(detail).data;
    const sent = parsed && (await replayDelivery(app.db, parsed.delivery_id, app.now()));
    return sent ? undefined : "The message no longer exists, or is being sent";
  }
  if (kind === "mail_webhook") {
    const body = webhook.safeParse(detail).data?.body;
    const event = typeof body === "string" ? readEmailEvent(parseText(body)) : undefined;
    if (!event) return "It is still no known message";
    await takeMailEvent(event, app);
    return undefined;
  }
  const quarantined = webhook.safeParse(detail).data;
  const file = quarantined?.key ? await app.files.get(quarantined.key) : undefined;
  const body = file ? await new Response(file.body).json() : quarantined?.body;
  const message = readMessage(body);
  const received = message && (await receiveMessage(message, body, app));
  return received?.ok
    ? undefined
    : `It is still unusable: ${received?.error.detail ?? "no body was kept"}`;
}
