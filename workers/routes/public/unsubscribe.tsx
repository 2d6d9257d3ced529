import { type Context, Hono } from "hono";
import { optOut } from "../../../src/actions/opt-out";
import { callbackLinkOfEmail, recordVisit } from "../../../src/callbacks/links";
import { classifyVisit } from "../../../src/callbacks/visit";
import { findProspect } from "../../../src/prospects/store";
import type { AppEnv } from "../../compose";
import { describeOperations, htmlPage } from "../../http/operation";
import { afterwards } from "../../http/visitor";
import { onPageError } from "../../pages/error-page";
import { PAGE_HEADERS } from "../../pages/layout";
import { UnknownLink } from "../../pages/link-errors";
import { UnsubscribedPage, UnsubscribePage } from "../../pages/unsubscribe";

type Ctx = Context<AppEnv, "/:token">;

const operations = describeOperations("Emails", {
  showUnsubscribePage: {
    summary: "Unsubscribe page",
    access: "public",
    answers: { 200: htmlPage(), 404: htmlPage() },
  },
  unsubscribe: {
    summary: "Unsubscribe with one click (RFC 8058)",
    description: "Stops emails and calls. The body that mail clients send is not read.",
    access: "public",
    answers: { 200: htmlPage(), 404: htmlPage() },
  },
});

/** One-click unsubscribe (RFC 8058): only a POST acts, and it needs nothing but the token. */
export const unsubscribe = new Hono<AppEnv>()
  .get("/:token", operations.showUnsubscribePage, (c) => {
    const app = c.get("app");
    const token = c.req.param("token");
    const known = app.links.readUnsubscribe(token);
    if (!known) return c.html(<UnknownLink agency={app.agency()} />, 404, PAGE_HEADERS);
    afterwards(c, "visit.not-noted", () => visited(c, known.emailId));
    return c.html(<UnsubscribePage agency={app.agency()} token={token} />, 200, PAGE_HEADERS);
  })
  .post("/:token", operations.unsubscribe, async (c) => {
    const app = c.get("app");
    const token = c.req.param("token");
    const known = app.links.readUnsubscribe(token);
    const person = known && (await findProspect(app.db, known.prospectId));
    if (!person) return c.html(<UnknownLink agency={app.agency()} />, 404, PAGE_HEADERS);
    const { id, phone_number: phone, email } = person;
    await optOut({ id, phone, email }, `email:${known.emailId}`, app);
    return c.html(<UnsubscribedPage agency={app.agency()} />, 200, PAGE_HEADERS);
  })
  .onError(onPageError);

/** A machine that opens this link opens the mail's others too: that tells it from a person. */
async function visited(c: Ctx, emailId: string): Promise<void> {
  const app = c.get("app");
  const voicemail = await callbackLinkOfEmail(app.db, emailId);
  if (!voicemail) return;
  const verdict = classifyVisit({
    method: c.req.method,
    userAgent: c.req.header("user-agent"),
    purpose: c.req.header("sec-purpose") ?? c.req.header("purpose"),
    emailedAt: voicemail.emailedAt ?? null,
    now: app.now(),
  });
  const { method } = c.req;
  const visit = {
    id: app.newId(),
    callbackLinkId: voicemail.id,
    link: "unsubscribe",
    method,
  } as const;
  await recordVisit(app.db, { ...visit, ...verdict }, app.now());
}
