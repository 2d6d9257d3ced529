import { Hono } from "hono";
import { recordTracking } from "../../../src/email/tracking";
import type { AppEnv } from "../../compose";
import { describeOperations, media } from "../../http/operation";
import { problem } from "../../http/problem";
import { afterwards, visitorOf } from "../../http/visitor";

const PIXEL = Uint8Array.from(
  atob("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
  (sign) => sign.charCodeAt(0),
);

const operations = describeOperations("Emails", {
  getTrackingPixel: {
    summary: "Open-tracking pixel",
    access: "public",
    answers: { 200: media("image/gif", "A transparent pixel, whatever the token.", "GIF89a…") },
  },
  followTrackedLink: {
    summary: "Tracked link",
    access: "public",
    answers: { 302: { leadsTo: "To the page of ours that the link stands for." } },
    problems: ["not_found"],
  },
});

/** What emails load and lead to. A token is sealed: it leads to a page of ours and nowhere else. */
export const tracking = new Hono<AppEnv>()
  .get("/o/:token", operations.getTrackingPixel, (c) => {
    const app = c.get("app");
    const emailId = app.links.readOpen(c.req.param("token"));
    if (emailId)
      afterwards(c, "email.open-not-noted", () =>
        recordTracking(
          app.db,
          { kind: "opened", emailId, link: "pixel", ...visitorOf(c) },
          app.now(),
        ),
      );
    return c.body(PIXEL, 200, { "content-type": "image/gif", "cache-control": "no-store" });
  })
  .get("/c/:token", operations.followTrackedLink, (c) => {
    const app = c.get("app");
    const found = app.links.readClick(c.req.param("token"));
    if (!found) return problem(404, "not_found", "There is no such link");
    const { emailId, url } = found;
    afterwards(c, "email.click-not-noted", () =>
      recordTracking(app.db, { kind: "clicked", emailId, link: url, ...visitorOf(c) }, app.now()),
    );
    return c.redirect(url, 302);
  });
