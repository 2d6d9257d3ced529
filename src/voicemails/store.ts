import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { linkVisits, voicemails } from "../db/calling";
import type { Db } from "../db/client";
import { DAY_MS, isoOrNull } from "../time";

/** How long a link leads back to us. */
export const LINK_MS = 7 * DAY_MS;

export type Voicemail = typeof voicemails.$inferSelect;
type Left = {
  callId: string;
  attempt: number;
  prospectId: string;
  campaignId: string | null;
  tokenHash: string;
  codeHash: string;
  /** What a machine was told; nothing if none picked up. */
  text: string | null;
  textVersion: string | null;
  delivered: boolean;
};

/** The seeds' name of a voicemail. */
const voicemailId = (callId: string, at: number): string => `va:voicemail:${callId}:${at}`;

/** Keeps what was left behind by a dial that reached nobody; a second time changes nothing. */
export async function leaveLink(db: Db, left: Left, now: number): Promise<Voicemail> {
  const { delivered, text, textVersion, ...rest } = left;
  const at = new Date(now);
  const row = {
    ...rest,
    id: voicemailId(left.callId, now),
    ...(delivered && { text, textVersion, deliveredAt: at }),
    expiresAt: new Date(now + LINK_MS),
    createdAt: at,
  };
  const proof = delivered ? { deliveredAt: at, text, textVersion } : { attempt: left.attempt };
  const [kept] = await db
    .insert(voicemails)
    .values(row)
    .onConflictDoUpdate({
      target: [voicemails.callId, voicemails.attempt],
      set: proof,
      setWhere: isNull(voicemails.deliveredAt),
    })
    .returning();
  return kept ?? ((await voicemailOf(db, left.callId)) as Voicemail);
}

export async function markEmailed(db: Db, id: string, at: Date): Promise<void> {
  const unsent = and(eq(voicemails.id, id), isNull(voicemails.emailedAt));
  await db.update(voicemails).set({ emailedAt: at }).where(unsent);
}

/** What a call left behind, if anything: its last attempt's. */
export async function voicemailOf(db: Db, callId: string): Promise<Voicemail | undefined> {
  const [row] = await db
    .select()
    .from(voicemails)
    .where(eq(voicemails.callId, callId))
    .orderBy(desc(voicemails.attempt))
    .limit(1);
  return row;
}

/** As the API shows it; the link itself is derived, and only its hash is kept. */
export const voicemailView = (row: Voicemail) => ({
  id: row.id,
  delivered: row.deliveredAt !== null,
  delivered_at: isoOrNull(row.deliveredAt?.getTime()),
  text: row.text,
  text_version: row.textVersion,
  emailed_at: isoOrNull(row.emailedAt?.getTime()),
  clicked_at: isoOrNull(row.clickedAt?.getTime()),
  called_back_at: isoOrNull(row.calledBackAt?.getTime()),
  callback_call_id: row.callbackCallId,
  converted_at: isoOrNull(row.convertedAt?.getTime()),
  expires_at: isoOrNull(row.expiresAt.getTime()),
});

/** The link that a token's hash belongs to. */
export async function findByToken(db: Db, tokenHash: string): Promise<Voicemail | undefined> {
  const [row] = await db.select().from(voicemails).where(eq(voicemails.tokenHash, tokenHash));
  return row;
}

/** Links with a code that still work, newest first: eight digits may be given out twice. */
export function findByCode(db: Db, codeHash: string, now: Date): Promise<Voicemail[]> {
  return db
    .select()
    .from(voicemails)
    .where(and(eq(voicemails.codeHash, codeHash), gt(voicemails.expiresAt, now)))
    .orderBy(desc(voicemails.createdAt))
    .limit(20);
}

type Visit = { id: string; voicemailId: string; method: string; person: boolean; reason: string };

/** Notes who or what opened a link; the first person's click counts as the click. */
export async function noteVisit(db: Db, visit: Visit, at: Date): Promise<void> {
  const clicked = db
    .update(voicemails)
    .set({ clickedAt: at })
    .where(
      and(
        eq(voicemails.id, visit.voicemailId),
        isNull(voicemails.clickedAt),
        sql`${visit.person}::boolean`,
      ),
    );
  await db.batch([
    db
      .insert(linkVisits)
      .values({ ...visit, at })
      .onConflictDoNothing(),
    clicked,
  ]);
}

/** When a link was opened last, by whomever. */
export async function lastVisit(db: Db, voicemailId: string): Promise<Date | undefined> {
  const [row] = await db
    .select({ at: linkVisits.at })
    .from(linkVisits)
    .where(eq(linkVisits.voicemailId, voicemailId))
    .orderBy(desc(linkVisits.at))
    .limit(1);
  return row?.at;
}

/** Somebody came back: by which call, on which link. */
export async function markCalledBack(db: Db, id: string, callId: string, at: Date): Promise<void> {
  const first = and(eq(voicemails.id, id), isNull(voicemails.calledBackAt));
  await db.update(voicemails).set({ calledBackAt: at, callbackCallId: callId }).where(first);
}
