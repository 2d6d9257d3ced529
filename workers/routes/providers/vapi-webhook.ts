import { Hono } from "hono";
import { z } from "zod";
import { fail } from "../../../src/result";
import { attemptOf, readMessage } from "../../../src/telephony/vapi-messages";
import { type AppEnv, scoped } from "../../compose";
import { describeOperations } from "../../http/operation";
import { parseJson } from "../../http/parse-json";
import { quarantine, receiveMessage } from "../../vapi/inbox";
import { reply } from "../../vapi/replies";
import { signedBody } from "../../vapi/signature";

const BODY_MAX_BYTES = 8 * 1024 * 1024;

const serverMessage = z.looseObject({ message: z.looseObject({ type: z.string() }) }).meta({
  id: "VapiMessage",
  examples: [{ message: { type: "status-update", status: "ringing", call: { id: "vapi_4711" } } }],
});
const serverReply = z.looseObject({}).meta({
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
    answers: { 200: serverReply },
    problems: ["too_large", "unavailable"],
  },
});

/**
 * VAPI reports what happens to a call, and the call's object commits it. 200 means committed or, if it
 * is authentic and unusable, quarantined; only what passes with time is a 5xx, so that it comes again.
 */
export const vapiWebhook = new Hono<AppEnv>().post("/", receiveVapi, async (c) => {
  const bytes = await signedBody(c, BODY_MAX_BYTES);
  if (bytes instanceof Response) return bytes;
  const body = parseJson(bytes);
  const message = readMessage(body);
  const call_id = message && attemptOf(message)?.callId;
  const app = scoped(c.get("app"), { call_id, message_type: message?.type });
  const answer = message && (await reply(message, body, app));
  if (answer) return c.json(answer);
  const received = message
    ? await receiveMessage(message, body, app)
    : fail("no message of VAPI's", false);
  if (!received.ok) await quarantine(new TextDecoder().decode(bytes), received.error.detail, app);
  return c.json({});
});
