import { type Answer, ask, until } from "../client";
import type { Ready } from "../launch/product";
import { expectThat } from "./expect";

type Step = [name: string, work: () => Promise<string>];
const WAIT_MS = 30_000;

/** What the assistant knows: one corpus, looked up in calls, with its sources. */
export function knowing(ready: Ready, ids: Map<string, string>): Step[] {
  const get = async (path: string): Promise<Answer["body"]> => (await ask(ready, "GET", path)).body;
  return [
    ["The model answers with what is known", () => spoke(get, ids.get("demo_01"))],
    ["A company is researched, with sources", () => enriched(ready, get)],
    ["Research is found by its meaning", () => found(ready, get)],
    ["What the assistant would know", () => context(ready)],
    ["Roadmap to 10,000 calls a day", () => roadmap(get)],
  ];
}

async function spoke(get: (path: string) => Promise<Answer["body"]>, id: string | undefined) {
  const { speech } = await get(`/call/${id}`);
  expectThat(speech?.turns > 0 && speech.hit_rate > 0.5, `speech ${JSON.stringify(speech)}`);
  const { turns, context_hits, added_ms } = speech;
  return `${context_hits} of ${turns} turns had context ready, ${added_ms.p50} ms added to the model's first word`;
}

async function enriched(ready: Ready, get: (path: string) => Promise<Answer["body"]>) {
  const { company } = await get("/api/prospects/demo_01");
  const asked = await ask(ready, "POST", `/api/companies/${company.id}/enrich`);
  expectThat(asked.status === 202, `enrich answered ${asked.status}`);
  const known = await until(
    WAIT_MS,
    () => get(`/api/companies/${company.id}`),
    ({ enrichment }) => enrichment?.status === "done",
  );
  const { sources, industry, employee_count, revenue_range } = known;
  expectThat(sources.industry?.url, `sources ${JSON.stringify(sources)}`);
  expectThat(revenue_range === undefined, "a revenue without a source was used");
  return `${industry}, ${employee_count} employees, each with its source; revenue had no source and is not used`;
}

async function found(ready: Ready, get: (path: string) => Promise<Answer["body"]>) {
  const text = "Miller Bakery signed a lease for a second bakery with a wood-fired oven in Albany.";
  const item = {
    id: "demo_lease",
    text,
    source_url: "https://news.example/lease",
    confidence: 0.9,
  };
  await ask(ready, "POST", "/api/research", { items: [item] });
  const { embedded } = await until(
    WAIT_MS,
    () => get("/api/research/demo_lease"),
    (one) => one.embedded,
  );
  expectThat(embedded, "it was not embedded");
  const { items } = await get("/api/search?q=new+bakery+oven&kinds=research&limit=3");
  expectThat(items[0]?.id === "demo_lease", `found ${JSON.stringify(items[0])}`);
  return `first of ${items.length}, from ${items[0].source.url}`;
}

async function context(ready: Ready): Promise<string> {
  const utterance = "Do you know about our new bakery?";
  const { body } = await ask(ready, "POST", "/api/context", { prospect_id: "demo_01", utterance });
  const parts = body.sections.map(
    ({ name, tokens, budget }: Record<string, unknown>) => `${name} ${tokens}/${budget}`,
  );
  expectThat(body.total_tokens <= 3_000, `${body.total_tokens} tokens`);
  expectThat(body.system_prompt.includes("second bakery"), "the lease is not among it");
  return `${body.total_tokens} of 3,000 tokens: ${parts.join(", ")}`;
}

async function roadmap(get: (path: string) => Promise<Answer["body"]>): Promise<string> {
  const { stage, calls_today, next } = await get("/api/roadmap");
  expectThat(stage && calls_today > 0 && next, "no roadmap");
  return `${calls_today} calls today, stage ${stage}; at ${next.at_calls_a_day} a day: ${next.adds}`;
}
