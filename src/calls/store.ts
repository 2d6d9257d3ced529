import { and, asc, desc, eq, gte, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { type CallMetrics, calls, conversationMetadata, conversations } from "../db/calls";
import type { Db } from "../db/client";
import { prospects } from "../db/prospects";
import { iso, isoOrNull } from "../time";
import type { CallListItem } from "./call-view";
import type { CallQuery, CallSummary, Conversion } from "./contract";
import { listItemOf, type Snapshot, timelineOf, transcriptOf } from "./snapshot";

/** The statements that write a call's snapshot to the tables. An older snapshot changes nothing. */
export function projection(db: Db, snapshot: Snapshot, at: number) {
  const line = listItemOf(snapshot);
  const { state } = snapshot;
  const columns = {
    campaignId: line.campaign_id,
    prospectId: line.prospect_id,
    previousCallId: line.previous_call_id,
    state: line.state,
    outcome: line.outcome,
    endedReason: line.ended_reason,
    attempt: line.attempt,
    providerCallIds: snapshot.providerCallIds,
    scriptVersion: snapshot.scriptVersion,
    notBefore: line.not_before ? Date.parse(line.not_before) : null,
    dueAt: "due" in state ? state.due : null,
    timeline: timelineOf(snapshot),
    version: snapshot.version,
    endedAt: snapshot.endedAt ? snapshot.endedAt : null,
  };
  const call = db
    .insert(calls)
    .values({
      id: line.call_id,
      callKey: line.call_key,
      direction: line.direction,
      origin: line.origin,
      createdAt: snapshot.createdAt,
      ...columns,
    })
    .onConflictDoUpdate({
      target: calls.id,
      set: columns,
      setWhere: sql`${calls.version} < excluded.version`,
    });
  if (snapshot.turns.length === 0 && !snapshot.endedAt) return [call] as const;
  return [call, conversation(db, snapshot, line, at), metadata(db, snapshot, at)] as const;
}

function conversation(db: Db, snapshot: Snapshot, line: CallListItem, at: number) {
  const set = {
    prospectId: line.prospect_id,
    transcript: transcriptOf(snapshot),
    reportKey: snapshot.reportKey,
    updatedAt: at,
  };
  return db
    .insert(conversations)
    .values({ callId: line.call_id, createdAt: at, ...set })
    .onConflictDoUpdate({
      target: conversations.callId,
      set,
      setWhere: sql`exists (select 1 from ${calls} c where c.id = excluded.call_id
        and c.version <= ${snapshot.version})`,
    });
}

function metadata(db: Db, { state, durationMs, costMicros }: Snapshot, at: number) {
  const delivered = state.phase === "closed" && state.outcome === "voicemail_left";
  const set = { voicemailDelivered: delivered, durationMs, costMicros, updatedAt: at };
  return db
    .insert(conversationMetadata)
    .values({ callId: state.request.callId, ...set })
    .onConflictDoUpdate({ target: conversationMetadata.callId, set });
}

/** Writes a call's snapshot to the tables in one transaction. */
export const project = async (db: Db, snapshot: Snapshot, at: number): Promise<void> => {
  await db.batch(projection(db, snapshot, at));
};

/** The key of the object that holds a call; undefined if there is no such call. */
export async function keyOfCall(db: Db, callId: string): Promise<string | undefined> {
  const [row] = await db.select({ key: calls.callKey }).from(calls).where(eq(calls.id, callId));
  return row?.key;
}

type Hint = { providerCallId: string; callId: string | undefined };
/** Finds the call of a message without our tags, by the provider's id or by the call's name. */
export async function findByProvider(db: Db, { providerCallId, callId }: Hint) {
  const [row] = await db
    .select({ callKey: calls.callKey, callId: calls.id, attempt: calls.attempt })
    .from(calls)
    .where(
      or(
        sql`${calls.providerCallIds} @> array[${providerCallId}]::text[]`,
        callId ? eq(calls.id, callId) : undefined,
      ),
    )
    .limit(1);
  return row;
}

/** The results of the work after a call: summary, recording, sentiment, intent and quality. */
export async function postCallOf(db: Db, callId: string) {
  const [row] = await db
    .select({
      summary: conversations.summary,
      recordingKey: conversations.recordingKey,
      sentiment: conversationMetadata.sentiment,
      intent: conversationMetadata.intent,
      qualityScore: conversationMetadata.qualityScore,
    })
    .from(conversations)
    .leftJoin(conversationMetadata, eq(conversationMetadata.callId, conversations.callId))
    .where(eq(conversations.callId, callId));
  return row;
}

/** SQL: whether the speaker is the call's prospect. A caller's number alone proves nothing. */
export const callerVerified = sql<boolean>`(${calls.direction} <> 'inbound'
  or ${calls.timeline} @? '$[*].event ? (@ == "verified")')`;

/** The transcript of a call and who it was with, for the tasks that work on it. */
export async function conversationOf(db: Db, callId: string) {
  const [row] = await db
    .select({
      transcript: conversations.transcript,
      callKey: calls.callKey,
      campaignId: calls.campaignId,
      prospectId: calls.prospectId,
      companyId: prospects.companyId,
      createdAt: calls.createdAt,
      providerCallIds: calls.providerCallIds,
      recordingKey: conversations.recordingKey,
      proven: callerVerified,
    })
    .from(conversations)
    .innerJoin(calls, eq(calls.id, conversations.callId))
    .leftJoin(prospects, eq(prospects.id, calls.prospectId))
    .where(eq(conversations.callId, callId));
  return row;
}

/** Saves the summary of a call. `at` is ms since 1970. */
export async function saveSummary(db: Db, callId: string, made: CallSummary, at: number) {
  const { summary, objections, sentiment, intent, quality_score: qualityScore } = made;
  await db.batch([
    db
      .update(conversations)
      .set({ summary, objections, updatedAt: at })
      .where(eq(conversations.callId, callId)),
    db
      .update(conversationMetadata)
      .set({ sentiment, intent, qualityScore, updatedAt: at })
      .where(eq(conversationMetadata.callId, callId)),
  ]);
}

/** Saves where the recording of a call is stored. */
export async function saveRecording(db: Db, callId: string, recordingKey: string, at: number) {
  const set = { recordingKey, updatedAt: at };
  await db.update(conversations).set(set).where(eq(conversations.callId, callId));
}

/** Keys of the objects whose calls are due by `now`. */
export async function dueCalls(db: Db, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .select({ key: calls.callKey })
    .from(calls)
    .where(lte(calls.dueAt, now))
    .orderBy(asc(calls.dueAt))
    .limit(limit);
  return [...new Set(rows.map(({ key }) => key))];
}

/** Calls, newest first; the cursor names the last one seen. */
export async function listCalls(db: Db, query: CallQuery): Promise<CallListItem[]> {
  const { cursor } = query;
  const after = cursor && sql`(${calls.createdAt}, ${calls.id}) < (${cursor.at}, ${cursor.id})`;
  const rows = await db
    .select()
    .from(calls)
    .where(
      and(
        query.campaign_id ? eq(calls.campaignId, query.campaign_id) : undefined,
        query.prospect_id ? eq(calls.prospectId, query.prospect_id) : undefined,
        query.state ? eq(calls.state, query.state) : undefined,
        query.since ? gte(calls.createdAt, Date.parse(query.since)) : undefined,
        after,
      ),
    )
    .orderBy(desc(calls.createdAt), desc(calls.id))
    .limit(query.limit);
  return rows.map((row) => ({
    call_id: row.id,
    call_key: row.callKey,
    campaign_id: row.campaignId,
    prospect_id: row.prospectId,
    direction: row.direction,
    origin: row.origin,
    previous_call_id: row.previousCallId,
    state: row.state,
    outcome: row.outcome,
    ended_reason: row.endedReason,
    attempt: row.attempt,
    not_before: isoOrNull(row.notBefore),
    created_at: iso(row.createdAt),
    ended_at: isoOrNull(row.endedAt),
  }));
}

/** Saves the counts of a call's transcript. */
export async function saveMetrics(db: Db, callId: string, metrics: CallMetrics, at: number) {
  const set = { metrics, updatedAt: at };
  await db.update(conversationMetadata).set(set).where(eq(conversationMetadata.callId, callId));
}

/** A prospect's calls that have not ended, with the keys of their objects. */
export function openCallsOf(db: Db, prospectId: string) {
  return db
    .select({ callKey: calls.callKey, callId: calls.id })
    .from(calls)
    .where(and(eq(calls.prospectId, prospectId), isNull(calls.endedAt)));
}

/**
 * Records the conversion of a call and returns its prospect; undefined if there is no such call.
 */
export async function saveConversion(db: Db, callId: string, conversion: Conversion) {
  const [saved] = await db
    .update(calls)
    .set({ conversion })
    .where(eq(calls.id, callId))
    .returning({ prospectId: calls.prospectId });
  return saved;
}

/** The campaign that a call belongs to, if any. */
export async function campaignOf(db: Db, callId: string): Promise<string | null> {
  const [row] = await db.select({ id: calls.campaignId }).from(calls).where(eq(calls.id, callId));
  return row?.id ?? null;
}

/** The conversion recorded for a call; undefined if there is none. */
export async function conversionOf(db: Db, callId: string): Promise<Conversion | undefined> {
  const [row] = await db
    .select({ conversion: calls.conversion })
    .from(calls)
    .where(eq(calls.id, callId));
  return row?.conversion ?? undefined;
}

/** SQL that copies the vector of each call's summary from chunks `c` that match `among`. */
export const summaryVectors = (among: SQL): SQL => sql`
  update conversations v set transcript_embedding = c.embedding::vector from chunks c
  where ${among} and c.kind = 'call' and c.owner_id = v.call_id and c.source ->> 'type' = 'summary'`;
