import { Hono } from "hono";
import { mayTryCode } from "../../../src/callbacks/bookings";
import { codeBody } from "../../../src/callbacks/contract";
import { findLinkByCode } from "../../../src/callbacks/links";
import type { AppEnv } from "../../compose";
import { describeOperations, htmlPage } from "../../http/operation";
import { problem } from "../../http/problem";
import { isForm, readBody } from "../../http/read-body";
import { CodePage, type CodeProblem } from "../../pages/code";
import { onPageError } from "../../pages/error-page";
import { PAGE_HEADERS } from "../../pages/layout";

const HOUR_SECONDS = "3600";

const operations = describeOperations("Callback pages", {
  showCodePage: {
    summary: "Code entry page",
    description: "Where the 8-digit code from a voicemail is entered.",
    access: "public",
    answers: { 200: htmlPage() },
  },
  enterCode: {
    summary: "Enter a voicemail's code",
    description: "With the last 4 digits of the phone number. Five attempts an hour.",
    access: "public",
    body: { "application/json": codeBody, "application/x-www-form-urlencoded": codeBody },
    answers: { 303: { leadsTo: "To the callback page." } },
    problems: ["not_found", "rate_limited"],
  },
});

/** Where the code from a voicemail opens the same page as the link. */
export const code = new Hono<AppEnv>()
  .get("/", operations.showCodePage, (c) =>
    c.html(<CodePage agency={c.get("app").agency()} />, 200, PAGE_HEADERS),
  )
  .post("/", operations.enterCode, async (c) => {
    const app = c.get("app");
    const body = await readBody(c, codeBody);
    const show = (status: 400 | 404 | 429, why: CodeProblem) =>
      c.html(<CodePage agency={app.agency()} problem={why} />, status, PAGE_HEADERS);
    if (body instanceof Response) return isForm(c) ? show(400, "incomplete") : body;
    const caller = app.hashOf(`code:${c.req.header("cf-connecting-ip") ?? "unknown"}`);
    if (!(await mayTryCode(app.db, app.newId(), caller, app.now()))) {
      c.header("retry-after", HOUR_SECONDS);
      if (isForm(c)) return show(429, "many");
      const headers = { "retry-after": HOUR_SECONDS };
      return problem(429, "rate_limited", "Too many attempts; try again in an hour", { headers });
    }
    const hash = app.links.codeHash(body.code);
    const found = await findLinkByCode(app.db, hash, body.last4, app.now());
    if (!found) {
      if (isForm(c)) return show(404, "wrong");
      return problem(404, "not_found", "No link matches this code and phone number");
    }
    return c.redirect(`/callback/${app.links.callback(found.callId, found.attempt).token}`, 303);
  })
  .onError(onPageError);
