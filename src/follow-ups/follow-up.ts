import { isOver } from "../documents/decision";
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
} as const;
export type FollowUpKind = keyof typeof FOLLOW_UPS;

type Reason = {
  paper?: Pick<Document, "status" | "shareExpiresAt" | "validUntil"> | undefined;
  /** Whether they are a customer. */
  bound: boolean;
};

/** Why a follow-up is not sent any more; nothing if it is. */
export function stopReason(
  kind: FollowUpKind,
  { paper, bound }: Reason,
  now: number,
): string | undefined {
  if (FOLLOW_UPS[kind].trigger === "bound") return bound ? undefined : "they are no customer";
  if (!paper) return "the document is gone";
  const wanted = kind === "quote_reminder" ? "delivered" : "signed";
  if (paper.status !== wanted) return `the document is ${paper.status}`;
  if (kind === "quote_reminder" && isOver(paper.validUntil, now))
    return "the estimate is no longer valid";
  const over = kind === "quote_reminder" && paper.shareExpiresAt && paper.shareExpiresAt <= now;
  return over ? "the link has expired" : undefined;
}
