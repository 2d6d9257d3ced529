import type { EmailStatus } from "../db/email";
import { sourcesOf, type Transitions } from "../transitions";

/**
 * How an email may move. A provider may report what became of it before it answers that it took it,
 * and reports some things late: the worst that happened stands.
 */
export const EMAIL_TRANSITIONS: Transitions<EmailStatus> = {
  queued: ["sending", "sent", "delivered", "bounced", "complained"],
  sending: ["queued", "sending", "sent", "refused", "delivered", "bounced", "complained"],
  sent: ["delivered", "bounced", "complained"],
  // An email may have left although the provider refused it.
  refused: ["delivered", "bounced", "complained"],
  delivered: ["delivered", "bounced", "complained"],
  bounced: ["bounced", "complained"],
  complained: ["complained"],
};

const OPEN = sourcesOf(EMAIL_TRANSITIONS, "sending");

/** Whether an email may still have to be sent. */
export const isOpen = (status: EmailStatus): boolean => OPEN.includes(status);
