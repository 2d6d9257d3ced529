import { createHmac } from "node:crypto";
import type { Faults } from "../faults";
import { sleep } from "../sleep";
import type { Call } from "./call";

/** Secrets as the product is configured with: comma-separated, the current one first. */
export type Credentials = { secret: string; hmacSecret: string };
/** `speed` divides every delay. */
type Options = { faults: Faults; credentials: Credentials; speed: number };
type Server = NonNullable<Call["assistant"]["server"]>;

const LATE_MAX_MS = 3_000;

/** The first of comma-separated secrets. */
export const currentSecret = (secrets: string): string => secrets.split(",")[0] ?? "";

/** VAPI's messages to the product's server. */
export class ServerMessages {
  constructor(readonly options: Options) {}

  /** Sends a message, if the assistant wants its kind, and again what is not accepted with a 2xx. */
  async send(call: Call, message: Record<string, unknown>): Promise<void> {
    const { faults, speed } = this.options;
    const { server, serverMessages = [] } = call.assistant;
    const type = String(message.type);
    if (!server || !serverMessages.some((kind) => kind.startsWith(type))) return;
    const strike = faults.strike("webhooks") ?? faults.strike("vapi", ["duplicate", "reorder"]);
    if (strike?.fault === "drop") return;
    if (strike?.fault === "reorder") await sleep((Math.random() * LATE_MAX_MS) / speed);
    const body = JSON.stringify({ message });
    const copies = strike?.fault === "duplicate" ? 2 : 1;
    await Promise.all(Array.from({ length: copies }, () => this.#post(server, body)));
  }

  /** Sends a message that wants an answer at once. Returns the answer's JSON; throws if there is none. */
  async ask(url: string, message: Record<string, unknown>): Promise<unknown> {
    const body = JSON.stringify({ message });
    const response = await fetch(url, { method: "POST", headers: this.#headers(body), body });
    return await response.json();
  }

  async #post(server: Server, body: string): Promise<void> {
    const plan = server.backoffPlan;
    const attempts = 1 + (plan?.maxRetries ?? 0);
    const baseDelayMs = (plan?.baseDelaySeconds ?? 1) * 1_000;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const headers = this.#headers(body);
      const status = await fetch(server.url, { method: "POST", headers, body })
        .then(async (response) => {
          await response.arrayBuffer();
          return response.status;
        })
        .catch(() => 0);
      if (status >= 200 && status < 300) return;
      if (plan?.excludedStatusCodes?.includes(status)) return;
      await sleep((baseDelayMs * 2 ** attempt) / this.options.speed);
    }
  }

  /** Signs with a custom credential of the HMAC kind; the shared secret goes along as the older header. */
  #headers(body: string): Record<string, string> {
    const { secret, hmacSecret } = this.options.credentials;
    const timestamp = String(Date.now());
    const hmac = createHmac("sha256", currentSecret(hmacSecret));
    return {
      "content-type": "application/json",
      "x-vapi-secret": currentSecret(secret),
      "x-timestamp": timestamp,
      "x-signature": hmac.update(`${timestamp}.${body}`).digest("hex"),
    };
  }
}
