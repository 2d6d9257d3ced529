import type { Result } from "../result";

/** `type` is a media type, with its parameters. All of an email may have 10 MB, base64 counted. */
export type Attachment = { name: string; type: string; base64: string };

/** `id` names an email for good: under one id it arrives once. */
export type Email = {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** What the person asked for themselves, or what we send unasked: never on the same stream. */
  stream: "transactional" | "broadcast";
  /** One address that takes a POST and stops our emails (RFC 8058); unasked mail must have it. */
  unsubscribeUrl?: string | undefined;
  attachments?: Attachment[] | undefined;
};

export interface EmailSender {
  /** Never repeats: `unknown` may have been sent. A refusal is final for this address. */
  send(email: Email): Promise<Result<{ messageId: string } | "unknown">>;
  /** Whether an email of this id was taken; the provider lists late. */
  find(id: string): Promise<Result<{ messageId: string } | undefined>>;
}
