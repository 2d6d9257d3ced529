import { and, desc, eq, gt, notInArray, sql } from "drizzle-orm";
import { callerVerified } from "../calls/store";
import { callbackLinks, callbacks } from "../db/callbacks";
import { calls, conversationMetadata, conversations } from "../db/calls";
import type { Db } from "../db/client";
import { callerContexts } from "../db/context";
import { emails } from "../db/email";
import { companies, consents, prospects } from "../db/prospects";
import { nameOf } from "../prospects/prospect";
import { DAY_MS } from "../time";
import { callerContext } from "./caller";

const CALLS_MAX = 5;
const EMAILS_MAX = 5;
/** A call within this time is attributed to the last contact before it. */
const ATTRIBUTION_MS = 7 * DAY_MS;

/** Rewrites a person's context. It takes four reads, so it is done ahead of the next call. */
export async function refreshContext(db: Db, prospectId: string, now: number): Promise<void> {
  const [people, calledRows, mailed, booked] = await db.batch([
    db
      .select({ person: prospects, company: companies })
      .from(prospects)
      .leftJoin(companies, eq(companies.id, prospects.companyId))
      .where(eq(prospects.id, prospectId)),
    db
      .select({
        at: calls.createdAt,
        outcome: calls.outcome,
        summary: conversations.summary,
        intent: conversationMetadata.intent,
      })
      .from(calls)
      .leftJoin(conversations, eq(conversations.callId, calls.id))
      .leftJoin(conversationMetadata, eq(conversationMetadata.callId, calls.id))
      // Words of an unverified caller from their number do not count.
      .where(and(eq(calls.prospectId, prospectId), callerVerified))
      .orderBy(desc(calls.createdAt))
      .limit(CALLS_MAX),
    db
      .select({ kind: emails.kind, at: emails.sentAt, clickedAt: callbackLinks.clickedAt })
      .from(emails)
      .leftJoin(callbackLinks, eq(callbackLinks.callId, emails.callId))
      .where(eq(emails.prospectId, prospectId))
      .orderBy(desc(emails.createdAt))
      .limit(EMAILS_MAX),
    db
      .select({ startAt: callbacks.startAt })
      .from(callbacks)
      .where(
        and(
          eq(callbacks.prospectId, prospectId),
          eq(callbacks.status, "booked"),
          gt(callbacks.startAt, now),
        ),
      )
      .limit(1),
  ]);
  const [found] = people;
  if (!found) return;
  const { person, company } = found;
  const text = callerContext({
    name: nameOf(person) ?? null,
    companyName: company?.name ?? null,
    industry: company?.industry ?? null,
    employees: company?.enrichmentData.employee_count ?? null,
    notes: person.notes,
    calls: calledRows,
    emails: mailed.map(({ kind, at, clickedAt }) => ({ kind, at, clicked: clickedAt !== null })),
    callback: booked[0]?.startAt ?? null,
  });
  await db
    .insert(callerContexts)
    .values({ prospectId, text, updatedAt: now })
    .onConflictDoUpdate({ target: callerContexts.prospectId, set: { text, updatedAt: now } });
}

/**
 * Finds the prospect behind a number, with their last call, callback link and context. It is one
 * query, since the phone is ringing. Undefined if the number is unknown.
 */
export async function recognizeCaller(db: Db, phoneHash: string, now: number) {
  const since = now - ATTRIBUTION_MS;
  const [row] = await db
    .select({
      prospectId: prospects.id,
      state: sql<string | null>`${prospects.address} ->> 'state'`,
      context: callerContexts.text,
      voicemailId: callbackLinks.id,
      voicemailAt: callbackLinks.createdAt,
      delivered: sql<boolean>`${callbackLinks.deliveredAt} is not null`,
      emailed: sql<boolean>`${callbackLinks.emailedAt} is not null`,
      calledAt: calls.createdAt,
      clicked: sql<boolean>`${callbackLinks.clickedAt} is not null`,
      lastCallId: calls.id,
      campaignId: calls.campaignId,
      customer: sql<boolean>`exists (select 1 from ${consents} c
        where c.prospect_id = ${prospects.id} and c.basis = 'existing_customer')`,
    })
    .from(prospects)
    .leftJoin(callerContexts, eq(callerContexts.prospectId, prospects.id))
    .leftJoin(
      calls,
      and(
        eq(calls.prospectId, prospects.id),
        gt(calls.createdAt, since),
        eq(calls.direction, "outbound"),
        notInArray(calls.state, ["SCHEDULED", "CANCELLED"]),
      ),
    )
    .leftJoin(callbackLinks, eq(callbackLinks.callId, calls.id))
    .where(eq(prospects.phoneHash, phoneHash))
    .orderBy(sql`${calls.createdAt} desc nulls last`, prospects.id)
    .limit(1);
  return row;
}
export type RecognizedCaller = NonNullable<Awaited<ReturnType<typeof recognizeCaller>>>;

/** A prospect's stored context; undefined if there is none yet. */
export async function contextOf(db: Db, prospectId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ text: callerContexts.text })
    .from(callerContexts)
    .where(eq(callerContexts.prospectId, prospectId));
  return row?.text;
}
