import { and, desc, eq, gt, isNull, ne, or, sql } from "drizzle-orm";
import { callbackLinks, callbacks, linkVisits } from "../db/callbacks";
import type { Db } from "../db/client";
import { suppressions } from "../db/compliance";
import { emails } from "../db/email";
import { companies, prospects } from "../db/prospects";
import { DAY_MS, iso, isoOrNull } from "../time";

/** How long a link leads back to us. */
export const LINK_MS = 7 * DAY_MS;

export type CallbackLink = typeof callbackLinks.$inferSelect;
type NewCallbackLink = {
  callId: string;
  attempt: number;
  prospectId: string;
  campaignId: string | null;
  tokenHash: string;
  codeHash: string;
  /** The message that was left; nothing if no machine picked up. */
  text: string | null;
  textVersion: string | null;
  delivered: boolean;
  /** Whether they requested it in a call; else the call reached nobody. */
  requested?: boolean;
};

/** The name that the seeds give a link. */
const linkId = (callId: string, at: number): string => `va:voicemail:${callId}:${at}`;

/** Saves the link that a dial left behind; a second time changes nothing. */
export async function saveCallbackLink(
  db: Db,
  link: NewCallbackLink,
  now: number,
): Promise<CallbackLink> {
  const { delivered, text, textVersion, ...rest } = link;
  const at = now;
  const row = {
    ...rest,
    id: linkId(link.callId, now),
    ...(delivered && { text, textVersion, deliveredAt: at }),
    expiresAt: now + LINK_MS,
    createdAt: at,
  };
  const set = delivered ? { deliveredAt: at, text, textVersion } : { attempt: link.attempt };
  const [saved] = await db
    .insert(callbackLinks)
    .values(row)
    .onConflictDoUpdate({
      target: [callbackLinks.callId, callbackLinks.attempt],
      set,
      setWhere: isNull(callbackLinks.deliveredAt),
    })
    .returning();
  const existing = saved ?? (await voicemailOf(db, link.callId));
  if (!existing) throw new Error("a link that was saved is there");
  return existing;
}

export async function markLinkEmailed(db: Db, id: string, at: number): Promise<void> {
  const unsent = and(eq(callbackLinks.id, id), isNull(callbackLinks.emailedAt));
  await db.update(callbackLinks).set({ emailedAt: at }).where(unsent);
}

/** What a call left behind, if anything: its last attempt's. */
export async function voicemailOf(db: Db, callId: string): Promise<CallbackLink | undefined> {
  const [row] = await db
    .select()
    .from(callbackLinks)
    .where(eq(callbackLinks.callId, callId))
    .orderBy(desc(callbackLinks.attempt))
    .limit(1);
  return row;
}

/** The link that an email of ours carried. */
export async function callbackLinkOfEmail(db: Db, emailId: string) {
  const [row] = await db
    .select({ id: callbackLinks.id, emailedAt: callbackLinks.emailedAt })
    .from(emails)
    .innerJoin(callbackLinks, eq(callbackLinks.callId, emails.callId))
    .where(eq(emails.id, emailId))
    .orderBy(desc(callbackLinks.attempt))
    .limit(1);
  return row;
}

/** As the API shows it; the link itself is derived, and only its hash is stored. */
export const voicemailView = (row: CallbackLink) => ({
  id: row.id,
  delivered: row.deliveredAt !== null,
  delivered_at: isoOrNull(row.deliveredAt),
  text: row.text,
  text_version: row.textVersion,
  emailed_at: isoOrNull(row.emailedAt),
  clicked_at: isoOrNull(row.clickedAt),
  called_back_at: isoOrNull(row.calledBackAt),
  callback_call_id: row.callbackCallId,
  converted_at: isoOrNull(row.convertedAt),
  expires_at: isoOrNull(row.expiresAt),
});

