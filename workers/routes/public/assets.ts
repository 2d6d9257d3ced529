import { Hono } from "hono";
import type { AppEnv } from "../../compose";
import { notFound } from "../../http/problem";
import { SIGN_SCRIPT } from "../../pages/document";
import { TALK_SCRIPT } from "../../pages/talk";
import { VERIFY_SCRIPT } from "../../pages/verify";

const SCRIPTS: Record<string, string> = {
  "talk.js": TALK_SCRIPT,
  "sign.js": SIGN_SCRIPT,
  "verify.js": VERIFY_SCRIPT,
};

/** What pages load besides themselves. */
export const assets = new Hono<AppEnv>().get("/:name", (c) => {
  const script = SCRIPTS[c.req.param("name")];
  if (script === undefined) return notFound("This");
  return c.body(script, 200, {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=300",
  });
});
