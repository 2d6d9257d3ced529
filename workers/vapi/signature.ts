import type { Context } from "hono";
import type { AppEnv } from "../compose";
import { isFromVapi } from "../http/auth";
import { problem, tooLarge } from "../http/problem";
import { readLimited } from "../http/read-limited";

/** The raw body of a request that is proven to come from VAPI; else the answer that refuses it. */
export async function signedBody(
  c: Context<AppEnv>,
  maxBytes: number,
): Promise<Uint8Array | Response> {
  const app = c.get("app");
  const bytes = await readLimited(c.req.raw, maxBytes);
  if (!bytes) return tooLarge();
  const proof = {
    secret: c.req.header("x-vapi-secret"),
    authorization: c.req.header("authorization"),
    signature: c.req.header("x-signature"),
    timestamp: c.req.header("x-timestamp"),
  };
  const secrets = {
    shared: app.config.VAPI_WEBHOOK_SECRET,
    hmac: app.config.VAPI_WEBHOOK_HMAC_SECRET,
  };
  return isFromVapi(proof, bytes, secrets, app.machineNow())
    ? bytes
    : problem(401, "unauthorized", "No valid proof that this comes from VAPI");
}

/** A body as JSON; nothing if it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
