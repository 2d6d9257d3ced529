import { createHash } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { findKey, touchKey } from "../../../src/api-keys/store";
import { describeError } from "../../../src/result";
import type { AppEnv } from "../../compose";
import { roleOf } from "../../http/auth";
import { bearerToken, isSame } from "../../http/credentials";
import { problem } from "../../http/problem";

/** Keys are long and random, so a plain hash protects them as well as a slow one would. */
export const keyHash = (key: string): string => createHash("sha256").update(key).digest("hex");

/** Finds out who calls, by API key. Without a valid one everything is a 401, also what does not exist. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const app = c.get("app");
  const key = bearerToken(c.req.header("authorization"));
  if (!key) return unauthorized();
  const admin = app.config.ADMIN_API_KEY;
  if (admin && isSame(key, admin)) {
    c.set("role", "admin");
    c.set("actor", "admin key");
    return await next();
  }
  const found = await findKey(app.db, keyHash(key));
  if (!found) return unauthorized();
  c.set("role", roleOf(found.role));
  c.set("actor", `key ${found.id}`);
  const touched = touchKey(app.db, found.id, app.now()).catch((error) =>
    app.log.warn("api-key.use-not-recorded", { key_id: found.id, error: describeError(error) }),
  );
  c.executionCtx.waitUntil(touched);
  await next();
});

const unauthorized = () =>
  problem(401, "unauthorized", "Send an API key as Authorization: Bearer <key>", {
    headers: { "www-authenticate": "Bearer" },
  });
