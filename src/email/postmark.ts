import { Errors, ServerClient } from "postmark";
import { httpFailure } from "../http-failure";
import { fail, ok, type Result } from "../result";
import type { Email, EmailSender } from "./email";

type Options = {
  /** With a scheme; a path may follow. */
  baseUrl: string;
  token: string;
  from: string;
  streams: Record<Email["stream"], string>;
  fetch: typeof fetch;
};

/** Postmark has no idempotency key: an email carries its id as metadata, by which it can be found. */
export function postmark({ baseUrl, token, from, streams, fetch }: Options): EmailSender {
  const url = new URL(baseUrl);
  const client = new ServerClient(token, {
    requestHost: `${url.host}${url.pathname.replace(/\/$/, "")}`,
    useHttps: url.protocol === "https:",
    fetch,
  });
  return {
    async send({ id, to, subject, text, html, stream, unsubscribeUrl, attachments = [] }) {
      const headers = unsubscribeUrl
        ? [
            { Name: "List-Unsubscribe", Value: `<${unsubscribeUrl}>` },
            { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
          ]
        : [];
      const message = {
        From: from,
        To: to,
        Subject: subject,
        TextBody: text,
        HtmlBody: html,
        Headers: headers,
        MessageStream: streams[stream],
        Metadata: { oid: id },
        Attachments: attachments.map(({ name, type, base64 }) => ({
          Name: name,
          ContentType: type,
          Content: base64,
          ContentID: null,
        })),
        TrackOpens: false, // Our own links tell people from machines.
      };
      return await client
        .sendEmail(message)
        .then(({ MessageID }) => ok({ messageId: MessageID }))
        .catch(notSent);
    },
    async find(id) {
      const found = await client.getOutboundMessages({ count: 1, offset: 0, metadata_oid: id });
      const [first] = found.Messages;
      return ok(first && { messageId: first.MessageID });
    },
  };
}

/** Only an answer that says no is a no: after silence or a server error it may have been sent. */
function notSent(error: unknown): Result<"unknown"> {
  const status = error instanceof Errors.HttpError ? error.statusCode : 0;
  if (status === 429) return httpFailure("postmark", status);
  if (status >= 400 && status < 500) return fail(`postmark: ${(error as Error).message}`, false);
  return ok("unknown");
}
