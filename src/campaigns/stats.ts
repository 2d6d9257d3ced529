import { and, eq, sql } from "drizzle-orm";
import { callbackLinks } from "../db/callbacks";
import { calls, conversationMetadata } from "../db/calls";
import type { Db } from "../db/client";

const count = (condition: ReturnType<typeof sql>) =>
  sql<number>`(count(*) filter (where ${condition}))::int`;
const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/**
 * A campaign's calls by outcome, and the funnel of its callback links: delivered, clicked, called
 * back, talked, converted. Each link counts once. The time to callback runs from the missed call.
 */
export async function campaignStats(db: Db, campaignId: string) {
  const [outcomes, [funnel], [detection]] = await db.batch([
    db
      .select({ outcome: calls.outcome, calls: sql<number>`count(*)::int` })
      .from(calls)
      .where(eq(calls.campaignId, campaignId))
      .groupBy(calls.outcome),
    db
      .select({
        links: sql<number>`count(*)::int`,
        delivered: count(sql`${callbackLinks.deliveredAt} is not null`),
        emailed: count(sql`${callbackLinks.emailedAt} is not null`),
        clicked: count(sql`${callbackLinks.clickedAt} is not null`),
        calledBack: count(sql`${callbackLinks.calledBackAt} is not null`),
        conversations: count(sql`${calls.outcome} = 'conversation'`),
        converted: count(sql`${callbackLinks.convertedAt} is not null`),
        medianSeconds: sql<number | null>`percentile_cont(0.5) within group (order by
          extract(epoch from ${callbackLinks.calledBackAt} - ${callbackLinks.createdAt}))`,
      })
      .from(callbackLinks)
      .leftJoin(calls, eq(calls.id, callbackLinks.callbackCallId))
      .where(and(eq(callbackLinks.campaignId, campaignId), eq(callbackLinks.requested, false))),
    db
      .select({
        machines: count(sql`${calls.endedReason} = 'voicemail'`),
        people: count(
          sql`${calls.endedReason} = 'voicemail' and ${conversationMetadata.metrics} ->> 'line' = 'person'`,
        ),
      })
      .from(calls)
      .leftJoin(conversationMetadata, eq(conversationMetadata.callId, calls.id))
      .where(eq(calls.campaignId, campaignId)),
  ]);
  const { links = 0, delivered = 0, emailed = 0, clicked = 0 } = funnel ?? {};
  const { calledBack = 0, conversations = 0, converted = 0, medianSeconds = null } = funnel ?? {};
  return {
    campaign_id: campaignId,
    outcomes: Object.fromEntries(outcomes.map((row) => [row.outcome ?? "open", row.calls])),
    voicemails: {
      links,
      delivered,
      emailed,
      clicked,
      called_back: calledBack,
      conversations,
      converted,
      time_to_callback_seconds_median: medianSeconds === null ? null : Number(medianSeconds),
      click_rate: ratio(clicked, links),
      callback_rate: ratio(calledBack, links),
      conversion_rate: ratio(converted, links),
    },
    machine_detection: {
      heard_by_provider: detection?.machines ?? 0,
      person_by_words: detection?.people ?? 0,
    },
  };
}
