import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { roadmap } from "../../../src/metrics/roadmap";
import { callObject, LOCATION } from "../../../workers/call/stub";
import { compose } from "../../../workers/compose";
import { ask, aWorld } from "../world";

const world = aWorld();

test("a call's object is asked for near the voice, wherever the request came in", () => {
  const asked: unknown[] = [];
  const calls = { getByName: (...named: unknown[]) => asked.push(named) };
  callObject({ CALLS: calls } as never, "va:call:outbound:c:p");
  expect(asked).toEqual([["va:call:outbound:c:p", { locationHint: LOCATION }]]);
});

test("the corpus is read from the replica, and written where the truth is", async () => {
  const replica = "postgres://reader:secret@replica.example/agency";
  const app = compose({ ...env, DATABASE_READ_URL: replica } as Env);
  await app.corpus.search({ text: "oven", mode: "text", limit: 3 });
  expect(world.net.databases.at(-1)).toContain("reader:secret@replica.example");
  await app.db.execute("select 1");
  expect(world.net.databases.at(-1)).not.toContain("replica.example");
});

test("with a Worker beside the database, tasks are done there, and their failures come back", async () => {
  const sent: { url: string; body: unknown }[] = [];
  const near = {
    async fetch(url: string, init: RequestInit) {
      sent.push({ url, body: JSON.parse(String(init.body)) });
      return Response.json({ ok: false, error: { retry: true, detail: "not yet" } });
    },
  };
  const app = compose({ ...env, NEAR_DATABASE: near } as unknown as Env);
  const job = { task: "metrics", callId: "nobody" } as const;
  expect(await app.nearDatabase?.(job)).toEqual({
    ok: false,
    error: { retry: true, detail: "not yet" },
  });
  expect(sent).toEqual([{ url: "https://near-database/internal/tasks", body: job }]);
  const there = await ask("/internal/tasks", { body: job });
  expect(there.body).toMatchObject({ ok: false, error: { retry: true } });
  expect((await ask("/internal/tasks", { body: job, key: "wrong" })).status).toBe(401);
});

test.each([
  [20, "MVP", 500, null],
  [600, "Scaling", 1_000, null],
  [1_200, "Production scale", 5_000, "Pinecone"],
  [12_000, "Production scale", undefined, "Pinecone"],
])("at %i calls a day the roadmap says %s", (callsADay, stage, next, due) => {
  const nothing = { cache: true, pinecone: false, ownEmbeddings: false, regions: false };
  const at = roadmap({ callsToday: 1, callsADay, embeddings: 0 }, nothing);
  expect(at.stage).toBe(stage);
  expect(at.next?.at_calls_a_day).toBe(next);
  expect(at.due?.adds ?? null).toBe(due);
});

test("the roadmap is computed from what goes on", async () => {
  const { body } = await ask("/api/roadmap");
  expect(body).toMatchObject({ stage: "MVP", next: { adds: "embedding cache" } });
});
