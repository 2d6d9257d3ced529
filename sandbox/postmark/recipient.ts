import { type Context, Hono } from "hono";
import { z } from "zod";
import { bodySize, Refusal, readJson } from "../server";
import type { Outbox, OutboxMessage } from "./outbox";
import type { PostmarkWebhooks } from "./webhooks";

/** Who opens an email's links: a person's browser, or a scanner that opens all of them at once. */
const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
const SCANNER = "Mozilla/5.0 (compatible; MailScanner/2.1)";
const HARD_BOUNCE = 1;
const SOFT_BOUNCE = 4_096;
const SPAM_COMPLAINT = 100_001;
const replyRequest = z.object({ text: z.string().default("Thank you.") });

const linksIn = (text = ""): string[] => text.match(/https?:\/\/\S+/g) ?? [];
const imagesIn = (html = ""): string[] =>
  [...html.matchAll(/<img[^>]+src="([^"]+)"/g)].map(([, url]) =>
    (url ?? "").replace(/&amp;/g, "&"),
  );

/** `/outbox`: reads what was sent, and plays the recipient of a message. */
export function recipient(outbox: Outbox, webhooks: PostmarkWebhooks): Hono {
  let events = 0;
  const find = (c: Context): OutboxMessage => {
    const message = outbox.find(c.req.param("id") ?? "");
    if (!message) throw new Refusal(404, { message: "There is no such message" });
    return message;
  };
  const report = (message: OutboxMessage, recordType: string, type: string, code: number) =>
    webhooks.report(message, {
      ...bounceDetails(message, type, code),
      RecordType: recordType,
      ID: ++events,
    });

  const app = new Hono();
  app.get("/", (c) => c.json({ items: outbox.messages }));
  app.post("/:id/click", async (c) => {
    return c.json(await visit(linksIn(find(c).TextBody).slice(0, 1), BROWSER));
  });
  app.post("/:id/open", async (c) => c.json(await visit(imagesIn(find(c).HtmlBody), BROWSER)));
  app.post("/:id/scan", async (c) => c.json(await visit(linksIn(find(c).TextBody), SCANNER)));
  app.post("/:id/bounce", async (c) => {
    const message = find(c);
    if (c.req.query("type") === "soft")
      return c.json(await report(message, "Bounce", "SoftBounce", SOFT_BOUNCE));
    outbox.deactivate(message.To);
    return c.json(await report(message, "Bounce", "HardBounce", HARD_BOUNCE));
  });
  app.post("/:id/complain", async (c) => {
    const message = find(c);
    outbox.deactivate(message.To);
    return c.json(await report(message, "SpamComplaint", "SpamComplaint", SPAM_COMPLAINT));
  });
  app.post("/:id/reply", async (c) => {
    const message = find(c);
    const body = (await bodySize(c)) > 0 ? await readJson(c) : {};
    const reply = replyRequest.safeParse(body);
    if (!reply.success) throw new Refusal(400, { message: z.prettifyError(reply.error) });
    const email = replyEmail(message, reply.data.text, `in-${++events}`);
    return c.json({ status: await webhooks.post("/webhooks/postmark/inbound", email) });
  });
  return app;
}

async function visit(urls: string[], userAgent: string) {
  const headers = { "user-agent": userAgent };
  const visits = urls.map(async (url) => {
    const response = await fetch(url, { headers, redirect: "manual" });
    await response.arrayBuffer();
    return { url, status: response.status };
  });
  return { visits: await Promise.all(visits) };
}

const bounceDetails = (message: OutboxMessage, type: string, code: number) => ({
  Type: type,
  TypeCode: code,
  Name: type,
  Email: message.To,
  From: message.From,
  BouncedAt: new Date().toISOString(),
  Description: "",
  Details: "smtp;550 5.1.1 no such user",
  Inactive: code !== SOFT_BOUNCE,
  DumpAvailable: false,
  CanActivate: true,
  Subject: message.Subject,
});

/** A reply, as Postmark's inbound webhook sends it. */
const replyEmail = (message: OutboxMessage, text: string, id: string) => ({
  From: message.To,
  FromName: "",
  FromFull: { Email: message.To, Name: "", MailboxHash: "" },
  To: message.From,
  Subject: `Re: ${message.Subject ?? ""}`,
  MessageID: id,
  TextBody: text,
  StrippedTextReply: text,
  Date: new Date().toUTCString(),
  Headers: [{ Name: "In-Reply-To", Value: `<${message.MessageID}@mtasv.net>` }],
  Attachments: [],
});
