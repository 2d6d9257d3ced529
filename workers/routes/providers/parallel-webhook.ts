import { Hono } from "hono";
import { z } from "zod";
import { lookUpCompanies } from "../../../src/actions/look-up-companies";
import { runOfWebhook } from "../../../src/enrichment/parallel-messages";
import { wake } from "../../../src/enrichment/store";
import { isSigned } from "../../../src/webhooks/signature";
import type { AppEnv } from "../../compose";
import { describeOperations } from "../../http/operation";
import { parseJson } from "../../http/parse-json";
import { problem, tooLarge } from "../../http/problem";
import { readLimited } from "../../http/read-limited";

const BODY_MAX_BYTES = 4 * 1024 * 1024;

const runEvent = z.looseObject({ type: z.string() }).meta({
  id: "ParallelEvent",
  examples: [{ type: "task_run.status", data: { run_id: "trun_4711", status: "completed" } }],
});
const acknowledgment = z.object({}).meta({ id: "ParallelReply", examples: [{}] });

const { receiveParallel } = describeOperations("Provider webhooks", {
  receiveParallel: {
    summary: "Parallel's webhook",
    description: "Says that a company's look-up has ended.",
    access: "parallel",
    body: { "application/json": runEvent },
    answers: { 200: acknowledgment },
    problems: ["too_large"],
  },
});

/** Parallel reports that a run has ended. The result is read from its API, never from the message. */
export const parallelWebhook = new Hono<AppEnv>().post("/", receiveParallel, async (c) => {
  const app = c.get("app");
  const bytes = await readLimited(c.req.raw, BODY_MAX_BYTES);
  if (!bytes) return tooLarge();
  const signed = {
    id: c.req.header("webhook-id"),
    timestamp: c.req.header("webhook-timestamp"),
    signature: c.req.header("webhook-signature"),
  };
  const secret = app.config.PARALLEL_WEBHOOK_SECRET;
  if (!secret || !isSigned(signed, bytes, secret, app.machineNow()))
    return problem(401, "unauthorized", "No valid proof that this comes from Parallel");
  const run = runOfWebhook(parseJson(bytes));
  // A run that we do not know is none of ours; it is acknowledged all the same.
  if (run && (await wake(app.db, run.runId, run.reference ?? "", app.now())))
    c.executionCtx.waitUntil(lookUpCompanies(app));
  return c.json({});
});
