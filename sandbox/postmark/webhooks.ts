import type { Faults } from "../faults";
import type { OutboxMessage } from "./outbox";

/** Where the product takes webhooks, with the user and password that it expects. */
export type WebhookOptions = {
  appUrl: string | undefined;
  user: string;
  password: string;
  /** Divides every delay. */
  speed: number;
  faults: Faults;
};

/** How long Postmark waits before it sends an event again that was not accepted, in minutes. */
const RETRY_MIN = [1, 5, 15];
const DELIVERY_MS = 1_000;

/** Tells the product what became of its emails. */
export class PostmarkWebhooks {
  constructor(readonly options: WebhookOptions) {}

  /** Posts once. Returns the status, or 0 if nobody answers. */
  async post(path: string, body: object): Promise<number> {
    const { appUrl, user, password } = this.options;
    const credentials = Buffer.from(`${user}:${password}`).toString("base64");
    const response = await fetch(`${appUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Basic ${credentials}` },
      body: JSON.stringify(body),
    }).catch(() => undefined);
    await response?.arrayBuffer();
    return response?.status ?? 0;
  }

  /** Sends an event about a message. Returns the first answer's status, and a duplicate's if one was sent. */
  async report(message: OutboxMessage, details: object) {
    const { MessageID, MessageStream = "outbound", Metadata = {} } = message;
    const event = { ServerID: 1, MessageStream, MessageID, Tag: "", Metadata, ...details };
    const status = await this.#send(event);
    if (!this.options.faults.strike("postmark", ["duplicate"])) return { status };
    return { status, again: await this.#send(event) };
  }

  /** Reports a delivery, a moment after the email was accepted. */
  reportDelivery(message: OutboxMessage): void {
    const { appUrl, faults, speed } = this.options;
    if (!appUrl || faults.strike("postmark", ["drop"])) return;
    const event = {
      RecordType: "Delivery",
      Recipient: message.To,
      Details: "smtp;250 OK",
      DeliveredAt: new Date().toISOString(),
    };
    setTimeout(() => void this.report(message, event), DELIVERY_MS / speed).unref();
  }

  /** Sends again what was not accepted; a 403 ends that. */
  async #send(event: object, attempt = 0): Promise<number> {
    const status = await this.post("/webhooks/postmark", event);
    const minutes = RETRY_MIN[attempt];
    if (status !== 200 && status !== 403 && minutes !== undefined) {
      const delayMs = (minutes * 60_000) / this.options.speed;
      setTimeout(() => void this.#send(event, attempt + 1), delayMs).unref();
    }
    return status;
  }
}
