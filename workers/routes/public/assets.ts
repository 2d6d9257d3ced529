import { Hono } from "hono";
import type { AppEnv } from "../../compose";
import { problem } from "../../http/problem";
import { clientFileAt } from "../../pages/client-files";
import { assetResponse } from "../../platform/assets";

const FOREVER = "public, max-age=31536000, immutable";

/** What pages load besides themselves: the built files, and none of the other assets. */
export const assets = new Hono<AppEnv>().get("/:name", async (c) => {
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
