import { gte, isNotNull, sql } from "drizzle-orm";
import { calls } from "../db/calls";
import type { Db } from "../db/client";
import { chunks } from "../db/corpus";
import { DAY_MS, iso } from "../time";
import type { Load } from "./roadmap";

const DAYS = 7;

/** Counts the calls requested in the last day and week, and the vectors in the corpus. */
export async function loadOf(db: Db, now: number): Promise<Load> {
  const [counted, embeddings] = await Promise.all([
    db
      .select({
        week: sql<string>`count(*)`,
        today: sql<string>`count(*) filter (where ${calls.createdAt} >= ${iso(now - DAY_MS)})`,
      })
      .from(calls)
      .where(gte(calls.createdAt, now - DAYS * DAY_MS)),
    db.$count(chunks, isNotNull(chunks.embedding)),
  ]);
  const [row] = counted;
  const week = Number(row?.week ?? 0);
  const callsADay = Math.round((week / DAYS) * 10) / 10;
  return { callsToday: Number(row?.today ?? 0), callsADay, embeddings };
}
