import { costOfThousand, months, type Usage } from "../../src/metrics/cost";
import { ask } from "../client";
import type { Ready } from "../launch/product";
import { PEOPLE, prospectOf } from "../people";
import type { Figure } from "./compare";

/** A real call lasts this long; the sandbox's people are brief. */
const MINUTES = 3;
/** Infrastructure without voice and model: about a dollar a thousand calls (DESIGN's reference). */
const BUDGET_USD = 1.2;
const SETTLE_MS = 120_000;

type Totals = Record<string, number>;

/** Counts what whole calls use, from the request to the last task, and what that costs. */
export async function cost(ready: Ready): Promise<Figure[]> {
  await ask(ready, "POST", "/dev/clock", { now: "2026-11-24T15:00:00Z" });
  await ask(ready, "POST", "/dev/cron", { cron: "* * * * *" });
  await ask(ready, "POST", "/api/campaigns", { id: "cost", name: "Cost", channel: "voice" });
  await totals(ready);
  const talkers = PEOPLE.filter(
    ({ outcome, attempts }) => outcome === "conversation" && attempts === 1,
  ).filter(({ digits }) => digits !== "23");
  const ids: string[] = [];
  for (const person of talkers) {
    const { id: _, phone_number, ...prospect_data } = prospectOf(person);
    const wanted = { campaign_id: "cost", prospect_id: `cost_${person.digits}`, phone_number };
    const { body } = await ask(ready, "POST", "/call/initiate", { ...wanted, prospect_data });
    ids.push(body.call_id);
  }
  const until = Date.now() + SETTLE_MS;
  for (;;) {
    const calls = await Promise.all(ids.map((id) => ask(ready, "GET", `/call/${id}`)));
    const done = calls.every(({ body }) => body.tasks.length > 0 && body.tasks.every(isDone));
    if (done || Date.now() > until) break;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  const used = await totals(ready);
  const each = (name: string) => Math.round(((used[name] ?? 0) / ids.length) * 10) / 10;
  const usage: Usage = {
    requests: each("requests"),
    objectRequests: each("object_calls"),
    rowsWritten: each("rows"),
    // A message is written, read and deleted.
    queueOperations: each("queue_sends") * 3,
    r2Writes: each("r2_writes"),
    databaseQueries: each("sql"),
    embeddingTokens: each("embedding_chars") / 4,
    modelInputTokens: each("model_chars") / 4,
    modelOutputTokens: 400,
    voiceMinutes: MINUTES,
  };
  console.log(
    `\nPer call, measured over ${ids.length} conversations (assuming ${MINUTES} minutes and 400 spoken tokens):`,
  );
  console.table(usage);
  const thousand = costOfThousand(usage);
  console.log(
    "USD per 1,000 calls:",
    Object.fromEntries(
      Object.entries(thousand).map(([name, usd]) => [name, Math.round(usd * 100) / 100]),
    ),
  );
  console.table(months(usage));
  return [
    {
      name: "infrastructure, USD per 1,000 calls",
      floor_ms: Number.NaN,
      product_ms: Number.NaN,
      ratio: Math.round(thousand.infrastructure * 100) / 100,
      spread: [0, 0],
      budget: BUDGET_USD,
      within: thousand.infrastructure <= BUDGET_USD,
      counts: JSON.stringify(usage),
    },
  ];
}

const isDone = ({ status }: { status: string }) => status === "done" || status === "dead";
const totals = async ({ app }: Ready): Promise<Totals> =>
  (await (await fetch(`${app}/floor/totals`)).json()) as Totals;
