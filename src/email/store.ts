import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { type EMAIL_KINDS, type EmailStatus, emails } from "../db/email";
import { describeError, fail, ok, type Result } from "../result";
import { iso, isoOrNull, MINUTE_MS } from "../time";
import { sourcesOf } from "../transitions";
import type { Email, EmailSender } from "./email";
import type { EmailEvent } from "./email-event";
import { EMAIL_TRANSITIONS, isOpen } from "./status";

/** How long after an unknown try an email must stay unfound before it is sent again. */
const QUIET_MS = 2 * MINUTE_MS;

type EmailContext = {
  kind: (typeof EMAIL_KINDS)[number];
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
export async function sendOnce(
  email: Email,
  about: EmailContext,
  deps: Deps,
): Promise<Result<undefined>> {
  const { db, now, machineNow } = deps;
  const at = now();
  const { id, to, subject, text } = email;
  // Its links are keys of the person's own, which are stored nowhere in the clear.
  const campaignData = { to, subject, text: withoutLinks(text) };
  await db
    .insert(emails)
    .values({ id, ...about, status: "queued", campaignData, createdAt: at })
    .onConflictDoNothing();
  const [row] = await db.select().from(emails).where(eq(emails.id, id));
  if (row?.status === "refused") return fail("the provider refused this email before", false);
  if (row && !isOpen(row.status)) return ok(undefined);
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
    await db.update(emails).set({ status, triedAt: null }).where(mayBecome(status, id));
    return done;
  }
  if (done.value === "unknown")
    return fail("the email may have been sent; it is looked for first", true);
  return sent(db, id, done.value.messageId, at);
}

/** An email that may move to a status from where it stands. */
const mayBecome = (status: EmailStatus, id: string) =>
  and(eq(emails.id, id), inArray(emails.status, sourcesOf(EMAIL_TRANSITIONS, status)));

/** One caller sends an email: the first, or one that comes when an earlier try has stayed unfound. */
async function claim(db: Db, id: string, machineNow: number): Promise<boolean> {
  const free = or(isNull(emails.triedAt), lte(emails.triedAt, machineNow - QUIET_MS));
  const claimed = await db
    .update(emails)
    .set({ status: "sending", triedAt: machineNow })
    .where(and(mayBecome("sending", id), free))
    .returning({ id: emails.id });
  return claimed.length > 0;
}

async function sent(db: Db, id: string, messageId: string, at: number): Promise<Result<undefined>> {
  // What became of it may be known before the provider answers that it took it.
  await db
    .update(emails)
    .set({ status: "sent", messageId, sentAt: at })
    .where(mayBecome("sent", id));
  return ok(undefined);
}

/** Writes on an email what became of it, the worst if several things did; answers whose it was. */
export async function recordDeliveryStatus(db: Db, { kind, emailId, messageId, at }: EmailEvent) {
  const which = emailId
    ? eq(emails.id, emailId)
    : messageId
      ? eq(emails.messageId, messageId)
      : undefined;
  if (!which) return undefined;
  const status = BECOMES[kind];
  if (status) {
    const from = sourcesOf(EMAIL_TRANSITIONS, status);
    const known = { messageId: sql`coalesce(${emails.messageId}, ${messageId ?? null})` };
    await db
      .update(emails)
      .set({ status, ...known, sentAt: sql`coalesce(${emails.sentAt}, ${iso(at)}::timestamptz)` })
      .where(and(which, inArray(emails.status, from)));
  }
  const { id, kind: what, callId, prospectId } = emails;
  const [mail] = await db.select({ id, kind: what, callId, prospectId }).from(emails).where(which);
  return mail;
}
/** The status that an event of the provider gives to an email. */
const BECOMES: Partial<Record<EmailEvent["kind"], EmailStatus>> = {
  delivered: "delivered",
  bounced: "bounced",
  refused: "bounced",
  complained: "complained",
};

/** Whether an email did not arrive, or was reported as spam. */
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
    const { subject, text } = campaignData;
    return { id, prospectId, kind, at: sentAt ?? 0, subject, text };
  });
}

/** The corpus knows these now. */
export const markEmailsIndexed = (db: Db, ids: string[], at: number) =>
  db.update(emails).set({ indexedAt: at }).where(inArray(emails.id, ids));
