import { Buffer } from "node:buffer";
import type { Faults } from "../faults";
import type { Ask, Routes } from "../server";

export type Sent = {
  From: string;
  To: string;
  Subject?: string | undefined;
  TextBody?: string | undefined;
  HtmlBody?: string | undefined;
  MessageStream?: string | undefined;
  Metadata?: Record<string, string> | undefined;
  MessageID: string;
  SubmittedAt: string;
};
export type Hook = {
  appUrl: string | undefined;
  user: string;
  password: string;
  speed: number;
  faults: Faults;
};

/** Who opens a mail's links: a person's browser, or a scanner that opens all of them at once. */
const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
const SCANNER = "Mozilla/5.0 (compatible; MailScanner/2.1)";
/** After which a message that was not taken is told again, in minutes. */
const AGAIN_MIN = [1, 5, 15];
const linksIn = (text = ""): string[] => text.match(/https?:\/\/\S+/g) ?? [];
const imagesIn = (html = ""): string[] =>
  [...html.matchAll(/<img[^>]+src="([^"]+)"/g)].map(([, url]) =>
    (url ?? "").replace(/&amp;/g, "&"),
  );

/** Plays the recipient of a mail, and tells the product what became of it, as Postmark's webhooks do. */
export function mailbox(find: (ask: Ask) => Sent, inactive: Set<string>, hook: Hook) {
  let events = 0;
  async function visit(urls: string[], userAgent: string) {
    const headers = { "user-agent": userAgent };
    const visits = urls.map(async (url) => {
      const response = await fetch(url, { headers, redirect: "manual" });
      await response.arrayBuffer();
      return { url, status: response.status };
    });
    return { body: { visits: await Promise.all(visits) } };
  }
  async function post(path: string, body: object): Promise<number> {
    const authorization = `Basic ${Buffer.from(`${hook.user}:${hook.password}`).toString("base64")}`;
    const answer = await fetch(`${hook.appUrl}${path}`, {
      ...{ method: "POST", body: JSON.stringify(body) },
      headers: { "content-type": "application/json", authorization },
    }).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.status ?? 0;
  }
  /** Tells once more what was not taken; a 403 is the last word. */
  async function tell(body: object, tries = 0): Promise<number> {
    const status = await post("/webhooks/postmark", body);
    const again = AGAIN_MIN[tries];
    if (status !== 200 && status !== 403 && again !== undefined)
      setTimeout(() => void tell(body, tries + 1), (again * 60_000) / hook.speed).unref();
    return status;
  }
  async function happened(mail: Sent, body: object) {
    const { MessageID, MessageStream = "outbound", Metadata = {} } = mail;
    const told = { ServerID: 1, MessageStream, MessageID, Tag: "", Metadata, ...body };
    const status = await tell(told);
    const twice = hook.faults.strike("postmark", ["duplicate"]);
    return { body: { status, ...(twice && { again: await tell(told) }) } };
  }
  const bounce = (mail: Sent, type: string, code: number) => ({
    ...{ RecordType: "Bounce", ID: ++events, Type: type, TypeCode: code, Name: type },
    ...{ Email: mail.To, From: mail.From, BouncedAt: new Date().toISOString() },
    ...{ Description: "", Details: "smtp;550 5.1.1 no such user", Inactive: code !== 4096 },
    ...{ DumpAvailable: false, CanActivate: true, Subject: mail.Subject },
  });

  const routes: Routes = {
    "POST /outbox/:/click": (ask) => visit(linksIn(find(ask).TextBody).slice(0, 1), BROWSER),
    "POST /outbox/:/open": (ask) => visit(imagesIn(find(ask).HtmlBody), BROWSER),
    "POST /outbox/:/scan": (ask) => visit(linksIn(find(ask).TextBody), SCANNER),
    "POST /outbox/:/bounce": (ask) => {
      const mail = find(ask);
      const soft = ask.url.searchParams.get("type") === "soft";
      if (!soft) inactive.add(mail.To.toLowerCase());
      return happened(
        mail,
        soft ? bounce(mail, "SoftBounce", 4096) : bounce(mail, "HardBounce", 1),
      );
    },
    "POST /outbox/:/complain": (ask) => {
      const mail = find(ask);
      inactive.add(mail.To.toLowerCase());
      const body = { ...bounce(mail, "SpamComplaint", 100_001), RecordType: "SpamComplaint" };
      return happened(mail, body);
    },
    "POST /outbox/:/reply": async (ask) => {
      const mail = find(ask);
      const { text = "Thank you." } = (ask.body.length > 0 ? ask.json() : {}) as { text?: string };
      const status = await post("/webhooks/postmark/inbound", {
        ...{ From: mail.To, FromName: "", FromFull: { Email: mail.To, Name: "", MailboxHash: "" } },
        ...{ To: mail.From, Subject: `Re: ${mail.Subject ?? ""}`, MessageID: `in-${++events}` },
        ...{ TextBody: text, StrippedTextReply: text, Date: new Date().toUTCString() },
        Headers: [{ Name: "In-Reply-To", Value: `<${mail.MessageID}@mtasv.net>` }],
        Attachments: [],
      });
      return { body: { status } };
    },
  };
  /** A mail arrives a moment after it was taken. */
  const deliver = (mail: Sent): void => {
    if (!hook.appUrl || hook.faults.strike("postmark", ["drop"])) return;
    const body = { RecordType: "Delivery", Recipient: mail.To, Details: "smtp;250 OK" };
    const at = new Date().toISOString();
    setTimeout(() => void happened(mail, { ...body, DeliveredAt: at }), 1_000 / hook.speed).unref();
  };
  return { routes, deliver };
}
