import type { EMAIL_EVENT_KINDS } from "../db/email";

/** Something that happened to an email, as reported by its provider. */
export type EmailEvent = {
  /** The same for the same event, however often it is reported. */
  id: string;
  kind: Exclude<(typeof EMAIL_EVENT_KINDS)[number], "opened" | "clicked">;
  /** Our own id of the email, if it was ours. */
  emailId: string | undefined;
  messageId: string | undefined;
  recipient: string;
  /** The provider's time of it, in ms. */
  at: number;
  /** The provider's own word for it. */
  reason: string;
};
