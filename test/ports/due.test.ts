import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { claimUnembedded, keepVectors } from "../../src/corpus/store";
import { settle, takeSyncEntries } from "../../src/corpus/sync-store";
import { connect, type Db } from "../../src/db/client";
import { chunks, vectorSync } from "../../src/db/corpus";
import { backoff, type DueTable } from "../../src/db/due";
import { enrichments } from "../../src/db/enrichment";
import { followUps } from "../../src/db/follow-ups";
import { companies, prospects } from "../../src/db/prospects";
import { taskRuns } from "../../src/db/task-runs";
import { webhookDeliveries, webhookEndpoints } from "../../src/db/webhooks";
import { step, takeDueEnrichments } from "../../src/enrichment/store";
import { endFollowUp, takeDueFollowUps } from "../../src/follow-ups/store";
import { endRun, takeDueRuns } from "../../src/task-runs/store";
import { HOUR_MS, MINUTE_MS } from "../../src/time";
import { endDelivery, takeDueDeliveries } from "../../src/webhooks/store";

const NOW = Date.parse("2041-01-01T00:00:00Z");
const MODEL = "lexical";
let db: Db;

/** A row that was taken: what it is known by, and how it is settled. */
type Work = { id: string; settle: () => Promise<unknown> };
type Queue = {
  table: DueTable;
  put: (id: string, dueAt: number) => Promise<unknown>;
  take: (now: number, limit: number) => Promise<Work[]>;
};
const times = { createdAt: NOW, updatedAt: NOW };

const QUEUES: Record<string, Queue> = {
  task_runs: {
    table: taskRuns,
    put: (callId, dueAt) =>
      db.insert(taskRuns).values({
        callId,
        name: "metrics",
        revision: 1,
        status: "queued",
        dueAt,
        updatedAt: NOW,
      }),
    take: async (now, limit) =>
      (await takeDueRuns(db, now, limit)).map((run) => ({
        id: run.callId,
        settle: async () => await endRun(db, run, { status: "done" }, now),
      })),
  },
  follow_ups: {
    table: followUps,
    put: (id, dueAt) =>
      db.insert(followUps).values({
        id,
        kind: "onboarding",
        prospectId: "due",
        callId: "due",
        status: "due",
        dueAt,
        ...times,
      }),
    take: async (now, limit) =>
      (await takeDueFollowUps(db, now, limit)).map(({ id }) => ({
        id,
        settle: () => endFollowUp(db, id, "sent", "mailed", now),
      })),
  },
  webhook_deliveries: {
    table: webhookDeliveries,
    put: (id, dueAt) =>
      db.insert(webhookDeliveries).values({
        id,
        endpointId: "due",
        event: "lead.hot",
        body: { type: "lead.hot", timestamp: "2041-01-01T00:00:00Z", data: {} },
        status: "queued",
        dueAt,
        ...times,
      }),
    take: async (now, limit) =>
      (await takeDueDeliveries(db, now, limit)).map((one) => ({
        id: one.id,
        settle: () => endDelivery(db, one, { status: "sent", dueAt: null }, now),
      })),
  },
  vector_sync: {
    table: vectorSync,
    put: (chunkId, dueAt) => db.insert(vectorSync).values({ chunkId, namespace: MODEL, dueAt }),
    take: async (now, limit) =>
      (await takeSyncEntries(db, limit, now)).map((one) => ({
        id: one.id,
        settle: () => settle(db, [one], 1),
      })),
  },
  enrichments: {
    table: enrichments,
    async put(id, dueAt) {
      await db
        .insert(companies)
        .values({ id, ...times })
        .onConflictDoNothing();
      await db
        .insert(enrichments)
        .values({ id, companyId: id, status: "running", runId: id, dueAt, ...times });
    },
    take: async (now, limit) =>
      (await takeDueEnrichments(db, now, limit)).map((one) => ({
        id: one.id,
        settle: () => step(db, one, { to: "done" }, now),
      })),
  },
  chunks: {
    table: chunks,
    put: (id, dueAt) =>
      db.insert(chunks).values({
        id,
        kind: "research",
        ownerId: id,
        seq: 0,
        text: `Piece ${id}.`,
        source: { type: "research" },
        at: NOW,
        contentHash: id,
        createdAt: NOW,
        dueAt,
      }),
    take: async (now, limit) =>
      (await claimUnembedded(db, MODEL, limit, now)).map((one) => ({
        id: one.id,
        settle: () => keepVectors(db, MODEL, [{ ...one, vector: Array(1024).fill(0.1) }]),
      })),
  },
};

beforeAll(async () => {
  db = connect({
    url: inject("databaseUrl"),
    fetchEndpoint: inject("databaseFetchEndpoint"),
    fetch,
  });
  const person = { id: "due", phone: "+15550000000", phoneHash: "due", ...times };
  await db.insert(prospects).values(person).onConflictDoNothing();
  const endpoint = { id: "due", url: "https://listener.example", events: [], createdAt: NOW };
  await db.insert(webhookEndpoints).values(endpoint).onConflictDoNothing();
});

// Nobody else's listener, and nobody else's work.
afterAll(async () => {
  for (const { table } of Object.values(QUEUES)) await db.delete(table);
  await db.delete(webhookEndpoints).where(eq(webhookEndpoints.id, "due"));
  await db.delete(prospects).where(eq(prospects.id, "due"));
});

const ids = (rows: Work[]): string[] => rows.map(({ id }) => id).toSorted();

describe.each(Object.entries(QUEUES))("of %s", (_, { table, put, take }) => {
  beforeEach(async () => {
    await db.delete(table);
  });
  const put9 = async () => {
    for (let n = 1; n <= 9; n++) await put(`due_${n}`, NOW - n * 1_000);
  };

  test("several takers at once never share a row, and together take all", async () => {
    await put9();
    const taken = await Promise.all([take(NOW, 4), take(NOW, 4), take(NOW, 4), take(NOW, 4)]);
    const all = ids(taken.flat());
    expect(all).toHaveLength(9);
    expect(new Set(all).size).toBe(9);
  });

  test("those that are due the longest are taken first, and no more than asked for", async () => {
    await put9();
    expect(ids(await take(NOW, 3))).toEqual(["due_7", "due_8", "due_9"]);
    expect(ids(await take(NOW, 2))).toEqual(["due_5", "due_6"]);
  });

  test("what is due later is left", async () => {
    await put("due_later", NOW + 1);
    expect(await take(NOW, 10)).toEqual([]);
    expect(ids(await take(NOW + 1, 10))).toEqual(["due_later"]);
  });

  test("what its taker does not settle is taken again when the lease has run out, and not before", async () => {
    await put("due_1", NOW);
    expect(ids(await take(NOW, 10))).toEqual(["due_1"]);
    expect(await take(NOW + 20_000, 10)).toEqual([]);
    expect(ids(await take(NOW + 10 * MINUTE_MS, 10))).toEqual(["due_1"]);
  });

  test("what was settled is not taken again", async () => {
    await put("due_1", NOW);
    const [one] = await take(NOW, 10);
    await one?.settle();
    expect(await take(NOW + HOUR_MS, 10)).toEqual([]);
  });
});

test("a wait doubles with every failure, up to a limit", () => {
  const limits = { baseMs: 1_000, maxMs: 60_000 };
  expect([0, 1, 2, 5, 6, 2_000].map((tries) => backoff(tries, limits))).toEqual([
    1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
  ]);
});
