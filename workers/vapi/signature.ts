import { createHmac } from "node:crypto";
import type { Context } from "hono";
import type { AppEnv } from "../compose";
import { bearerToken, isSame } from "../http/credentials";
import { problem, tooLarge } from "../http/problem";
import { readLimited } from "../http/read-limited";

/** Signatures may be this much older or younger than our clock. */
const SIGNATURE_AGE_MS = 5 * 60_000;

/** The raw body of a request whose credentials show that it is from VAPI; else the answer that refuses it. */
export async function signedBody(
  c: Context<AppEnv>,
  maxBytes: number,
): Promise<Uint8Array | Response> {
  const app = c.get("app");
  const bytes = await readLimited(c.req.raw, maxBytes);
  if (!bytes) return tooLarge();
  const credentials = {
    secret: c.req.header("x-vapi-secret"),
    authorization: c.req.header("authorization"),
    signature: c.req.header("x-signature"),
    timestamp: c.req.header("x-timestamp"),
  };
  const secrets = {
    shared: app.config.VAPI_WEBHOOK_SECRET,
    hmac: app.config.VAPI_WEBHOOK_HMAC_SECRET,
  };
  return isFromVapi(credentials, bytes, secrets, app.machineNow())
    ? bytes
    : problem(401, "unauthorized", "No valid credentials of VAPI's");
}

export type VapiCredentials = {
  secret?: string | undefined;
  authorization?: string | undefined;
  signature?: string | undefined;
  timestamp?: string | undefined;
};

/**
 * Whether a request comes from VAPI: by shared secret, bearer token or HMAC over the raw body. One
 * valid credential is enough, any wrong one refuses, an empty one counts as none. No secret set: closed.
 */
export function isFromVapi(
  credentials: VapiCredentials,
  body: Uint8Array,
  secrets: { shared: string | undefined; hmac: string | undefined },
  machineNow: number,
): boolean {
  const { secret, signature } = credentials;
  const token = bearerToken(credentials.authorization);
  const shared = list(secrets.shared);
  const checks: boolean[] = [];
  if (secret) checks.push(isOneOf(secret, shared));
  if (token) checks.push(isOneOf(token, shared));
  if (signature) checks.push(isSigned(credentials, body, list(secrets.hmac), machineNow));
  return checks.length > 0 && checks.every(Boolean);
}

const list = (secrets: string | undefined) => (secrets ?? "").split(",").filter(Boolean);
const isOneOf = (given: string, secrets: string[]) =>
  secrets.map((secret) => isSame(given, secret)).some(Boolean);

function isSigned(
  { signature = "", timestamp = "" }: VapiCredentials,
  body: Uint8Array,
  secrets: string[],
  machineNow: number,
): boolean {
  const stamp = Number(timestamp);
  if (!/^\d{9,14}$/.test(timestamp)) return false;
  const at = stamp < 1e11 ? stamp * 1_000 : stamp; // Seconds or milliseconds: VAPI does not say.
  if (Math.abs(machineNow - at) > SIGNATURE_AGE_MS) return false;
  const expected = secrets.map((secret) =>
    createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex"),
  );
  return isOneOf(signature.toLowerCase(), expected);
}
