import { Hono } from "hono";
import { z } from "zod";
import { fail } from "../../../src/result";
import { readMessage } from "../../../src/telephony/vapi-messages";
import type { AppEnv } from "../../compose";
import { describeOperations } from "../../http/operation";
import { quarantine, receiveMessage } from "../../vapi/inbox";
import { reply } from "../../vapi/replies";
import { parseJson, signedBody } from "../../vapi/signature";

const BODY_MAX_BYTES = 8 * 1024 * 1024;

const serverMessage = z.looseObject({ message: z.looseObject({ type: z.string() }) }).meta({
  id: "VapiMessage",
  examples: [{ message: { type: "status-update", status: "ringing", call: { id: "vapi_4711" } } }],
});
const answer = z.looseObject({}).meta({
  id: "VapiReply",
  description: "Empty for what needs no answer; else in VAPI's own shape.",
  examples: [{}],
});

const { receiveVapi } = describeOperations("Provider webhooks", {
  receiveVapi: {
    summary: "VAPI's webhook",
    description:
      "Server messages. What is authentic but unusable is quarantined, and answered 200.",
    access: "vapi",
    body: { "application/json": serverMessage },
    answers: { 200: answer },
    problems: ["too_large", "unavailable"],
  },
});

/**
 * VAPI tells us what happened to a call; we tell the call. 200 means kept; what is authentic and
 * unusable is quarantined, with 200 too; only what passes with time is answered 5xx, to come again.
 */
export const vapiWebhook = new Hono<AppEnv>().post("/", receiveVapi, async (c) => {
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
