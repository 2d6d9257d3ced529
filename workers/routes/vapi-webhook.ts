import { Hono } from "hono";
import { fail } from "../../src/result";
import { readMessage } from "../../src/telephony/vapi-messages";
import { isFromVapi } from "../auth";
import type { AppEnv } from "../compose";
import { problem, tooLarge } from "../problem";
import { readLimited } from "../read-limited";
import { quarantine, take } from "../vapi-inbox";
import { reply } from "../vapi-replies";

const BODY_MAX_BYTES = 8 * 1024 * 1024;

/**
 * VAPI tells us what happened to a call; we tell the call. 200 means kept; what is authentic and
 * unusable is quarantined, with 200 too; only what passes with time is answered 5xx, to come again.
 */
export const vapiWebhook = new Hono<AppEnv>().post("/", async (c) => {
  const app = c.get("app");
  const bytes = await readLimited(c.req.raw, BODY_MAX_BYTES);
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
  if (!isFromVapi(proof, bytes, secrets, app.machineNow()))
    return problem(401, "unauthorized", "No valid proof that this comes from VAPI");
  const text = new TextDecoder().decode(bytes);
  const body = parse(text);
  const message = readMessage(body);
  const asked = message && (await reply(message, body, app, c.env));
  if (asked) return c.json(asked);
  const taken = message
    ? await take(message, body, app, c.env)
    : fail("no message of VAPI's", false);
  if (!taken.ok) await quarantine(text, taken.error.detail, app);
  return c.json({});
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
