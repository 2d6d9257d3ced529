import { randomUUID } from "node:crypto";
import pg from "pg";
import { pgvector } from "../../src/corpus/pgvector";
import { countWords } from "../../src/corpus/store";
import { connect, type Db } from "../../src/db/client";
import type { Ready } from "../launch/product";
import { compare, type Figure } from "./compare";

const MODEL = "bench";
const DIMENSIONS = 1024;
const CLUSTERS = 200;
const QUESTIONS = 100;
/** PGlite builds an index of ten thousand for minutes: it is for seeing that this works. */
const SIZES = { pglite: [1_000], postgres: [1_000, 10_000] };
/** "full query ≤ 2 × bare vector query" (DESIGN 10) */
const BUDGET = 2;

/** Numbers that look like chance and are the same each time. */
function chance(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
const random = chance(7);
const normal = () => Math.sqrt(-2 * Math.log(random() || 1e-9)) * Math.cos(2 * Math.PI * random());
const unit = (vector: number[]) => {
  const length = Math.hypot(...vector);
  return vector.map((value) => Math.round((value / length) * 1e5) / 1e5);
};
const centres = Array.from({ length: CLUSTERS }, () =>
  unit(Array.from({ length: DIMENSIONS }, normal)),
);
/** Near one of the centres, as texts on one subject are near each other. */
const near = (center: number[], spread: number) =>
  unit(center.map((value) => value + (normal() * spread) / Math.sqrt(DIMENSIONS)));
/** Words as texts have them: few that are everywhere, many that are rare. */
const word = () => `w${Math.floor(Math.exp(random() * Math.log(20_000)))}`;
const words = (count: number) => Array.from({ length: count }, word).join(" ");

/** Retrieval at each size: the whole search beside the bare vector query, recall, and IVFFlat beside HNSW. */
export async function retrieval(ready: Ready): Promise<Figure[]> {
  const client = new pg.Client({ connectionString: ready.database_url });
  await client.connect();
  const db = connect({ url: ready.database_url, fetchEndpoint: `${ready.sandbox}/sql`, fetch });
  const sizes = [...SIZES[ready.database], ...(process.env.BENCH_LARGE ? [100_000] : [])];
  const figures: Figure[] = [];
  let filled = 0;
  for (const size of sizes) {
    const began = performance.now();
    await fill(client, size - filled);
    filled = size;
    const built = Math.round((performance.now() - began) / 1_000);
    await client.query("analyze chunks");
    await countWords(db, Date.now());
    figures.push(await measure(client, db, size, built));
  }
  await client.end();
  return figures;
}

async function fill(client: pg.Client, count: number): Promise<void> {
  const BATCH = 500;
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, () => {
      const center = centres[Math.floor(random() * CLUSTERS)] ?? [];
      return { id: randomUUID(), text: words(70), e: `[${near(center, 1).join()}]` };
    });
    await client.query(
      `insert into chunks (id, kind, owner_id, seq, text, source, at, content_hash, embedding, model, created_at)
       select id, 'research', id, 0, text, '{"type":"research"}', now(), id, e::halfvec(1024), $2, now()
       from jsonb_to_recordset($1::jsonb) as r(id text, text text, e text)`,
      [JSON.stringify(rows), MODEL],
    );
  }
}

async function measure(client: pg.Client, db: Db, size: number, built: number): Promise<Figure> {
  const questions = Array.from({ length: QUESTIONS }, (_, at) => ({
    vector: near(centres[at % CLUSTERS] ?? [], 1),
    text: words(6),
  }));
  const corpus = pgvector(db, { model: MODEL, meaning: 0.5 });
  const recall = await recallOf(client, questions, (vector) => corpus.nearest(vector, 10));
  const timed = async (act: () => Promise<unknown>) => {
    const began = performance.now();
    await act();
    return performance.now() - began;
  };
  const question = (at: number) => questions[at % QUESTIONS] ?? { vector: [], text: "" };
  const flat = await ivfflat(client, questions);
  return await compare({
    name: `retrieval, ${size.toLocaleString("en-US")} vectors`,
    budget: BUDGET,
    floor: (at) => timed(() => corpus.nearest(question(at).vector, 10)),
    product: (at) => timed(() => corpus.search({ ...question(at), mode: "hybrid", limit: 10 })),
    counts: async () =>
      JSON.stringify({ recall_at_10: recall, filled_and_indexed_s: built, ...flat }),
    rounds: 5,
  });
}

type Asked = { vector: number[] }[];
/** The share of the ten that are truly nearest which an index finds. */
async function recallOf(
  client: pg.Client,
  asked: Asked,
  find: (vector: number[]) => Promise<string[]>,
) {
  await client.query("begin");
  await client.query("set local enable_indexscan = off");
  let found = 0;
  for (const { vector } of asked) {
    const truth = await nearest(client, vector);
    const ids = new Set(await find(vector));
    found += truth.filter((id) => ids.has(id)).length;
  }
  await client.query("rollback");
  return Math.round((found / (asked.length * 10)) * 1_000) / 1_000;
}
async function nearest(client: pg.Client, vector: number[]): Promise<string[]> {
  const sql = `select id from chunks where model = $2
    order by embedding <=> $1::halfvec(1024) limit 10`;
  const { rows } = await client.query(sql, [`[${vector.join()}]`, MODEL]);
  return rows.map(({ id }) => id);
}

/** The other index on the same vectors, with as many lists and probes as its manual says. */
async function ivfflat(client: pg.Client, asked: Asked) {
  const { rows } = await client.query("select count(*) from chunks");
  const lists = Math.max(Math.round(Number(rows[0].count) / 1_000), 10);
  const probes = Math.ceil(Math.sqrt(lists));
  await client.query("create table flat as select id, embedding, model from chunks");
  const began = performance.now();
  await client.query(
    `create index on flat using ivfflat (embedding halfvec_cosine_ops) with (lists = ${lists})`,
  );
  const built = performance.now() - began;
  await client.query("set ivfflat.probes = ".concat(String(probes)));
  const times: number[] = [];
  const find = async (table: string, vector: number[]) => {
    const sql = `select id from ${table} order by embedding <=> $1::halfvec(1024) limit 10`;
    const start = performance.now();
    const found = await client.query(sql, [`[${vector.join()}]`]);
    times.push(performance.now() - start);
    return found.rows.map(({ id }) => id as string);
  };
  const p50 = () => Math.round((times.sort((a, b) => a - b)[times.length >> 1] ?? 0) * 100) / 100;
  const few = asked.slice(0, 50);
  let hits = 0;
  for (const { vector } of few) {
    await client.query("begin");
    await client.query("set local enable_indexscan = off");
    const truth = await nearest(client, vector);
    await client.query("rollback");
    const ids = new Set(await find("flat", vector));
    hits += truth.filter((id) => ids.has(id)).length;
  }
  const flat = { ivfflat_p50_ms: p50(), ivfflat_recall: hits / (few.length * 10) };
  times.length = 0;
  for (const { vector } of few) await find("chunks", vector);
  const hnsw = { hnsw_p50_ms: p50() };
  await client.query("drop table flat");
  return { ...hnsw, ...flat, ivfflat_built_s: Math.round(built / 100) / 10, lists, probes };
}
