import { Hono } from "hono";
import { z } from "zod";
import { createdKey, keyView, newKey, revokedKey } from "../../../src/api-keys/contract";
import { addKey, listKeys, revokeKey } from "../../../src/api-keys/store";
import { id } from "../../../src/ids";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, pageQuery } from "../../http/pagination";
import { notFound, validJson, validParam, validQuery } from "../../http/problem";
import { keyHash } from "./authenticate";

const PREFIX_LENGTH = 11;

const operations = describeOperations("API keys", {
  createApiKey: { summary: "Create an API key", answers: { 201: createdKey } },
  listApiKeys: { summary: "List API keys", answers: { 200: pageOf(keyView) } },
  revokeApiKey: {
    summary: "Revoke an API key",
    answers: { 200: revokedKey },
    problems: ["not_found"],
  },
});

/** API keys. The key is in the answer that makes it and nowhere else. */
export const keys = new Hono<AppEnv>()
  .use(atLeast("admin"))
  .post("/", operations.createApiKey, validJson(newKey), async (c) => {
    const app = c.get("app");
    const { name, role } = c.req.valid("json");
    const random = crypto.getRandomValues(new Uint8Array(32));
    const key = `va_${Buffer.from(random).toString("base64url")}`;
    const prefix = key.slice(0, PREFIX_LENGTH);
    const made = { id: app.newId(), name, role, prefix };
    await addKey(app.db, { ...made, hash: keyHash(key) }, app.now());
    return c.json({ ...made, key }, 201);
  })
  .get("/", operations.listApiKeys, validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listKeys(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => last.id));
  })
  .delete("/:id", operations.revokeApiKey, validParam(z.object({ id })), async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const revoked = await revokeKey(app.db, id, app.now());
    return revoked ? c.json({ id, revoked: true }) : notFound(`There is no API key ${id} in force`);
  });
