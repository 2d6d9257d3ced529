import { Hono } from "hono";
import { z } from "zod";
import { haltBody, newSuppression, suppressionSelector } from "../../../src/compliance/contract";
import { listRules, RULES_VERSION } from "../../../src/compliance/rules";
import {
  halt,
  liftSuppression,
  listHalts,
  listSuppressions,
  resume,
  type Suppression,
  type SuppressionFilter,
  suppress,
} from "../../../src/compliance/store";
import { id } from "../../../src/ids";
import { parsePhone } from "../../../src/prospects/phone";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page, pageQuery } from "../../http/pagination";
import { invalid, notFound, validJson, validParam, validQuery } from "../../http/problem";

type Contact = { phone_number?: string | undefined; email?: string | undefined };
const badPhone = () => invalid("phone_number", "must be a telephone number such as +14155550123");

/** Who is left alone, what is stopped, and the rules in force. */
export const compliance = new Hono<AppEnv>()
  .get("/suppressions", validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listSuppressions(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => last.id));
  })
  .post("/suppressions", atLeast("operator"), validJson(newSuppression), async (c) => {
    const app = c.get("app");
    const { reason = "manual", note, ...contact } = c.req.valid("json");
    const hashes = hashesOf(app, contact);
    if (!hashes) return badPhone();
    const source = c.get("actor") ?? "api";
    const rows = hashes.map((one): Suppression => ({ ...one, reason, source, note }));
    const ids = await suppress(app.db, rows, app.now());
    return c.json({ items: ids.map((one) => ({ id: one })) }, 201);
  })
  .delete("/suppressions", atLeast("admin"), validJson(suppressionSelector), async (c) => {
    const app = c.get("app");
    const { id: wanted, ...contact } = c.req.valid("json");
    const hashes = hashesOf(app, contact);
    if (!hashes) return badPhone();
    const filters: SuppressionFilter[] = [...(wanted ? [{ id: wanted }] : []), ...hashes];
    const at = app.now();
    const counts = await Promise.all(filters.map((one) => liftSuppression(app.db, one, at)));
    const count = counts.reduce((sum, one) => sum + one, 0);
    return count > 0 ? c.json({ lifted: count }) : notFound("Suppression");
  })
  .delete("/suppressions/:id", atLeast("admin"), validParam(z.object({ id })), async (c) => {
    const app = c.get("app");
    const count = await liftSuppression(app.db, c.req.valid("param"), app.now());
    return count > 0 ? c.json({ lifted: count }) : notFound("Suppression");
  })
  .post("/halt", atLeast("operator"), validJson(haltBody), async (c) => {
    const app = c.get("app");
    const actor = c.get("actor") ?? "api";
    await halt(app.db, app.newId(), c.req.valid("json"), actor, app.now());
    return c.json({ halts: await listHalts(app.db) });
  })
  .post("/resume", atLeast("operator"), validJson(haltBody), async (c) => {
    const app = c.get("app");
    await resume(app.db, c.req.valid("json"), app.now());
    return c.json({ halts: await listHalts(app.db) });
  })
  .get("/rules", (c) => c.json({ version: RULES_VERSION, items: listRules(), next_cursor: null }));

/** How a contact is known in suppressions; nothing if the number cannot be read. */
function hashesOf(app: App, { phone_number, email }: Contact) {
  const hashes: Pick<Suppression, "hash" | "kind">[] = [];
  if (phone_number !== undefined) {
    const phone = parsePhone(phone_number, app.testNumbers(), "US");
    if (typeof phone === "string") return undefined;
    hashes.push({ hash: app.hashOf(phone.e164), kind: "phone" });
  }
  if (email !== undefined) hashes.push({ hash: app.hashOf(email), kind: "email" });
  return hashes;
}
