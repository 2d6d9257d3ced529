import { and, asc, eq, inArray, isNotNull, isNull, lte, notInArray, or, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { emails } from "../db/email";
import { describeError, fail, ok, type Result } from "../result";
import { iso, isoOrNull, MINUTE_MS } from "../time";
import type { Email, EmailSender } from "./email";
import type { EmailEvent } from "./email-event";

/** How long after an unknown try an email must stay unfound before it is sent again. */
const QUIET_MS = 2 * MINUTE_MS;

/** Where an email stands that may still have to be sent; any other has left, and what became of it. */
const OPEN = ["queued", "sending"];

type About = {
  kind: string;
  /** Nobody for mail to ourselves. */
  prospectId?: string | undefined;
  campaignId?: string | null | undefined;
  callId?: string | undefined;
};
type Deps = { db: Db; email: EmailSender; now: () => number; machineNow: () => number };

/**
 * Sends an email once, however often it is asked for. A try whose fate is unknown is looked for at
 * the provider, and repeated only after it has stayed unfound for a while.
 */
export async function sendOnce(email: Email, about: About, deps: Deps): Promise<Result<undefined>> {
  const { db, now, machineNow } = deps;
  const at = now();
  const { id, to, subject, text } = email;
  // The links in it are keys of the person's own, which are kept nowhere in the clear.
  const campaignData = { to, subject, text: withoutLinks(text) };
  await db
    .insert(emails)
    .values({ id, ...about, status: "queued", campaignData, createdAt: at })
    .onConflictDoNothing();
  const [row] = await db.select().from(emails).where(eq(emails.id, id));
  if (row?.status === "refused") return fail("the provider refused this email before", false);
  if (row && !OPEN.includes(row.status)) return ok(undefined);
  if (row?.triedAt) {
    const found = await deps.email.find(id).catch((error) => fail(describeError(error), true));
    if (!found.ok) return found;
    if (found.value) return sent(db, id, found.value.messageId, at);
  }
  if (!(await claim(db, id, machineNow())))
    return fail("the email may have been sent; it is looked for again", true);
  const done = await deps.email.send(email);
  if (!done.ok) {
    const status = done.error.retry ? "queued" : "refused";
    await db.update(emails).set({ status, triedAt: null }).where(eq(emails.id, id));
    return done;
  }
  if (done.value === "unknown")
    return fail("the email may have been sent; it is looked for first", true);
  return sent(db, id, done.value.messageId, at);
}

/** One hand sends an email: the first, or one that comes when an earlier try has stayed unfound. */
async function claim(db: Db, id: string, machineNow: number): Promise<boolean> {
  const free = or(isNull(emails.triedAt), lte(emails.triedAt, machineNow - QUIET_MS));
  const claimed = await db
    .update(emails)
    .set({ status: "sending", triedAt: machineNow })
    .where(and(eq(emails.id, id), inArray(emails.status, OPEN), free))
    .returning({ id: emails.id });
  return claimed.length > 0;
}

async function sent(db: Db, id: string, messageId: string, at: number): Promise<Result<undefined>> {
  // What became of it may have been told before the answer that it was taken.
  await db
    .update(emails)
    .set({ status: "sent", messageId, sentAt: at })
    .where(and(eq(emails.id, id), inArray(emails.status, OPEN)));
  return ok(undefined);
}

/** Notes on an email what became of it, the worst if several things did; answers whose it was. */
export async function recordDeliveryStatus(db: Db, { kind, emailId, messageId, at }: EmailEvent) {
  const which = emailId
    ? eq(emails.id, emailId)
    : messageId
      ? eq(emails.messageId, messageId)
      : undefined;
  if (!which) return undefined;
  const status = kind === "refused" ? "bounced" : kind;
  if (WORSE.includes(status)) {
    const worse = WORSE.slice(WORSE.indexOf(status) + 1);
    const known = { messageId: sql`coalesce(${emails.messageId}, ${messageId ?? null})` };
    await db
      .update(emails)
      .set({ status, ...known, sentAt: sql`coalesce(${emails.sentAt}, ${iso(at)}::timestamptz)` })
      .where(and(which, notInArray(emails.status, ["", ...worse])));
  }
  const { id, kind: what, callId, prospectId } = emails;
  const [mail] = await db.select({ id, kind: what, callId, prospectId }).from(emails).where(which);
  return mail;
}
const WORSE = ["delivered", "bounced", "complained"];

/** Whether an email did not arrive, or was not wanted. */
export async function hasBounced(db: Db, id: string): Promise<boolean> {
  const [row] = await db.select({ status: emails.status }).from(emails).where(eq(emails.id, id));
  return row?.status === "bounced" || row?.status === "complained";
}

/** The emails of a call, oldest first, as the API shows them. */
export async function emailsOf(db: Db, callId: string) {
  const rows = await db
    .select()
    .from(emails)
    .where(eq(emails.callId, callId))
    .orderBy(asc(emails.createdAt));
  return rows.map(({ id, kind, status, messageId, sentAt }) => ({
    id,
    kind,
    status,
    message_id: messageId,
    sent_at: isoOrNull(sentAt),
  }));
}

const withoutLinks = (text: string) => text.replaceAll(/https?:\/\/\S+/g, "[link]");

/** Sent emails that the corpus does not know yet, as it keeps them. */
export async function emailsToIndex(db: Db, limit: number) {
  const rows = await db
    .select()
    .from(emails)
    .where(and(isNull(emails.indexedAt), isNotNull(emails.sentAt), isNotNull(emails.prospectId)))
    .limit(limit);
  return rows.map(({ id, prospectId, kind, sentAt, campaignData }) => {
    const { subject, text } = campaignData as { subject?: string; text?: string };
    return { id, prospectId, kind, at: sentAt ?? 0, subject, text };
  });
}

/** The corpus knows these now. */
export const markEmailsIndexed = (db: Db, ids: string[], at: number) =>
  db.update(emails).set({ indexedAt: at }).where(inArray(emails.id, ids));
