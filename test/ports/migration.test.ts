import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from "vitest";
import { embed } from "../../sandbox/openai/lexical";
import { pinecone as sandbox } from "../../sandbox/pinecone/app";
import { serve } from "../../sandbox/server";
import type { SourceText } from "../../src/corpus/corpus";
import { embedBatch } from "../../src/corpus/embed";
import { indexChanges } from "../../src/corpus/index-changes";
import type { Phase } from "../../src/corpus/migration";
import { pgvector } from "../../src/corpus/pgvector";
import { phasedCorpus } from "../../src/corpus/phased-corpus";
import { pinecone } from "../../src/corpus/pinecone";
import { countUnembedded, deleteSource, keepState, saveSources } from "../../src/corpus/store";
import { difference, enterPhase, repair, syncBatch } from "../../src/corpus/sync";
import { enqueueMissing, migrationStatus } from "../../src/corpus/sync-store";
import { namespaceOf } from "../../src/corpus/vector-store";
import { connect, type Db } from "../../src/db/client";
import { chunks, vectorSync } from "../../src/db/corpus";
import { prospects } from "../../src/db/prospects";
import type { Embedder } from "../../src/language/embedder";
import { silentLog } from "../stand-ins/log";

const MODEL = "lexical";
const embedder: Embedder = {
  name: MODEL,
  embed: async (texts) => ({ ok: true, value: texts.map(embed) }),
};
let server: Awaited<ReturnType<typeof serve>>;
let db: Db;
/** In product time; every step is a second later than the one before. */
let clock = Date.parse("2041-06-01T00:00:00Z");
const now = () => {
  clock += 1_000;
  return clock;
};
/** What becomes of the next request: answered, refused, or done and its answer lost. */
type Fate = "answered" | "busy" | "lost" | "down" | "refused";
let fate: () => Fate = () => "answered";

