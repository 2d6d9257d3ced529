import { and, eq, gt, gte, lte, ne, sql } from "drizzle-orm";
import { classifyVisit } from "../callbacks/visit";
import type { Db } from "../db/client";
import { type EMAIL_EVENT_KINDS, emailEvents, emails } from "../db/email";
import { derivedId } from "../ids";
import { SECOND_MS } from "../time";

/** Several links of one mail within this were opened by a machine. */
const TOGETHER_MS = 2 * SECOND_MS;

export type TrackedRequest = {
  kind: "opened" | "clicked";
  emailId: string;
  /** Which link it was: two of one mail are two. */
  link: string;
  method: string;
  userAgent: string | undefined;
  purpose: string | undefined;
};

/** Records what became of an email; recorded again, it stays as it is. */
export const recordEmailEvent = (db: Db, event: typeof emailEvents.$inferInsert) =>
  db.insert(emailEvents).values(event).onConflictDoNothing();

export async function isEventRecorded(db: Db, id: string): Promise<boolean> {
  const [known] = await db
    .select({ id: emailEvents.id })
    .from(emailEvents)
    .where(eq(emailEvents.id, id));
  return known !== undefined;
}

/** Whether the provider reported something of an address, known by its hash, after a moment. */
export async function hasHappenedSince(
  db: Db,
  kind: (typeof EMAIL_EVENT_KINDS)[number],
  who: string,
  at: number,
): Promise<boolean> {
  const [found] = await db
    .select({ id: emailEvents.id })
    .from(emailEvents)
    .where(
      and(
        eq(emailEvents.kind, kind),
        gt(emailEvents.at, at),
        eq(sql`${emailEvents.detail}->>'who'`, who),
      ),
    )
    .limit(1);
  return found !== undefined;
}

/**
 * Records that an email was opened or its link followed, and whether a person did it. Never branch on
 * an open alone.
 */
export async function recordTracking(db: Db, seen: TrackedRequest, now: number): Promise<void> {
  const { kind, emailId, link, method, userAgent, purpose } = seen;
  const [mail] = await db
    .select({ sentAt: emails.sentAt })
    .from(emails)
    .where(eq(emails.id, emailId));
  if (!mail) return;
  const emailedAt = mail.sentAt ?? null;
  const verdict = classifyVisit({ method, userAgent, purpose, emailedAt, now });
  const at = now;
  await recordEmailEvent(db, {
    id: derivedId("seen", kind, emailId, link, now),
    emailId,
    kind,
    person: verdict.person,
    reason: verdict.reason,
    detail: { link },
    at,
  });
  if (kind !== "clicked") return;
  const together = and(
    eq(emailEvents.emailId, emailId),
    eq(emailEvents.kind, "clicked"),
    gte(emailEvents.at, now - TOGETHER_MS),
    lte(emailEvents.at, now + TOGETHER_MS),
  );
  const others = await db
    .select({ id: emailEvents.id })
    .from(emailEvents)
    .where(and(together, ne(sql`${emailEvents.detail}->>'link'`, link)));
  if (others.length === 0) return;
  await db
    .update(emailEvents)
    .set({ person: false, reason: "several links within 2 s" })
    .where(together);
}
