import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Journal } from "../journal";

/** What Postmark takes as an email. */
export const emailRequest = z.looseObject({
  From: z.string(),
  To: z.string(),
  Subject: z.string().optional(),
  TextBody: z.string().optional(),
  HtmlBody: z.string().optional(),
  Metadata: z.record(z.string().max(20), z.string().max(80)).optional(),
  MessageStream: z.string().optional(),
});
const outboxMessage = emailRequest.extend({ MessageID: z.string(), SubmittedAt: z.string() });
export type OutboxMessage = z.infer<typeof outboxMessage>;

/** Every email that was accepted, oldest first, and who takes no more. A file keeps it over a restart. */
export class Outbox {
  readonly messages: OutboxMessage[];
  /** Addresses in lower case that bounced or complained. Postmark refuses to send to them. */
  readonly #inactive = new Set<string>();
  readonly #journal: Journal<OutboxMessage>;

  constructor(file?: string) {
    this.#journal = new Journal(outboxMessage, file);
    this.messages = this.#journal.read();
  }

  find(id: string): OutboxMessage | undefined {
    return this.messages.find(({ MessageID }) => MessageID === id);
  }

  add(email: z.infer<typeof emailRequest>): OutboxMessage {
    const SubmittedAt = new Date().toISOString();
    const message = { ...email, MessageID: randomUUID(), SubmittedAt };
    this.messages.push(message);
    this.#journal.append(message);
    return message;
  }

  deactivate(address: string): void {
    this.#inactive.add(address.toLowerCase());
  }

  isInactive(address: string): boolean {
    return this.#inactive.has(address.toLowerCase());
  }
}
