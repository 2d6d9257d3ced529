import type { FOLLOW_UP_KINDS } from "../db/follow-ups";
import { isExpired } from "../documents/decision";
import { linkRefusal } from "../documents/link";
import type { Document } from "../documents/store";
import { DAY_MS } from "../time";

/**
 * What comes by itself after a document or a conversion: when, and as long as its reason lasts. What
 * they asked for themselves is a copy (`asked`); what we remind of goes through the gate like all mail.
 */
export const FOLLOW_UPS = {
  quote_reminder: { trigger: "delivered", delayMs: 3 * DAY_MS, asked: false },
  sign_up_link: { trigger: "signed", delayMs: 0, asked: true },
  onboarding: { trigger: "bound", delayMs: 0, asked: true },
  ready_for_upsell: { trigger: "bound", delayMs: 90 * DAY_MS, asked: false },
} as const satisfies Record<FollowUpKind, object>;
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number];

type Reason = {
  document?: Pick<Document, "status" | "shareExpiresAt" | "validUntil"> | undefined;
  /** Whether they are a customer. */
  bound: boolean;
};

/** Why a follow-up is not sent any more; nothing if it is. */
export function stopReason(
  kind: FollowUpKind,
  { document, bound }: Reason,
  now: number,
): string | undefined {
  const { trigger } = FOLLOW_UPS[kind];
  if (trigger === "bound") return bound ? undefined : "they are no customer";
  if (!document) return "the document is gone";
  if (document.status !== trigger) return `the document is ${document.status}`;
  if (kind !== "quote_reminder") return undefined;
  if (isExpired(document.validUntil, now)) return "the estimate is no longer valid";
  // A document that has been delivered has had a link since.
  return linkRefusal(document, now) ? "the link has expired" : undefined;
}
