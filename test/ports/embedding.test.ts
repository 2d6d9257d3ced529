import { eq } from "drizzle-orm";
import { beforeEach, expect, inject, test } from "vitest";
import { embed } from "../../sandbox/openai/lexical";
import type { SourceText } from "../../src/corpus/corpus";
import { embedBatch, embedOwner } from "../../src/corpus/embed";
import { pgvector } from "../../src/corpus/pgvector";
import { claimUnembedded, countUnembedded, keepVectors, saveSources } from "../../src/corpus/store";
import { connect } from "../../src/db/client";
import { chunks } from "../../src/db/corpus";
import type { Embedder } from "../../src/language/embedder";
import { fail } from "../../src/result";
import { silentLog } from "../stand-ins/log";

const AT = Date.parse("2041-05-01T00:00:00Z");
const asked: string[] = [];
const embedder: Embedder = {
  name: "lexical",
  embed: async (texts) => {
    asked.push(...texts);
    return { ok: true, value: texts.map(embed) };
  },
};
const db = connect({
  url: inject("databaseUrl"),
  fetchEndpoint: inject("databaseFetchEndpoint"),
  fetch,
});
const deps = { db, embedder, machineNow: () => AT, log: silentLog };
const call = { kind: "call" as const, ownerId: "call_embedding" };
const pieces = ["The bakery has ten people.", "They want a quote.", "In March."].map((text) => ({
  text,
  at: AT,
  source: { type: "call" as const, date: "2041-05-01", turn: 0 },
}));

beforeEach(async () => {
  asked.length = 0;
  await db.delete(chunks);
  const document: SourceText = { ...call, passages: pieces };
  await db.batch([...saveSources(db, [document], AT)]);
});

test("what others are at is left to them for a minute, then taken over", async () => {
  expect(await claimUnembedded(db, "lexical", 100, AT)).toHaveLength(3);
  expect(await embedBatch(deps)).toEqual({ ok: true, value: 0 });
  expect(await embedBatch({ ...deps, machineNow: () => AT + 60_001 })).toEqual({
    ok: true,
    value: 3,
  });
});

test("who asks for a call's words does not wait for a claim that a crash left behind", async () => {
  await claimUnembedded(db, "lexical", 100, AT);
  expect(await embedOwner(deps, call)).toEqual({ ok: true, value: undefined });
  expect(await countUnembedded(db)).toBe(0);
});

test("one piece of a call is embedded without the others", async () => {
  expect(await embedBatch(deps, { ...call, seq: 0 })).toEqual({ ok: true, value: 1 });
  expect(asked).toEqual(["The bakery has ten people."]);
  expect(await countUnembedded(db)).toBe(2);
});

test("words that changed while they were embedded wait for the vector of what they are now", async () => {
  const [first] = await claimUnembedded(db, "lexical", 1, AT);
  const other = { ...pieces[0], text: "The bakery has closed." } as SourceText["passages"][number];
  const changed: SourceText = { ...call, passages: [other, ...pieces.slice(1)] };
  await db.batch([...saveSources(db, [changed], AT)]);
  const { id = "", contentHash = "", input = "" } = first ?? {};
  await keepVectors(db, "lexical", [{ id, contentHash, vector: embed(input) }]);
  expect(await countUnembedded(db)).toBe(3);
  expect((await embedOwner(deps, call)).ok).toBe(true);
  const [kept] = await db.select().from(chunks).where(eq(chunks.id, id));
  expect(kept?.text).toBe("The bakery has closed.");
  const near = await pgvector(db, { model: "lexical", meaning: 0.5 }).search({
    text: "",
    vector: embed("The bakery has closed."),
    mode: "vector",
    limit: 1,
  });
  expect(near[0]?.score).toBeCloseTo(1, 2);
});

test("a text that the model refuses holds no other back", async () => {
  const picky: Embedder = {
    name: "lexical",
    embed: async (texts, purpose) =>
      texts.some((text) => text.includes("quote"))
        ? fail("embeddings answered 400", false)
        : await embedder.embed(texts, purpose),
  };
  expect(await embedBatch({ ...deps, embedder: picky })).toEqual({ ok: true, value: 2 });
  expect(await countUnembedded(db)).toBe(1);
  expect(await embedBatch({ ...deps, embedder: picky })).toEqual({ ok: true, value: 0 });
  const wrongKey: Embedder = { name: "lexical", embed: async () => fail("answered 401", false) };
  expect((await embedOwner({ ...deps, embedder: wrongKey }, call)).ok).toBe(false);
});
