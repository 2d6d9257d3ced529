import { Hono } from "hono";
import { fail } from "../../../src/result";
import { readMessage } from "../../../src/telephony/vapi-messages";
import type { AppEnv } from "../../compose";
import { parseJson } from "../../http/parse-json";
import { quarantine, receiveMessage } from "../../vapi/inbox";
import { reply } from "../../vapi/replies";
import { signedBody } from "../../vapi/signature";

const BODY_MAX_BYTES = 8 * 1024 * 1024;

/**
 * VAPI tells us what happened to a call; we tell the call. 200 means kept; what is authentic and
 * unusable is quarantined, with 200 too; only what passes with time is answered 5xx, to come again.
 */
export const vapiWebhook = new Hono<AppEnv>().post("/", async (c) => {
  const app = c.get("app");
  const bytes = await signedBody(c, BODY_MAX_BYTES);
  if (bytes instanceof Response) return bytes;
  const body = parseJson(bytes);
  const message = readMessage(body);
  const asked = message && (await reply(message, body, app));
  if (asked) return c.json(asked);
  const taken = message
    ? await receiveMessage(message, body, app)
    : fail("no message of VAPI's", false);
  if (!taken.ok) await quarantine(new TextDecoder().decode(bytes), taken.error.detail, app);
  return c.json({});
});
