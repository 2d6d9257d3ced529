import { z } from "zod";
import { httpFailure } from "../http-failure";
import { describeError, fail, ok, type Result } from "../result";
import { findings, type Outcome, type Researcher } from "./enrichment";
import { taskFor } from "./parallel-messages";

/** Several facts of a company, cross-checked: the tier that Parallel names for enrichment. */
const PROCESSOR = "core";
/** $25 for a thousand runs (Parallel's price list, core). */
const COST_MICROS = 25_000;
const BETA = "webhook-2025-08-12";

type Options = { baseUrl: string; apiKey: string; webhookUrl: string; fetch: typeof fetch };

const started = z.looseObject({ run_id: z.string().min(1) });
const run = z.looseObject({ status: z.string(), error: z.unknown().optional() });
const basis = z.object({
  field: z.string(),
  citations: z.array(z.looseObject({ url: z.string() })).nullish(),
  confidence: z.string().nullish(),
});
const result = z.looseObject({
  output: z.looseObject({ content: findings, basis: z.array(basis).catch([]) }),
});
/** Parallel has three levels of confidence. */
const CONFIDENCE: Record<string, number> = { high: 0.9, medium: 0.7, low: 0.4 };

/** Parallel's Task API: a run by schema; its webhook wakes us, and we poll when none comes. */
export function parallel({ baseUrl, apiKey, webhookUrl, fetch }: Options): Researcher {
  const ask = (path: string, body?: object) =>
    fetch(`${baseUrl}/v1/tasks/runs${path}`, {
      method: body ? "POST" : "GET",
      headers: { "x-api-key": apiKey, "content-type": "application/json", "parallel-beta": BETA },
      ...(body && { body: JSON.stringify(body) }),
    });
  return {
    costMicros: COST_MICROS,
    async start(subject, reference): Promise<Result<{ runId: string }> | "lost"> {
      const webhook = { url: webhookUrl, event_types: ["task_run.status"] };
      const body = { ...taskFor(subject), processor: PROCESSOR, metadata: { reference }, webhook };
      try {
        const response = await ask("", body);
        if (!response.ok)
          return response.status >= 500 || response.status === 408
            ? "lost"
            : httpFailure("parallel", response.status);
        const parsed = started.safeParse(await response.json());
        return parsed.success ? ok({ runId: parsed.data.run_id }) : "lost";
      } catch {
        return "lost"; // Whether the request arrived is unknown.
      }
    },
    async outcome(runId): Promise<Result<Outcome>> {
      try {
        const status = await ask(`/${encodeURIComponent(runId)}`);
        if (!status.ok) return httpFailure("parallel", status.status);
        const known = run.safeParse(await status.json());
        if (!known.success) return fail("parallel: the run cannot be read", true);
        if (/^(failed|cancelled)$/.test(known.data.status)) {
          const detail = JSON.stringify(known.data.error ?? known.data.status).slice(0, 500);
          return ok({ status: "failed", detail });
        }
        if (known.data.status !== "completed") return ok({ status: "running" });
        const response = await ask(`/${encodeURIComponent(runId)}/result`);
        if (!response.ok) return httpFailure("parallel", response.status);
        const parsed = result.safeParse(await response.json());
        if (!parsed.success) return ok({ status: "failed", detail: parsed.error.message });
        const { content, basis } = parsed.data.output;
        return ok({
          status: "completed",
          findings: content,
          basis: basis.map(({ field, citations, confidence }) => ({
            field,
            urls: (citations ?? []).map(({ url }) => url),
            confidence: CONFIDENCE[confidence ?? ""] ?? 0.5,
          })),
        });
      } catch (error) {
        return fail(`parallel: ${describeError(error)}`, true);
      }
    },
  };
}
