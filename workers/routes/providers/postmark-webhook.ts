import { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../../compose";
import { isBasic } from "../../http/credentials";
import { describeOperations } from "../../http/operation";
import { problem, tooLarge } from "../../http/problem";
import { readLimited } from "../../http/read-limited";
import { quarantine, receiveEmailEvent } from "../../postmark/inbox";

/** Bounces may bring the email along. */
const BODY_MAX_BYTES = 12 * 1024 * 1024;

const emailEvent = z.looseObject({ RecordType: z.string() }).meta({
  id: "PostmarkEvent",
  examples: [{ RecordType: "Delivery", MessageID: "883953f4", Recipient: "jo@miller-bakery.com" }],
});
const emailReply = z
  .object({ taken: z.enum(["new", "known", "kept"]) })
  .meta({ id: "PostmarkReply", examples: [{ taken: "new" }] });

const { receivePostmark } = describeOperations("Provider webhooks", {
  receivePostmark: {
    summary: "Postmark's webhook",
    description: "What became of an email. Replays are harmless.",
    access: "postmark",
    body: { "application/json": emailEvent },
    answers: { 200: emailReply },
    problems: ["too_large", "unavailable"],
  },
});

/**
 * Postmark reports what became of our emails, again and again until it gets a 200, and gives up for
 * good on a 403 (https://postmarkapp.com/developer/webhooks/webhooks-overview): what we cannot read is
 * quarantined and acknowledged, what we cannot store is a 503.
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
  const taken = await receiveEmailEvent(bytes, app);
  if (taken !== "unknown") return c.json({ taken });
  await quarantine(bytes, app);
  return c.json({ taken: "kept" });
});