beforeAll(async () => {
  server = await serve({ "/pinecone": sandbox({ apiKey: "key", speed: 1_000 }) });
  db = connect({
    url: inject("databaseUrl"),
    fetchEndpoint: inject("databaseFetchEndpoint"),
    fetch,
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  fate = () => "answered";
  await db.delete(chunks);
  await keepState(db, "migration", { phase: "pgvector" }, now());
  await drain();
});

const store = () =>
  pinecone({
    host: `${server.url}/pinecone`,
    apiKey: "key",
    fetch: (async (input: string, init?: RequestInit) => {
      const what = fate();
      if (what === "busy") return new Response("{}", { status: 429 });
      if (what === "refused") return new Response("{}", { status: 401 });
      if (what === "down") throw new Error("connection refused");
      const answer = await fetch(input, init);
      if (what === "answered") return answer;
      await answer.arrayBuffer();
      throw new Error("connection lost");
    }) as typeof fetch,
  });
const deps = () => ({ db, now, store: store() });
const enter = (to: Phase) => enterPhase(to, deps(), MODEL);

let made = 0;
const TOPICS = [
  "bakery oven",
  "truck fleet",
  "dental chair",
  "steel beam",
  "flower shop",
  "law book",
];
function aFinding(): SourceText {
  const ownerId = `finding_${++made}`;
  const text = `${TOPICS[made % 6]} number ${made} was insured in the year ${1900 + made}.`;
  const source = { type: "research" as const, url: "https://news.example/1" };
  return { kind: "research", ownerId, passages: [{ text, source, at: clock }] };
}
const write = async (...documents: SourceText[]) => {
  await db.batch([...saveSources(db, documents, now())]);
  for (;;) {
    const done = await embedBatch({ db, embedder, machineNow: now, log: silentLog });
    if (!done.ok || done.value === 0) return;
  }
};
/** Tells the other store until there is nothing left to tell, whatever happens on the way. */
async function drain() {
  for (let round = 0; round < 300; round++) {
    const done = await syncBatch(deps());
    if (done.ok && done.value === 0 && (await migrationStatus(db)).pending === 0) return;
    if (!done.ok) clock += 400_000;
  }
  throw new Error("it is not told to the end");
}
/** The stand-in shows what it took a little later, as the real one does. */
async function same() {
  for (let tries = 0; tries < 100; tries++) {
    const ids = await difference(deps(), MODEL);
    if (ids.ok && ids.value.missing === 0 && ids.value.left === 0) return true;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return await difference(deps(), MODEL);
}
const corpus = (phase: Phase, work: Promise<unknown>[] = []) =>
  phasedCorpus({
    db,
    postgres: (search) => pgvector(db, { model: MODEL, meaning: 0.2 }, search),
    model: MODEL,
    store: store(),
    phase: () => phase,
    now,
    machineNow: now,
    newId: () => `read_${++made}`,
    defer: (one) => work.push(one),
    log: silentLog,
  });
const ask = (phase: Phase, text: string, work?: Promise<unknown>[]) =>
  corpus(phase, work).search({ text, vector: embed(text), mode: "hybrid", limit: 10 });

test("all five phases, with writes and failures of every kind on the way: nothing is lost or left over", async () => {
  await write(...Array.from({ length: 60 }, aFinding));
  expect((await enter("backfill")).ok).toBe(true);
  let turn = 0;
  const fates = ["answered", "busy", "lost", "answered", "down"] as const;
  fate = () => fates[turn++ % fates.length] ?? "answered";
  for (let round = 0; round < 6; round++) {
    await write(aFinding(), aFinding());
    await deleteSource(db, "research", `finding_${made - 30}`);
    await syncBatch(deps());
  }
  await drain();
  fate = () => "answered";
  expect(await same()).toBe(true);
  expect(await enter("dual-write")).toMatchObject({ ok: true });
  await write(aFinding());
  await drain();
  expect(await same()).toBe(true);
  expect(await enter("shadow-read")).toMatchObject({ ok: true });
  const work: Promise<unknown>[] = [];
  for (const topic of [...TOPICS, ...TOPICS]) await ask("shadow-read", `insured ${topic}`, work);
  await Promise.all(work);
  expect((await migrationStatus(db)).shadow).toMatchObject({ reads: 12, overlapAt10: 1 });
  expect(await enter("pinecone")).toMatchObject({ ok: true });
  const text = "steel beam insured";
  const [here, there] = [await ask("pgvector", text), await ask("pinecone", text)];
  // Half and whole precision order equals differently: the same ten, whatever their order.
  expect(new Set(there.map(({ id }) => id))).toEqual(new Set(here.map(({ id }) => id)));
});

test("no phase is skipped, and a gate that is closed says why", async () => {
  await write(aFinding(), aFinding());
  expect(await enter("shadow-read")).toMatchObject({
    error: { detail: /the next phase is backfill/ },
  });
  await enter("backfill");
  expect(await enter("dual-write")).toMatchObject({
    ok: false,
    error: { detail: /2 vectors are still/ },
  });
  await drain();
  await enter("dual-write");
  await same();
  await enter("shadow-read");
  expect(await enter("pinecone")).toMatchObject({ error: { detail: /0 of 10 shadow reads/ } });
});

test("the way back is open at any time, and the way forth begins anew", async () => {
  await write(aFinding());
  await enter("backfill");
  await drain();
  await enter("dual-write");
  expect((await enter("pgvector")).ok).toBe(true);
  await write(aFinding()); // Nobody is told of it.
  expect((await migrationStatus(db)).pending).toBe(0);
  await enter("backfill");
  await drain();
  expect(await same()).toBe(true);
});

test("what is erased with its prospect is erased in both stores, whatever the phase", async () => {
  const id = `erased_${++made}`;
  const at = now();
  const person = { id, phone: "+15550000000", phoneHash: id, createdAt: at, updatedAt: at };
  await db.insert(prospects).values(person);
  const finding = aFinding();
  await write({ ...finding, kind: "call", prospectId: id }, aFinding());
  await enter("backfill");
  await drain();
  expect(await same()).toBe(true);
  await enter("pgvector");
  await db.delete(prospects).where(eq(prospects.id, id));
  expect(await db.$count(chunks, eq(chunks.prospectId, id))).toBe(0);
  await drain();
  expect(await same()).toBe(true);
  expect(await db.$count(vectorSync, eq(vectorSync.deleted, true))).toBe(0);
});

test("what the other store has not seen yet is found all the same", async () => {
  await write(...Array.from({ length: 12 }, aFinding));
  await enter("backfill");
  await drain();
  expect(await same()).toBe(true);
  await keepState(db, "migration", { phase: "pinecone" }, now());
  const fresh = aFinding();
  const text = "Quince jelly is insured against wasps.";
  await write({
    ...fresh,
    passages: [{ ...(fresh.passages[0] as (typeof fresh.passages)[0]), text }],
  });
  const question = { text: "x", vector: embed(text), mode: "vector" as const, limit: 3 };
  expect((await corpus("pinecone").search(question))[0]?.id).toBe(fresh.ownerId);
});

test("a store that is down costs nobody an answer", async () => {
  await write(aFinding());
  fate = () => "down";
  expect(await ask("pinecone", "bakery oven insured")).toHaveLength(1);
});

test("a refusal that passes is told again, found meanwhile, and erased in the end", async () => {
  const [kept, gone] = [aFinding(), aFinding()];
  await write(gone);
  await enter("backfill");
  await drain();
  await keepState(db, "migration", { phase: "pinecone" }, now());
  fate = () => "refused";
  await write(kept);
  await deleteSource(db, "research", gone.ownerId);
  for (let round = 0; round < 60; round++) {
    await syncBatch(deps());
    clock += 400_000;
  }
  expect(await migrationStatus(db)).toMatchObject({ pending: 2, refused: 2, lastError: /401/ });
  fate = () => "answered";
  const text = kept.passages[0]?.text ?? "";
  const question = { text: "x", vector: embed(text), mode: "vector" as const, limit: 1 };
  expect((await corpus("pinecone").search(question))[0]?.id).toBe(kept.ownerId);
  await drain();
  expect(await same()).toBe(true);
});

test("what the other store loses or keeps by itself is mended at night", async () => {
  await write(aFinding(), aFinding());
  await enter("backfill");
  await drain();
  await enter("dual-write");
  const [{ id } = { id: "" }] = await db.select({ id: chunks.id }).from(chunks);
  const zero = { id: "zombie", values: embed("zombie"), metadata: {} };
  await store().upsert(namespaceOf(MODEL), [zero]);
  await store().remove(namespaceOf(MODEL), [id]);
  await vi.waitFor(async () => {
    const ids = await difference(deps(), MODEL);
    expect(ids).toMatchObject({ value: { missing: 1, left: 1 } });
  });
  expect(await repair(deps(), MODEL)).toEqual({ ok: true, value: 2 });
  await drain();
  expect(await same()).toBe(true);
});

test("what is written while the other store is listed is not taken from it", async () => {
  await write(aFinding());
  await enter("backfill");
  await drain();
  await enter("dual-write");
  const late = {
    ...store(),
    async list(namespace: string, cursor?: string) {
      await write(aFinding());
      await drain();
      const there = await db.$count(chunks);
      return await vi.waitFor(async () => {
        const page = await store().list(namespace, cursor);
        expect(page.ok && page.value.ids.length).toBe(there);
        return page;
      });
    },
  };
  expect(await repair({ ...deps(), store: late }, MODEL)).toEqual({ ok: true, value: 0 });
  expect(await same()).toBe(true);
});

test("the old model's vectors are let go of in the other store, however late it answers", async () => {
  await write(aFinding());
  await enter("backfill");
  await drain();
  const agency = {
    companyName: "Example",
    tollFreeNumber: "1",
    postalAddress: "2",
    transferNumber: undefined,
    officeHours: "3",
  };
  const swept = (model: string) =>
    indexChanges({ db, model, agency, store: store(), log: silentLog }, now());
  await keepState(db, "model", MODEL, now());
  fate = () => "down";
  await swept("newer");
  fate = () => "answered";
  await swept("newer");
  await vi.waitFor(async () => {
    const page = await store().list(namespaceOf(MODEL));
    expect(page.ok && page.value.ids).toEqual([]);
  });
});

test("a write that meets the change of phase is told by the next round", async () => {
  await write(aFinding());
  await enter("backfill");
  await drain();
  await db.delete(vectorSync);
  await enqueueMissing(db, namespaceOf(MODEL));
  expect((await migrationStatus(db)).pending).toBe(1);
});

test("when the model changes, no vector of the old one is compared, and each is made anew", async () => {
  const findings = [aFinding(), aFinding()];
  await write(...findings);
  const agency = {
    companyName: "Example",
    tollFreeNumber: "1",
    postalAddress: "2",
    transferNumber: undefined,
    officeHours: "3",
  };
  const swept = (model: string) =>
    indexChanges({ db, model, agency, store: undefined, log: silentLog }, now());
  await swept(MODEL);
  while ((await embedBatch({ db, embedder, machineNow: now, log: silentLog })).ok)
    if ((await countUnembedded(db)) === 0) break;
  const newer: Embedder = { name: "newer", embed: embedder.embed };
  expect(await swept("newer")).toBe(await db.$count(chunks));
  const question = { text: "bakery", vector: embed("bakery"), mode: "vector" as const, limit: 5 };
  expect(await pgvector(db, { model: "newer", meaning: 0.5 }).search(question)).toEqual([]);
  while ((await countUnembedded(db)) > 0)
    await embedBatch({ db, embedder: newer, machineNow: now, log: silentLog });
  expect(
    (await pgvector(db, { model: "newer", meaning: 0.5 }).search(question)).length,
  ).toBeGreaterThan(0);
  expect(await db.$count(chunks, eq(chunks.model, MODEL))).toBe(0);
});
