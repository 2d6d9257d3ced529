import { createHmac } from "node:crypto";
import type { Faults } from "../faults";
import type { Call } from "./payloads";

export type Credentials = { secret: string; hmacSecret: string };
type Options = { faults: Faults; credentials: Credentials; speed: number };

const LATE_MS = 3_000;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Posts server messages as VAPI does: with a credential, and again after what is not a 2xx. */
export function delivery({ faults, credentials, speed }: Options) {
  const deliver = async (call: Call, message: Record<string, unknown>): Promise<void> => {
    const { server, serverMessages = [] } = call.assistant;
    const type = String(message.type);
    if (!server || !serverMessages.some((one) => one.startsWith(type))) return;
    const fault = (faults.strike("webhooks") ?? faults.strike("vapi", ["duplicate", "reorder"]))
      ?.fault;
    if (fault === "drop") return;
    if (fault === "reorder") await sleep((Math.random() * LATE_MS) / speed);
    const body = JSON.stringify({ message });
    const times = fault === "duplicate" ? 2 : 1;
    await Promise.all(Array.from({ length: times }, () => post(server, body)));
  };

  /** Asks a question that wants an answer at once. */
  const ask = async (url: string, message: Record<string, unknown>): Promise<unknown> => {
    const body = JSON.stringify({ message });
    const response = await fetch(url, { method: "POST", headers: headers(body), body });
    return await response.json();
  };
  return Object.assign(deliver, { ask });

  async function post(server: NonNullable<Call["assistant"]["server"]>, body: string) {
    const {
      maxRetries = 0,
      baseDelaySeconds = 1,
      excludedStatusCodes = [],
    } = server.backoffPlan ?? {};
    for (let attempt = 0; attempt <= maxRetries; attempt++) {
      const status = await fetch(server.url, { method: "POST", headers: headers(body), body })
        .then(async (response) => {
          await response.arrayBuffer();
          return response.status;
        })
        .catch(() => 0);
      if ((status >= 200 && status < 300) || excludedStatusCodes.includes(status)) return;
      await sleep((baseDelaySeconds * 1_000 * 2 ** attempt) / speed);
    }
  }

  /** A custom credential of the HMAC kind; the shared secret goes along as the older header. */
  function headers(body: string): Record<string, string> {
    const timestamp = String(Date.now());
    const hmac = createHmac("sha256", credentials.hmacSecret.split(",")[0] ?? "");
    return {
      "content-type": "application/json",
      "x-vapi-secret": credentials.secret.split(",")[0] ?? "",
      "x-timestamp": timestamp,
      "x-signature": hmac.update(`${timestamp}.${body}`).digest("hex"),
    };
  }
}
