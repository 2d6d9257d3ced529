import { Hono } from "hono";
import type { AppEnv } from "../compose";
import { TALK_SCRIPT } from "../pages/talk";

/** What pages load besides themselves. */
export const assets = new Hono<AppEnv>().get("/talk.js", (c) =>
  c.body(TALK_SCRIPT, 200, {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=300",
  }),
);
