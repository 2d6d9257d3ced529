import { and, desc, eq, inArray, isNull, lte, ne, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { takeDue } from "../db/due";
import { type DELIVERY_STATUSES, webhookDeliveries, webhookEndpoints } from "../db/webhooks";
import { derivedId, type TimeCursor } from "../ids";
import { iso, isoOrNull, MINUTE_MS } from "../time";
import type { WebhookAnnouncement, WebhookEvent } from "./endpoint";

type Status = (typeof DELIVERY_STATUSES)[number];
const REPLAYABLE: Status[] = ["dead", "sent", "failed"];
/** How many messages are taken at once, whoever they are for. */
const DELIVERIES_MAX = 1_000;
/** Longer than a try takes. */
const LEASE_MS = 2 * MINUTE_MS;
export type Delivery = typeof webhookDeliveries.$inferSelect & { url: string };

export async function addEndpoint(
  db: Db,
  id: string,
  url: string,
  events: WebhookEvent[],
  at: number,
) {
  const [row] = await db
    .insert(webhookEndpoints)
    .values({ id, url, events, createdAt: at })
    .returning();
  if (!row) throw new Error("a listener that was added is there");
  return endpointView(row);
}

export async function listEndpoints(db: Db, limit: number, cursor?: TimeCursor) {
  const before =
    cursor &&
    sql`(${webhookEndpoints.createdAt}, ${webhookEndpoints.id}) < (${cursor.at}, ${cursor.id})`;
  const rows = await db
    .select()
    .from(webhookEndpoints)
    .where(and(isNull(webhookEndpoints.endedAt), before))
    .orderBy(desc(webhookEndpoints.createdAt), desc(webhookEndpoints.id))
    .limit(limit);
  return rows.map(endpointView);
}

/** Nobody listens there any more; what waits for it is not sent. */
export async function endEndpoint(db: Db, id: string, at: number): Promise<boolean> {
  const ended = await db
    .update(webhookEndpoints)
    .set({ endedAt: at })
    .where(and(eq(webhookEndpoints.id, id), isNull(webhookEndpoints.endedAt)))
    .returning({ id: webhookEndpoints.id });
  await db
    .update(webhookDeliveries)
    .set({ status: "cancelled", dueAt: null, updatedAt: at })
    .where(and(eq(webhookDeliveries.endpointId, id), sql`${webhookDeliveries.dueAt} is not null`));
  return ended.length > 0;
}

/** Writes a message for everybody who listens for it; told twice under one key, it is written once. */
export async function announce(
  db: Db,
  { event, key, data }: WebhookAnnouncement,
  at: number,
): Promise<number> {
  const endpoints = await db
    .select()
    .from(webhookEndpoints)
    .where(isNull(webhookEndpoints.endedAt));
  const listening = endpoints.filter(({ events }) => events.length === 0 || events.includes(event));
  if (listening.length === 0) return 0;
  const body = { type: event, timestamp: iso(at), data };
  const rows = listening.map(({ id: endpointId }) => ({
    id: derivedId("webhook", event, key, endpointId),
    endpointId,
    event,
    body,
    status: "queued" as const,
    dueAt: at,
    createdAt: at,
    updatedAt: at,
  }));
  await db.insert(webhookDeliveries).values(rows).onConflictDoNothing();
  return rows.length;
}

/** Takes messages in hand whose time has come: of each listener some, so that none holds up the others. */
export async function takeDueDeliveries(db: Db, now: number, each: number): Promise<Delivery[]> {
  const { id, endpointId, dueAt } = webhookDeliveries;
  const ranked = db
    .select({
      id,
      rank: sql<number>`row_number() over (partition by ${endpointId} order by ${dueAt}, ${id})`.as(
        "rank",
      ),
    })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, endpointId))
    .where(and(lte(dueAt, now), isNull(webhookEndpoints.endedAt)))
    .as("ranked");
  const among = db.select({ id: ranked.id }).from(ranked).where(lte(ranked.rank, each));
  const taken = await takeDue(db, webhookDeliveries, {
    now,
    limit: DELIVERIES_MAX,
    leaseMs: LEASE_MS,
    where: inArray(id, among),
    set: { tries: sql`${webhookDeliveries.tries} + 1` },
  });
  if (taken.length === 0) return [];
  const ids = taken.map((one) => one.endpointId);
  const endpoints = await db
    .select()
    .from(webhookEndpoints)
    .where(inArray(webhookEndpoints.id, ids));
  const urls = new Map(endpoints.map((one) => [one.id, one.url]));
  return taken.map((one) => ({ ...one, url: urls.get(one.endpointId) ?? "" }));
}

/** Notes how a try went, unless it was cancelled or sent for anew meanwhile. */
export async function endDelivery(
  db: Db,
  { id, tries }: Pick<Delivery, "id" | "tries">,
  end: { status: Status; error?: string; dueAt: number | null },
  at: number,
) {
  const { status, dueAt, error = null } = end;
  await db
    .update(webhookDeliveries)
    .set({ status, dueAt, error, updatedAt: at })
    .where(
      and(
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.tries, tries),
        ne(webhookDeliveries.status, "cancelled"),
      ),
    );
}

/** Sends a message again that was given up or taken; false if there is none such, or nobody listens. */
export async function replayDelivery(db: Db, id: string, at: number): Promise<boolean> {
  const listening = sql`exists (select 1 from ${webhookEndpoints}
    where ${webhookEndpoints.id} = ${webhookDeliveries.endpointId} and ${webhookEndpoints.endedAt} is null)`;
  const put = await db
    .update(webhookDeliveries)
    .set({ status: "queued", tries: 0, dueAt: at, updatedAt: at })
    .where(
      and(eq(webhookDeliveries.id, id), inArray(webhookDeliveries.status, REPLAYABLE), listening),
    )
    .returning({ id: webhookDeliveries.id });
  return put.length > 0;
}

export async function listDeliveries(db: Db, limit: number, status?: Status, cursor?: TimeCursor) {
  const before =
    cursor &&
    sql`(${webhookDeliveries.createdAt}, ${webhookDeliveries.id}) < (${cursor.at}, ${cursor.id})`;
  const rows = await db
    .select()
    .from(webhookDeliveries)
    .where(and(status ? eq(webhookDeliveries.status, status) : undefined, before))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(limit);
  return rows.map(({ id, endpointId, event, body, status, tries, error, dueAt, createdAt }) => ({
    id,
    webhook_id: endpointId,
    event,
    body,
    status,
    tries,
    error,
    due_at: isoOrNull(dueAt),
    created_at: iso(createdAt),
  }));
}

const endpointView = ({ id, url, events, createdAt }: typeof webhookEndpoints.$inferSelect) => ({
  id,
  url,
  events,
  created_at: iso(createdAt),
});
