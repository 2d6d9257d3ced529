import { Hono } from "hono";
import type { AppEnv } from "../../compose";
import { describeOperations, media } from "../../http/operation";
import { problem } from "../../http/problem";
import { clientFileAt } from "../../pages/client-files";
import { assetResponse } from "../../platform/assets";

const FOREVER = "public, max-age=31536000, immutable";

const { getAsset } = describeOperations("System", {
  getAsset: {
    summary: "Get a page's script or style",
    access: "public",
    answers: {
      200: [
        media("text/javascript", "A script.", "addEventListener(…)"),
        media("text/css", "A style sheet.", "body { … }"),
      ],
    },
    problems: ["not_found"],
  },
});

/** What pages load besides themselves: the built files, and none of the other assets. */
export const assets = new Hono<AppEnv>().get("/:name", getAsset, async (c) => {
  const found = clientFileAt(c.req.param("name"));
  if (!found) return problem(404, "not_found", "No such file");
  const { body, headers } = await assetResponse(c.env, `built/${found.file}`);
  return new Response(body, {
    headers: {
      "content-type": headers.get("content-type") ?? "application/octet-stream",
      "cache-control": found.exact ? FOREVER : "no-cache",
    },
  });
});
