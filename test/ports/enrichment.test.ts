import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { parallel as sandbox } from "../../sandbox/parallel/app";
import { serve } from "../../sandbox/server";
import { listResearch } from "../../src/corpus/research-store";
import { connect, type Db } from "../../src/db/client";
import { enrichments } from "../../src/db/enrichment";
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
beforeEach(async () => {
  asked.length = 0;
  broken = undefined;
  now += 2 * DAY_MS;
  // Whoever looks up all that is due looks up what this test asks for.
  await db.delete(enrichments);
  await db.update(companies).set({ enrichedAt: now });
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

/** A request as a researcher takes it, which its answer or its webhook tells of by `reference`. */
const taskOf = (reference: string): string =>
  JSON.stringify({
    input: { company: "Miller Bakery" },
    processor: "core",
    metadata: { reference },
    task_spec: { output_schema: { type: "json", json_schema: { type: "object" } } },
  });
const headers = { "x-api-key": "key" };

test("a request whose answer is lost is not paid for again when the webhook tells of it", async () => {
  const id = await aCompany("Lost Answer");
  await want(id);
  let run = "";
  broken = async (url) => {
    const reference = (await latestEnrichmentOf(db, id))?.id ?? "";
    const made = await fetch(url, { method: "POST", headers, body: taskOf(reference) });
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

const starts = () => asked.filter((one) => one === START).length;

test("cron, route and webhook at once look a company up, and pay for it, once", async () => {
  const id = await aCompany("All At Once");
  const cron = async () => {
    await requestEnrichment(db, now, { limit: 50 });
    return await lookUpDue(deps());
  };
  const route = async () => {
    await want(id, true);
    return await lookUpDue(deps());
  };
  const webhook = async () => {
    await wake(db, "unknown", (await latestEnrichmentOf(db, id))?.id ?? "", now);
    return await lookUpDue(deps());
  };
  await Promise.all([cron(), route(), webhook(), route(), cron(), webhook()]);
  expect(await untilEnded(id)).toMatchObject({ status: "done", costMicros: 25_000 });
  expect(await db.$count(enrichments, eq(enrichments.companyId, id))).toBe(1);
  expect(starts()).toBe(1);
});

test("the database itself refuses a second look-up of a company that goes on at the same time", async () => {
  const id = await aCompany();
  await want(id);
  const second = {
    dueAt: now,
    id: `${id}_2`,
    companyId: id,
    status: "queued" as const,
    createdAt: now,
    updatedAt: now,
  };
  await expect(db.insert(enrichments).values(second)).rejects.toMatchObject({
    cause: { constraint: "enrichments_open" },
  });
});

test("who was too slow with a look-up pays for none that another has begun meanwhile", async () => {
  const [slow, next] = [await aCompany("Slow Answer"), await aCompany("Next In Turn")];
  await want(slow);
  now += 1;
  await want(next);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  broken = async () => {
    broken = undefined;
    await held;
    return new Response("", { status: 503 });
  };
  const first = lookUpDue(deps()); // It holds both, and waits for the answer about one.
  while (starts() === 0) await new Promise((resolve) => setImmediate(resolve));
  now += 3 * MINUTE_MS;
  await lookUpDue(deps()); // The other one is taken over.
  expect(starts()).toBe(2);
  answer();
  await first;
  expect(starts()).toBe(2);
  expect((await untilEnded(next)).costMicros).toBe(25_000);
});

test("a webhook that is faster than the answer to the request has the last word", async () => {
  const id = await aCompany("Fast Webhook");
  await want(id);
  broken = async (url) => {
    broken = undefined;
    const reference = (await latestEnrichmentOf(db, id))?.id ?? "";
    const response = await fetch(url, { method: "POST", headers, body: taskOf(reference) });
    const { run_id } = (await response.clone().json()) as { run_id: string };
    expect(await wake(db, run_id, reference, now)).toBe(true);
    await untilEnded(id);
    return response;
  };
  await lookUpDue(deps());
  expect(await latestEnrichmentOf(db, id)).toMatchObject({ status: "done", dueAt: null });
  expect(starts()).toBe(1);
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
