import { Hono } from "hono";
import { z } from "zod";
import { Refusal, readJson } from "../server";
import { emailRequest, Outbox } from "./outbox";
import { recipient } from "./recipient";
import { PostmarkWebhooks, type WebhookOptions } from "./webhooks";

type Options = {
  /** The servers' API tokens. */
  tokens: string[];
  webhooks: WebhookOptions;
  /** Keeps the outbox over a restart. */
  file?: string;
};
type Answer = { status: 200 | 422; body: Record<string, unknown> };

const BATCH_MAX = 500;
const METADATA_MAX = 10;

/** Postmark's API, and the outbox in which a test reads what was sent and plays the recipient. */
export function postmark(options: Options): { api: Hono; outbox: Hono } {
  const outbox = new Outbox(options.file);
  const webhooks = new PostmarkWebhooks(options.webhooks);
  return {
    api: sendingApi(options.tokens, outbox, webhooks),
    outbox: recipient(outbox, webhooks),
  };
}

function sendingApi(tokens: string[], outbox: Outbox, webhooks: PostmarkWebhooks): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    if (!tokens.includes(c.req.header("x-postmark-server-token") ?? ""))
      throw new Refusal(401, { ErrorCode: 10, Message: "Bad or missing Server API token." });
    await next();
  });
  app.post("/email", async (c) => {
    const { status, body } = send(await readJson(c), outbox, webhooks);
    return c.json(body, status);
  });
  app.post("/email/batch", async (c) => {
    const emails = z
      .array(z.unknown())
      .max(BATCH_MAX)
      .safeParse(await readJson(c));
    if (!emails.success) {
      const { status, body } = refuse(300, `A batch is a list of at most ${BATCH_MAX} emails`);
      return c.json(body, status);
    }
    return c.json(emails.data.map((email) => send(email, outbox, webhooks).body));
  });
  app.get("/messages/outbound", (c) => {
    const filters = Object.entries(c.req.query()).flatMap(([name, value]): [string, string][] =>
      name.startsWith("metadata_") ? [[name.slice("metadata_".length), value]] : [],
    );
    const matches = outbox.messages.filter(({ Metadata = {} }) =>
      filters.every(([name, value]) => Metadata[name] === value),
    );
    return c.json({ TotalCount: matches.length, Messages: matches });
  });
  return app;
}

function send(body: unknown, outbox: Outbox, webhooks: PostmarkWebhooks): Answer {
  const email = emailRequest.safeParse(body);
  if (!email.success) return refuse(300, "Invalid email request");
  const { To, HtmlBody, TextBody, Metadata = {} } = email.data;
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(To.replace(/^.*<|>$/g, "")))
    return refuse(300, `Illegal email address '${To}'`);
  if (outbox.isInactive(To))
    return refuse(
      406,
      `You tried to send to recipient(s) that have been marked as inactive. ${To}`,
    );
  if (!HtmlBody && !TextBody) return refuse(300, "Provide either TextBody or HtmlBody");
  if (Object.keys(Metadata).length > METADATA_MAX) return refuse(300, "Too much metadata");
  const message = outbox.add(email.data);
  webhooks.reportDelivery(message);
  const { MessageID, SubmittedAt } = message;
  return { status: 200, body: { To, SubmittedAt, MessageID, ErrorCode: 0, Message: "OK" } };
}

const refuse = (ErrorCode: number, Message: string): Answer => ({
  status: 422,
  body: { ErrorCode, Message },
});
