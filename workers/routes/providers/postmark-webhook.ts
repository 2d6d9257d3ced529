import { createHash } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { takeMailEvent } from "../../../src/actions/take-mail-event";
import { cleanText } from "../../../src/clean-text";
import { readEmailEvent } from "../../../src/email/postmark-messages";
import { saveFailure } from "../../../src/failures/store";
import type { AppEnv } from "../../compose";
import { isBasic } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { problem, tooLarge } from "../../http/problem";
import { readLimited } from "../../http/read-limited";
import { parseJson } from "../../vapi/signature";

/** Bounces may bring the mail along. */
const BODY_MAX_BYTES = 12 * 1024 * 1024;
const KEPT_MAX = 20_000;

const emailEvent = z.looseObject({ RecordType: z.string() }).meta({
  id: "PostmarkEvent",
  examples: [{ RecordType: "Delivery", MessageID: "883953f4", Recipient: "jo@miller-bakery.com" }],
});
const taken = z
  .object({ taken: z.enum(["new", "known", "kept"]) })
  .meta({ id: "PostmarkReply", examples: [{ taken: "new" }] });

const { receivePostmark } = describeOperations("Provider webhooks", {
  receivePostmark: {
    summary: "Postmark's webhook",
    description: "What became of an email. Replays are harmless.",
    access: "postmark",
    body: { "application/json": emailEvent },
    answers: { 200: taken },
    problems: ["too_large", "unavailable"],
  },
});

/**
 * What became of our emails. Postmark tells it again until it hears 200, and gives up for good on a
 * 403 (https://postmarkapp.com/developer/webhooks/webhooks-overview): what we cannot read is kept and
 * acknowledged, what we cannot store is a 503.
 */
export const postmarkWebhook = new Hono<AppEnv>().post("/", receivePostmark, async (c) => {
  const app = c.get("app");
  const { POSTMARK_WEBHOOK_USER: user, POSTMARK_WEBHOOK_PASSWORD: password } = app.config;
  if (!isBasic(c.req.header("authorization"), user, password))
    return problem(401, "unauthorized", "Send the webhook's user and password as Basic auth", {
      headers: { "www-authenticate": 'Basic realm="webhooks"' },
    });
  const bytes = await readLimited(c.req.raw, BODY_MAX_BYTES);
  if (!bytes) return tooLarge();
  const event = readEmailEvent(parseJson(bytes));
  if (event) return c.json({ taken: await takeMailEvent(event, app) });
  const id = createHash("sha256").update(bytes).digest("hex");
  const body = cleanText(new TextDecoder().decode(bytes.subarray(0, KEPT_MAX)));
  const cause = "postmark: this is no message that we know";
  await saveFailure(app.db, { id, kind: "mail_webhook", cause, detail: { body } }, app.now());
  return c.json({ taken: "kept" });
});
