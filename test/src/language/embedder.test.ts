import { expect, test } from "vitest";
import { cachingEmbedder, type Embedder } from "../../../src/language/embedder";
import { openaiEmbeddings } from "../../../src/language/openai-embeddings";
import { workersAi } from "../../../src/language/workers-ai";
import { ok } from "../../../src/result";

const vector = (first: number, dimensions = 1024) =>
  Array.from({ length: dimensions }, (_, at) => (at === 0 ? first : at === 1 ? 1 : 0));
type Asked = { input: string[]; model: string; dimensions?: number };

function endpoint(model: string, answer: (asked: Asked) => Response) {
  const asked: Asked[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    const body = JSON.parse(String(init?.body)) as Asked;
    asked.push(body);
    return answer(body);
  };
  const options = { baseUrl: "http://127.0.0.1:9/v1", apiKey: "key", model };
  return {
    asked,
    embedder: openaiEmbeddings({ ...options, fetch: fetch as typeof globalThis.fetch }),
  };
}
const data = (vectors: number[][]) =>
  Response.json({ data: vectors.map((embedding, index) => ({ embedding, index })).reverse() });

test("a hundred texts a request, in the order of the texts whatever the answer's, at unit length", async () => {
  const { asked, embedder } = endpoint("BAAI/bge-large-en-v1.5", ({ input }) =>
    data(input.map((text) => vector(Number(text)))),
  );
  const texts = Array.from({ length: 250 }, (_, at) => String(at + 1));
  const made = await embedder.embed(texts, "passage");
  expect(asked.map(({ input }) => input.length)).toEqual([100, 100, 50]);
  if (!made.ok) throw new Error(made.error.detail);
  expect(made.value).toHaveLength(250);
  for (const [at, one] of made.value.entries()) {
    expect(Math.hypot(...one)).toBeCloseTo(1);
    expect((one[0] ?? 0) / (one[1] ?? 1)).toBeCloseTo(at + 1);
  }
});

test("OpenAI is asked for 1024 dimensions, a bge model is told that it is a question", async () => {
  const newest = endpoint("text-embedding-3-large", ({ input }) =>
    data(input.map(() => vector(1))),
  );
  await newest.embedder.embed(["hours"], "query");
  expect(newest.asked[0]).toMatchObject({ dimensions: 1024, input: ["hours"] });
  const bge = endpoint("bge-large-en-v1.5", ({ input }) => data(input.map(() => vector(1))));
  await bge.embedder.embed(["hours"], "query");
  expect(bge.asked[0]?.input[0]).toMatch(/^Represent this sentence.*: hours$/);
  expect(bge.asked[0]).not.toHaveProperty("dimensions");
});

test.each([
  ["another number of dimensions", () => data([vector(1, 768)]), false],
  ["no vector", () => data([]), false],
  ["a vector of nothing", () => data([vector(0).map(() => 0)]), false],
  ["503", () => new Response("", { status: 503 }), true],
  ["401", () => new Response("{}", { status: 401 }), false],
])("an endpoint that answers %s gives no vector", async (_, answer, retry) => {
  const { embedder } = endpoint("m", answer);
  expect(await embedder.embed(["a"], "passage")).toMatchObject({ ok: false, error: { retry } });
});

test("Workers AI is asked in hundreds with one pooling, which is part of the model's name", async () => {
  const asked: { text: string[]; pooling: string }[] = [];
  const ai = {
    async run(_: string, input: object) {
      const one = input as (typeof asked)[number];
      asked.push(one);
      return { data: one.text.map(() => vector(2)) };
    },
  };
  const embedder = workersAi(ai);
  const made = await embedder.embed(
    Array.from({ length: 150 }, () => "text"),
    "passage",
  );
  expect(made.ok).toBe(true);
  expect(asked.map(({ text, pooling }) => [text.length, pooling])).toEqual([
    [100, "cls"],
    [50, "cls"],
  ]);
  expect(embedder.name).toContain(":cls");
});

test("a question that was asked lately is not embedded again, and one that failed is", async () => {
  const asked: string[][] = [];
  let down = true;
  const slow: Embedder = {
    name: "m",
    async embed(texts) {
      asked.push(texts);
      if (down) return { ok: false, error: { retry: true, detail: "down" } };
      return ok(texts.map(() => vector(1)));
    },
  };
  const embedder = cachingEmbedder(slow, 2);
  expect((await embedder.embed(["a"], "query")).ok).toBe(false);
  down = false;
  await embedder.embed(["a"], "query");
  await embedder.embed(["a"], "query");
  await embedder.embed(["b"], "query");
  await embedder.embed(["c"], "query");
  await embedder.embed(["a"], "query");
  expect(asked.filter((texts) => texts.length > 0)).toEqual([["a"], ["a"], ["b"], ["c"], ["a"]]);
});
