import { z } from "zod";
import type { Subject } from "./enrichment";

/** The question, and the shape that its answer has to have. */
export function taskFor({ name, domain }: Subject) {
  const text = (description: string) => ({ type: "string", description });
  const list = (description: string) => ({ type: "array", items: { type: "string" }, description });
  const news = {
    title: text("Headline"),
    summary: text("What happened, in one or two sentences, with the numbers as published"),
    kind: { type: "string", enum: ["funding", "leadership", "expansion", "regulation", "other"] },
    date: text("Date of publication, YYYY-MM-DD"),
  };
  const json_schema = {
    type: "object",
    additionalProperties: false,
    properties: {
      industry: text("The industry that the company works in, such as Manufacturing or Retail"),
      revenue_range: text("Yearly revenue as a range in US dollars, such as $1M-$5M"),
      employee_count: { type: "integer", description: "How many people work there" },
      technology_stack: list("Software and platforms that it is known to use"),
      locations: list("Cities and states in which it has offices, plants or shops"),
      news: {
        type: "array",
        description:
          "News of the last twelve months: funding, leadership, expansion, regulation. " +
          "Newest first; none if there is none.",
        items: { type: "object", additionalProperties: false, properties: news },
      },
    },
  };
  return {
    input: { company: name ?? domain, ...(domain && { website: domain }), country: "US" },
    task_spec: { output_schema: { type: "json", json_schema } },
  };
}

const webhook = z.looseObject({
  data: z.looseObject({
    run_id: z.string().min(1).max(200),
    metadata: z
      .looseObject({ reference: z.string().max(64) })
      .nullish()
      .catch(undefined),
  }),
});

/** The run that a webhook is about. Its own account of the result is not used; the API's is. */
export function runOfWebhook(body: unknown): { runId: string; reference?: string } | undefined {
  const parsed = webhook.safeParse(body);
  if (!parsed.success) return undefined;
  const { run_id: runId, metadata } = parsed.data.data;
  return { runId, ...(metadata && { reference: metadata.reference }) };
}
