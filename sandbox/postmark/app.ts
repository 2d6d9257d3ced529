import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type Ask, Refusal, type Routes } from "../server";
import { type Hook, mailbox, type Sent } from "./recipient";

const BATCH_MAX = 500;
const email = z.looseObject({
  From: z.string(),
  To: z.string(),
  Subject: z.string().optional(),
  TextBody: z.string().optional(),
  HtmlBody: z.string().optional(),
  Metadata: z.record(z.string().max(20), z.string().max(80)).optional(),
  MessageStream: z.string().optional(),
});
type Reply = { status: number; body: Record<string, unknown> };

const METADATA_MAX = 10;

/**
 * Postmark's sending API; what is sent lies in the outbox, where a test can read it and play the
 * recipient. `file` keeps it over a restart.
 */
export function postmark(tokens: string[], hook: Hook, file?: string): Routes {
  const kept = file && existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const outbox: Sent[] = kept.filter(Boolean).map((line) => JSON.parse(line));

  const find = (ask: Ask): Sent => {
    const found = outbox.find(({ MessageID }) => MessageID === ask.params[0]);
    if (!found) throw new Refusal(404, { message: "There is no such message" });
    return found;
  };
  const inactive = new Set<string>();
  const { routes: recipients, deliver } = mailbox(find, inactive, hook);

  function send(body: unknown): Reply {
    const parsed = email.safeParse(body);
    if (!parsed.success) return refuse(300, "Invalid email request");
    const { To, HtmlBody, TextBody, Metadata = {} } = parsed.data;
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(To.replace(/^.*<|>$/g, "")))
      return refuse(300, `Illegal email address '${To}'`);
    if (inactive.has(To.toLowerCase()))
      return refuse(
        406,
        `You tried to send to recipient(s) that have been marked as inactive. ${To}`,
      );
    if (!HtmlBody && !TextBody) return refuse(300, "Provide either TextBody or HtmlBody");
    if (Object.keys(Metadata).length > METADATA_MAX) return refuse(300, "Too much metadata");
    const sent = { ...parsed.data, MessageID: randomUUID(), SubmittedAt: new Date().toISOString() };
    outbox.push(sent);
    if (file) appendFileSync(file, `${JSON.stringify(sent)}\n`);
    deliver(sent);
    const { MessageID, SubmittedAt } = sent;
    return { status: 200, body: { To, SubmittedAt, MessageID, ErrorCode: 0, Message: "OK" } };
  }

  function allow(ask: Ask): void {
    const token = String(ask.headers["x-postmark-server-token"] ?? "");
    if (!tokens.includes(token))
      throw new Refusal(401, { ErrorCode: 10, Message: "Bad or missing Server API token." });
  }

  return {
    "POST /postmark/email": (ask) => {
      allow(ask);
      return send(ask.json());
    },
    "POST /postmark/email/batch": (ask) => {
      allow(ask);
      const bodies = z.array(z.unknown()).safeParse(ask.json());
      if (!bodies.success || bodies.data.length > BATCH_MAX)
        return refuse(300, `A batch is a list of at most ${BATCH_MAX} emails`);
      return { status: 200, body: bodies.data.map((one) => send(one).body) };
    },
    "GET /postmark/messages/outbound": (ask) => {
      allow(ask);
      const wanted = [...ask.url.searchParams].filter(([name]) => name.startsWith("metadata_"));
      const found = outbox.filter(({ Metadata = {} }) =>
        wanted.every(([name, value]) => Metadata[name.slice("metadata_".length)] === value),
      );
      return { body: { TotalCount: found.length, Messages: found } };
    },
    "GET /outbox": () => ({ body: { items: outbox } }),
    ...recipients,
  };
}

const refuse = (ErrorCode: number, Message: string): Reply => ({
  status: 422,
  body: { ErrorCode, Message },
});
