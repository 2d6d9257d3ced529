import { createHmac } from "node:crypto";
import type { Ready } from "../launch/product";

/** Posts a body as VAPI does; milliseconds until the answer. */
export async function post({ app, webhook_hmac_secret }: Ready, path: string, body: string) {
  const headers = signed(webhook_hmac_secret, body);
  const began = performance.now();
  const response = await fetch(app + path, { method: "POST", headers, body });
  await response.arrayBuffer();
  const took = performance.now() - began;
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  return took;
}

/** What the product used of its bindings before it answered. */
export async function counts({ app, webhook_hmac_secret }: Ready, body: string): Promise<string> {
  const headers = { ...signed(webhook_hmac_secret, body), "x-count": "1" };
  const response = await fetch(`${app}/webhooks/vapi`, { method: "POST", headers, body });
  await response.arrayBuffer();
  return response.headers.get("x-counts") ?? "";
}

function signed(secret: string, body: string) {
  const timestamp = String(Date.now());
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return { "content-type": "application/json", "x-timestamp": timestamp, "x-signature": signature };
}
