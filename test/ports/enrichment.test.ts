import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { parallel as sandbox } from "../../sandbox/parallel/app";
import { serve } from "../../sandbox/server";
import { listResearch } from "../../src/corpus/research-store";
import { connect, type Db } from "../../src/db/client";
import { companies } from "../../src/db/prospects";
import { lookUpDue } from "../../src/enrichment/look-up";
import { parallel } from "../../src/enrichment/parallel";
import {
  findCompany,
  latestEnrichmentOf,
  requestEnrichment,
  wake,
} from "../../src/enrichment/store";
import { enrichCompany, ensureCompanies } from "../../src/prospects/store";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/time";

/** As fast as it goes: a run is over when it is first asked for, or soon after. */
const SPEED = 1_000;
let now = Date.parse("2041-01-01T00:00:00Z");
let server: Awaited<ReturnType<typeof serve>>;
let db: Db;
const asked: string[] = [];
let broken: ((url: string) => Response | Promise<Response>) | undefined;

beforeAll(async () => {
  const provider = sandbox({ apiKey: "key", webhookSecret: "secret", speed: SPEED });
  server = await serve({ "/parallel": provider });
  db = connect({
    url: inject("databaseUrl"),
    fetchEndpoint: inject("databaseFetchEndpoint"),
    fetch,
  });
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
  broken = undefined;
  now += 2 * DAY_MS;
});

let made = 0;
async function aCompany(name = "Miller Bakery", over: object = {}): Promise<string> {
  const id = `enrich_${++made}`;
  await ensureCompanies(db, [id], now);
  await db
    .update(companies)
    .set({ name, ...over })
    .where(eq(companies.id, id));
  return id;
}
const deps = (over: object = {}) => ({
  db,
  now: () => now,
  capMicros: 10_000_000,
  researcher: parallel({
    baseUrl: `${server.url}/parallel`,
    apiKey: "key",
    webhookUrl: "http://127.0.0.1:9/hook",
    fetch: (async (input: string, init?: RequestInit) => {
      asked.push(`${init?.method ?? "GET"} ${new URL(input).pathname.replace(/trun_\w+/, "ID")}`);
      return broken ? await broken(input) : await fetch(input, init);
    }) as typeof fetch,
  }),
  ...over,
});
const START = "POST /parallel/v1/tasks/runs";
const want = (id: string, anyway = false) =>
  requestEnrichment(db, now, { companyIds: [id], anyway });
/** Looks until the look-up has ended, a minute of product time apart. */
async function untilEnded(id: string, over: object = {}) {
  for (let minute = 0; minute < 200; minute++) {
    await lookUpDue(deps(over));
    const last = await latestEnrichmentOf(db, id);
    if (last && /done|failed/.test(last.status)) return last;
    now += MINUTE_MS;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(
    `the look-up did not end: ${JSON.stringify([await latestEnrichmentOf(db, id), asked.slice(-4)])}`,
  );
}

test("what is found out is kept with its source; what has none, or is in doubt, is not", async () => {
  const id = await aCompany();
  await want(id);
  expect((await untilEnded(id)).status).toBe("done");
  const company = await findCompany(db, id);
  const { sources, ...data } = company?.enrichmentData as { sources: Record<string, object> };
  expect(company).toMatchObject({ industry: "Food" });
  expect(data).toMatchObject({
    employee_count: expect.any(Number),
    locations: ["Springfield, IL"],
  });
  expect(data).not.toHaveProperty("revenue_range"); // No page says so.
  expect(data).not.toHaveProperty("technology_stack"); // They themselves doubt it.
  expect(sources.industry).toMatchObject({
    url: expect.stringMatching(/^https:/),
    confidence: 0.9,
  });
  const news = await listResearch(db, 10, undefined, id);
  expect(news.map(({ title }) => title)).toEqual(["Miller Bakery opens a second location"]);
  expect(news[0]).toMatchObject({ source_url: expect.stringMatching(/news/), company_id: id });
});

test("what the company told us itself is not replaced by what others say", async () => {
  const id = await aCompany("Own Words Ltd", { enrichmentData: { employee_count: 7 } });
  const fact = (value: unknown) => ({ value, url: "https://a.example", confidence: 0.9 });
  await enrichCompany(db, id, { employee_count: fact(70), locations: fact(["Ohio"]) }, now);
  await enrichCompany(db, id, { locations: fact(["Utah"]) }, now);
  expect((await findCompany(db, id))?.enrichmentData).toMatchObject({
    employee_count: 7,
    locations: ["Utah"],
  });
});

test("a company is looked up once while what is known is fresh, and again when it is not", async () => {
  const id = await aCompany();
  await Promise.all([want(id), want(id)]);
  await untilEnded(id);
  await want(id);
  await lookUpDue(deps());
  expect(asked.filter((one) => one === START)).toHaveLength(1);
  now += 31 * DAY_MS;
  await want(id);
  await untilEnded(id);
  expect(asked.filter((one) => one === START)).toHaveLength(2);
});

test("when the day's money is spent, look-ups wait for the next", async () => {
  const [one, two] = [await aCompany("One"), await aCompany("Two")];
  await want(one);
  await want(two);
  const capMicros = 30_000;
  await untilEnded(one, { capMicros });
  expect(await latestEnrichmentOf(db, two)).toMatchObject({ status: "queued", error: /money/ });
  now += 25 * HOUR_MS;
  expect((await untilEnded(two, { capMicros })).status).toBe("done");
});

test("a request whose answer is lost is not paid for again when the webhook tells of it", async () => {
  const id = await aCompany("Lost Answer");
  await want(id);
  let run = "";
  broken = async () => {
    const { reference } = { reference: (await latestEnrichmentOf(db, id))?.id ?? "" };
    const body = {
      input: { company: "Lost Answer" },
      processor: "core",
      metadata: { reference },
      task_spec: { output_schema: { type: "json", json_schema: { type: "object" } } },
    };
    const headers = { "x-api-key": "key" };
    const url = `${server.url}/parallel/v1/tasks/runs`;
    const made = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    run = ((await made.json()) as { run_id: string }).run_id;
    throw new Error("connection lost");
  };
  await lookUpDue(deps());
  broken = undefined;
  const reference = (await latestEnrichmentOf(db, id))?.id ?? "";
  expect(await wake(db, run, reference, now)).toBe(true);
  expect((await untilEnded(id)).status).toBe("done");
  expect(asked.filter((one) => one === START)).toHaveLength(1);
});

test.each([
  ["refuses the key", () => new Response("", { status: 401 })],
  ["fails every run", undefined],
])("a researcher that %s is given up on after two tries", async (_, fault) => {
  const id = await aCompany(fault ? "Nobody" : "Fail Again");
  await want(id);
  broken = fault;
  expect(await untilEnded(id)).toMatchObject({ status: "failed", tries: 2 });
  expect(await wake(db, "unknown", "unknown", now)).toBe(false);
});
