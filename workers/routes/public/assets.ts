import { Hono } from "hono";
import type { AppEnv } from "../../compose";
import { describeOperations, media } from "../../http/operation";
import { notFound } from "../../http/problem";
import { SIGN_SCRIPT } from "../../pages/document";
import { TALK_SCRIPT } from "../../pages/talk";
import { VERIFY_SCRIPT } from "../../pages/verify";

const SCRIPTS: Record<string, string> = {
  "talk.js": TALK_SCRIPT,
  "sign.js": SIGN_SCRIPT,
  "verify.js": VERIFY_SCRIPT,
};

const { getAsset } = describeOperations("System", {
  getAsset: {
    summary: "Get a page's script",
    access: "public",
    answers: { 200: media("text/javascript", "The script.", "addEventListener(…)") },
    problems: ["not_found"],
  },
});

/** What pages load besides themselves. */
export const assets = new Hono<AppEnv>().get("/:name", getAsset, (c) => {
  const script = SCRIPTS[c.req.param("name")];
  if (script === undefined) return notFound();
  return c.body(script, 200, {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=300",
  });
});
