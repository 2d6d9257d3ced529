const KINDS = [
  "delivered",
  "deferred",
  "bounced",
  "complained",
  "unsubscribed",
  "reactivated",
  "answered_by_machine",
  "opened_there",
  "clicked_there",
  "refused",
] as const;

/** Something that happened to an email, as reported by its provider. */
export type EmailEvent = {
  /** The same for the same event, however often it is reported. */
  id: string;
  kind: (typeof KINDS)[number];
  /** Our own id of the email, if it was ours. */
  emailId: string | undefined;
  messageId: string | undefined;
  recipient: string;
  /** The provider's time of it, in ms. */
  at: number;
  /** The provider's own word for it. */
  reason: string;
};
