import { createHmac, randomUUID } from "node:crypto";
import { z } from "zod";
import { type Ask, Refusal, type Routes } from "../server";

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

/** How long a run of the tier takes, before it is scaled. */
const RUN_MS = 20_000;
const asked = z.strictObject({
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

/**
 * Parallel's Task API with a made-up web: every fact is invented from the company's name, every page
 * is under research.example, and it is unsure and without sources where the real one would be.
 */
export function parallel({ apiKey, webhookSecret, speed }: Options): Routes {
  const runs = new Map<string, { run: Run; company: string; url?: string | undefined }>();
  const secured = (ask: Ask) => {
    if (ask.headers["x-api-key"] !== apiKey)
      throw new Refusal(401, { type: "error", error: { message: "Unauthorized" } });
  };
  const found = (ask: Ask) => {
    secured(ask);
    const one = runs.get(ask.params[0] ?? "");
    if (!one) throw new Refusal(404, { type: "error", error: { message: "Run id not found" } });
    return one;
  };
  const finish = async (id: string) => {
    const one = runs.get(id);
    if (!one) return;
    const { run, company, url } = one;
    const failed = /fail/i.test(company);
    Object.assign(run, { status: failed ? "failed" : "completed", is_active: false });
    if (failed) run.error = { message: "The task could not be completed" };
    run.modified_at = new Date().toISOString();
    if (url) await tell(url, { timestamp: run.modified_at, type: "task_run.status", data: run });
  };
  async function tell(url: string, message: object): Promise<void> {
    const [id, timestamp] = [`evt_${randomUUID()}`, String(Math.floor(Date.now() / 1_000))];
    const body = JSON.stringify(message);
    const hmac = createHmac("sha256", webhookSecret).update(`${id}.${timestamp}.${body}`);
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${hmac.digest("base64")}`,
    };
    await fetch(url, { method: "POST", headers, body }).then(
      (answer) => answer.text(),
      () => "",
    );
  }
  return {
    "POST /parallel/v1/tasks/runs": (ask) => {
      secured(ask);
      const parsed = asked.safeParse(ask.json());
      if (!parsed.success)
        throw new Refusal(422, { type: "error", error: { message: parsed.error.message } });
      const { input, processor, metadata = {}, webhook } = parsed.data;
      const company = typeof input === "string" ? input : input.company;
      const run_id = `trun_${randomUUID().replaceAll("-", "")}`;
      const at = new Date().toISOString();
      const about = { run_id, processor, metadata, created_at: at, modified_at: at };
      const run: Run = { ...about, status: "queued", is_active: true };
      runs.set(run_id, { run, company, url: webhook?.url });
      setTimeout(() => void finish(run_id), RUN_MS / speed).unref();
      return { status: 202, body: { ...run } };
    },
    "GET /parallel/v1/tasks/runs/:": (ask) => ({ body: found(ask).run }),
    "GET /parallel/v1/tasks/runs/:/result": (ask) => {
      const { run, company } = found(ask);
      if (run.status !== "completed")
        throw new Refusal(run.status === "failed" ? 404 : 408, { error: { message: run.status } });
      return { body: { run, output: { type: "json", ...outputFor(company) } } };
    },
  };
}

const INDUSTRIES: [RegExp, string][] = [
  [/baker|cater|food|bistro|farm/i, "Food"],
  [/clinic|dental|care|optik/i, "Healthcare"],
  [/roof|build|steel|tool/i, "Construction"],
  [/freight|travel|logistic/i, "Transportation"],
  [/legal|law|book|print/i, "Professional services"],
];

function outputFor(company: string) {
  const size = 10 + ([...company].reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0) % 90);
  const industry = INDUSTRIES.find(([pattern]) => pattern.test(company))?.[1] ?? "Retail";
  const slug = encodeURIComponent(company.toLowerCase().replaceAll(/\s+/g, "-"));
  const page = (path: string) => [
    { url: `https://research.example/${slug}/${path}`, title: company, excerpts: [] },
  ];
  const day = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10);
  const content = {
    industry,
    employee_count: size,
    revenue_range: "$1M-$5M",
    technology_stack: ["A spreadsheet"],
    locations: ["Springfield, IL"],
    news: [
      {
        title: `${company} opens a second location`,
        summary: `${company} has opened a second location with ${size % 7} new jobs.`,
        kind: "expansion",
        date: day,
      },
      {
        title: `${company} is rumoured to be sold`,
        summary: "Nobody names a source.",
        kind: "other",
        date: day,
      },
    ],
  };
  const sure = (field: string, path: string, confidence = "high") => ({
    ...{ field, citations: page(path), reasoning: "Made up by the sandbox.", confidence },
  });
  const basis = [
    sure("industry", "about"),
    sure("employee_count", "team", "medium"),
    sure("locations", "contact"),
    sure("technology_stack", "jobs", "low"),
    { field: "revenue_range", citations: [], reasoning: "A guess.", confidence: "low" },
    sure("news.0", "news/1"),
    { field: "news.1", citations: [], reasoning: "A forum.", confidence: "low" },
  ];
  return { content, basis };
}
