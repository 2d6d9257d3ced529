import { createHmac, randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { Refusal, readJson } from "../server";
import { researchOf } from "./research";

/** `speed` divides how long a run takes. */
type Options = { apiKey: string; webhookSecret: string; speed: number };
type Run = {
  run_id: string;
  status: "queued" | "running" | "completed" | "failed";
  is_active: boolean;
  processor: string;
  metadata: Record<string, unknown>;
  created_at: string;
  modified_at: string;
  error?: { message: string };
};
type Task = { run: Run; company: string; webhookUrl: string | undefined };

/** How long a run of the tier takes, before it is scaled. */
const RUN_MS = 20_000;
const taskRequest = z.strictObject({
  input: z.union([z.string(), z.looseObject({ company: z.string() })]),
  processor: z.enum(["lite", "base", "core", "core2x", "pro", "ultra"]),
  task_spec: z.looseObject({
    output_schema: z.looseObject({
      type: z.literal("json"),
      json_schema: z.looseObject({ type: z.literal("object") }),
    }),
  }),
  metadata: z
    .record(z.string().max(16), z.union([z.string().max(512), z.number(), z.boolean()]))
    .optional(),
  webhook: z.strictObject({ url: z.url(), event_types: z.array(z.string()) }).optional(),
});

/** Parallel's Task API, with invented research. A company with "fail" in its name makes the run fail. */
export function parallel({ apiKey, webhookSecret, speed }: Options): Hono {
  const tasks = new Map<string, Task>();
  const findTask = (c: Context): Task => {
    const task = tasks.get(c.req.param("id") ?? "");
    if (!task) throw new Refusal(404, { type: "error", error: { message: "Run id not found" } });
    return task;
  };
  const finish = async ({ run, company, webhookUrl }: Task): Promise<void> => {
    const fails = /fail/i.test(company);
    run.status = fails ? "failed" : "completed";
    run.is_active = false;
    if (fails) run.error = { message: "The task could not be completed" };
    run.modified_at = new Date().toISOString();
    const event = { timestamp: run.modified_at, type: "task_run.status", data: run };
    if (webhookUrl) await postWebhook(webhookUrl, event, webhookSecret);
  };

  const app = new Hono();
  app.use("/v1/*", async (c, next) => {
    if (c.req.header("x-api-key") !== apiKey)
      throw new Refusal(401, { type: "error", error: { message: "Unauthorized" } });
    await next();
  });
  app.post("/v1/tasks/runs", async (c) => {
    const request = taskRequest.safeParse(await readJson(c));
    if (!request.success)
      throw new Refusal(422, { type: "error", error: { message: request.error.message } });
    const { input, processor, metadata = {}, webhook } = request.data;
    const at = new Date().toISOString();
    const run: Run = {
      run_id: `trun_${randomUUID().replaceAll("-", "")}`,
      processor,
      metadata,
      created_at: at,
      modified_at: at,
      status: "queued",
      is_active: true,
    };
    const company = typeof input === "string" ? input : input.company;
    const task: Task = { run, company, webhookUrl: webhook?.url };
    tasks.set(run.run_id, task);
    setTimeout(() => void finish(task), RUN_MS / speed).unref();
    return c.json(run, 202);
  });
  app.get("/v1/tasks/runs/:id", (c) => c.json(findTask(c).run));
  app.get("/v1/tasks/runs/:id/result", (c) => {
    const { run, company } = findTask(c);
    if (run.status !== "completed")
      throw new Refusal(run.status === "failed" ? 404 : 408, { error: { message: run.status } });
    return c.json({ run, output: { type: "json", ...researchOf(company) } });
  });
  return app;
}

/** Sends an event once, signed by the Standard Webhooks scheme. Whether it arrives does not matter. */
async function postWebhook(url: string, event: object, secret: string): Promise<void> {
  const id = `evt_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const body = JSON.stringify(event);
  const hmac = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`);
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${hmac.digest("base64")}`,
  };
  await fetch(url, { method: "POST", headers, body }).then(
    (response) => response.text(),
    () => "",
  );
}