/** A link with all that its page shows, in one query; `taken` counts the callbacks of each slot. */
export async function findLinkByToken(db: Db, tokenHash: string, now: number) {
  const [row] = await db
    .select({
      voicemail: callbackLinks,
      person: prospects,
      companyName: companies.name,
      callback: callbacks,
      taken: sql<Record<string, number>>`(select coalesce(jsonb_object_agg(t.start, t.n), '{}')
        from (select extract(epoch from c.start_at) * 1000 as start, count(*) as n
          from ${callbacks} c where c.status = 'booked' and c.start_at > ${iso(now)}::timestamptz
          group by c.start_at) t)`,
      optedOut: sql<boolean>`exists (select 1 from ${suppressions} s where s.lifted_at is null
        and s.reason in ('opt_out', 'wrong_number') and s.hash in (${prospects.phoneHash}, ${prospects.emailHash}))`,
    })
    .from(callbackLinks)
    .innerJoin(prospects, eq(prospects.id, callbackLinks.prospectId))
    .leftJoin(companies, eq(companies.id, prospects.companyId))
    .leftJoin(
      callbacks,
      and(
        eq(callbacks.prospectId, callbackLinks.prospectId),
        eq(callbacks.status, "booked"),
        gt(callbacks.startAt, now),
      ),
    )
    .where(eq(callbackLinks.tokenHash, tokenHash));
  return row;
}
export type Link = NonNullable<Awaited<ReturnType<typeof findLinkByToken>>>;

/** The link that a spoken code and the last digits of the person's number lead to. */
export async function findLinkByCode(db: Db, codeHash: string, last4: string, now: number) {
  const [row] = await db
    .select({ callId: callbackLinks.callId, attempt: callbackLinks.attempt })
    .from(callbackLinks)
    .innerJoin(prospects, eq(prospects.id, callbackLinks.prospectId))
    .where(
      and(
        eq(callbackLinks.codeHash, codeHash),
        gt(callbackLinks.expiresAt, now),
        sql`right(${prospects.phone}, 4) = ${last4}`,
      ),
    )
    .orderBy(desc(callbackLinks.createdAt))
    .limit(1);
  return row;
}

/** Whom the code of a voicemail, said on the phone, belongs to; nobody if it is not only one. */
export async function findLinkBySpokenCode(db: Db, codeHash: string, now: number) {
  const rows = await db
    .select({
      prospectId: callbackLinks.prospectId,
      campaignId: callbackLinks.campaignId,
      callId: callbackLinks.callId,
      voicemailId: callbackLinks.id,
    })
    .from(callbackLinks)
    .where(and(eq(callbackLinks.codeHash, codeHash), gt(callbackLinks.expiresAt, now)))
    .limit(2);
  return rows.length === 1 ? rows[0] : undefined;
}

type Visit = Omit<typeof linkVisits.$inferInsert, "at">;

/**
 * Notes who or what opened a link. Several links of one mail within two seconds were opened by a
 * machine; the first visit of a person is the click.
 */
export async function recordVisit(db: Db, visit: Visit, at: number): Promise<void> {
  const { callbackLinkId } = visit;
  await db.batch([
    db
      .insert(linkVisits)
      .values({ ...visit, at })
      .onConflictDoNothing(),
    db
      .update(linkVisits)
      .set({ person: false, reason: "several links within 2 s" })
      .where(
        and(
          eq(linkVisits.callbackLinkId, callbackLinkId),
          ne(linkVisits.method, "POST"),
          sql`exists (select 1 from ${linkVisits} o 
            where o.callback_link_id = ${linkVisits.callbackLinkId}
            and o.link <> ${linkVisits.link}
            and abs(extract(epoch from o.at - ${linkVisits.at})) < 2)`,
        ),
      ),
    db
      .update(callbackLinks)
      .set({
        clickedAt: sql`(select min(v.at) from ${linkVisits} v
          where v.callback_link_id = ${callbackLinkId} and v.person)`,
      })
      .where(eq(callbackLinks.id, callbackLinkId)),
  ]);
}

/** Somebody came back: by which call, on which link. */
export async function markCalledBack(
  db: Db,
  id: string,
  callId: string,
  at: number,
): Promise<void> {
  const first = and(eq(callbackLinks.id, id), isNull(callbackLinks.calledBackAt));
  await db.update(callbackLinks).set({ calledBackAt: at, callbackCallId: callId }).where(first);
}

/** What was bound counts for the voicemail that the call answered, or that it left itself. */
export async function markConverted(db: Db, callId: string, at: number | null): Promise<void> {
  const either = or(eq(callbackLinks.callbackCallId, callId), eq(callbackLinks.callId, callId));
  await db.update(callbackLinks).set({ convertedAt: at }).where(either);
}
