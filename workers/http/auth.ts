import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { findKey, touchKey } from "../../src/api-keys/store";
import type { AppEnv } from "../compose";
import { asksForRole } from "./operation";
import { problem } from "./problem";

const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

const digest = (text: string) => createHash("sha256").update(text).digest();
/** Constant time, whatever the lengths. */
const same = (one: string, other: string) => timingSafeEqual(digest(one), digest(other));
/** The token of a bearer header; empty if there is none. Another scheme's is no token of ours. */
function bearer(header: string | undefined): string {
  const text = header?.trim() ?? "";
  if (text === "") return "";
  const found = /^Bearer(?:\s+(.*))?$/i.exec(text);
  return found ? (found[1] ?? "") : `not a bearer token: ${text}`;
}

/** Keys are long and random, so a plain hash keeps them as well as a slow one would. */
export const keyHash = (key: string): string => digest(key).toString("hex");

/** What everybody may ask for; the callback pages and links have secrets of their own. */
const PUBLIC =
  /^\/(healthz|readyz|callback\/.*|c|q\/.*|verify\/.*|u\/.*|t\/.*|assets\/.*|api\/openapi\.json|api\/docs|console\/login|console\/session)$/;
const PROVIDERS = /^\/(webhooks|vapi)\//;

/** Who asks, by API key. Whatever is not public is closed, also what does not exist. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  if (PUBLIC.test(c.req.path) || PROVIDERS.test(c.req.path)) return next();
  const app = c.get("app");
  const key = bearer(c.req.header("authorization"));
  if (!key) return unauthorized();
  const admin = app.config.ADMIN_API_KEY;
  if (admin && same(key, admin)) {
    c.set("role", "admin");
    c.set("actor", "admin key");
    return next();
  }
  const found = await findKey(app.db, keyHash(key));
  if (!found) return unauthorized();
  c.set("role", found.role);
  c.set("actor", `key ${found.id}`);
  c.executionCtx.waitUntil(touchKey(app.db, found.id, app.now()).catch(() => undefined));
  await next();
});

const unauthorized = () =>
  problem(401, "unauthorized", "Send an API key as Authorization: Bearer <key>", {
    headers: { "www-authenticate": "Bearer" },
  });

/** Lets pass who has this role or a higher one. */
export const atLeast = (role: Role) =>
  asksForRole(
    createMiddleware<AppEnv>(async (c, next) => {
      const has = ROLES.indexOf(c.get("role") as Role);
      if (has < ROLES.indexOf(role))
        return problem(403, "forbidden", `This needs the role ${role}`);
      await next();
    }),
    role,
  );

/** Whether a request brings this name and password (Basic, RFC 7617). None set: closed. */
export function isBasic(
  header: string | undefined,
  user: string | undefined,
  password: string | undefined,
): boolean {
  const found = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(header?.trim() ?? "");
  if (!found || !user || !password) return false;
  return same(Buffer.from(found[1] ?? "", "base64").toString("utf8"), `${user}:${password}`);
}

/** Signatures may be this much older or younger than our clock. */
const SIGNATURE_AGE_MS = 5 * 60_000;

export type VapiCredentials = {
  secret?: string | undefined;
  authorization?: string | undefined;
  signature?: string | undefined;
  timestamp?: string | undefined;
};

/**
 * Whether a request comes from VAPI: by shared secret, bearer token or HMAC over the raw body. One
 * valid proof is enough, any wrong one refuses, an empty one counts as none. No secret set: closed.
 */
export function isFromVapi(
  proof: VapiCredentials,
  body: Uint8Array,
  secrets: { shared: string | undefined; hmac: string | undefined },
  machineNow: number,
): boolean {
  const shared = list(secrets.shared);
  const checks = [
    proof.secret && isOneOf(proof.secret, shared),
    bearer(proof.authorization) && isOneOf(bearer(proof.authorization), shared),
    proof.signature && isSigned(proof, body, list(secrets.hmac), machineNow),
  ].filter((check) => check !== undefined && check !== "");
  return checks.length > 0 && checks.every(Boolean);
}

const list = (secrets: string | undefined) => (secrets ?? "").split(",").filter(Boolean);
const isOneOf = (given: string, secrets: string[]) =>
  secrets.map((secret) => same(given, secret)).some(Boolean);

function isSigned(proof: VapiCredentials, body: Uint8Array, secrets: string[], machineNow: number) {
  const { signature = "", timestamp = "" } = proof;
  const stamp = Number(timestamp);
  if (!/^\d{9,14}$/.test(timestamp)) return false;
  const at = stamp < 1e11 ? stamp * 1_000 : stamp; // Seconds or milliseconds: VAPI does not say.
  if (Math.abs(machineNow - at) > SIGNATURE_AGE_MS) return false;
  return secrets
    .map((secret) =>
      same(
        signature.toLowerCase(),
        createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex"),
      ),
    )
    .some(Boolean);
}
