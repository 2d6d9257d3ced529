import { Hono } from "hono";
import { z } from "zod";
import {
  haltBody,
  haltList,
  liftedCount,
  newSuppression,
  ruleList,
  suppressed,
  suppressionSelector,
  suppressionView,
} from "../../../src/compliance/contract";
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
import { describeOperations } from "../../http/operation";
import { page, pageOf, pageQuery } from "../../http/pagination";
import { invalid, notFound, validJson, validParam, validQuery } from "../../http/problem";

type Contact = { phone_number?: string | undefined; email?: string | undefined };
const badPhone = () => invalid("phone_number", "must be a phone number such as +14155550123");

const operations = describeOperations("Compliance", {
  listSuppressions: {
    summary: "List suppressions",
    description: "Contacts are shown by their hashes only.",
    answers: { 200: pageOf(suppressionView) },
  },
  createSuppression: {
    summary: "Suppress a phone number or email address",
    answers: { 201: suppressed },
  },
  liftSuppressions: {
    summary: "Lift suppressions",
    description: "By id, phone number or email address.",
    answers: { 200: liftedCount },
    problems: ["not_found"],
  },
  liftSuppression: {
    summary: "Lift a suppression",
    answers: { 200: liftedCount },
    problems: ["not_found"],
  },
  halt: {
    summary: "Halt calls or emails",
    description: "Stops dialing, sending or both, everywhere or in some states.",
    answers: { 200: haltList },
  },
  resume: { summary: "Resume calls or emails", answers: { 200: haltList } },
  listRules: { summary: "List compliance rules", answers: { 200: ruleList } },
});

/** Who is suppressed, what is stopped, and the rules in force. */
export const compliance = new Hono<AppEnv>()
  .get("/suppressions", operations.listSuppressions, validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listSuppressions(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => last.id));
  })
  .post(
    "/suppressions",
    operations.createSuppression,
    atLeast("operator"),
    validJson(newSuppression),
    async (c) => {
      const app = c.get("app");
      const { reason = "manual", note, ...contact } = c.req.valid("json");
      const hashes = hashesOf(app, contact);
      if (!hashes) return badPhone();
      const source = c.get("actor") ?? "api";
      const rows = hashes.map((one): Suppression => ({ ...one, reason, source, note }));
      const ids = await suppress(app.db, rows, app.now());
      return c.json({ items: ids.map((one) => ({ id: one })) }, 201);
    },
  )
  .delete(
    "/suppressions",
    operations.liftSuppressions,
    atLeast("admin"),
    validJson(suppressionSelector),
    async (c) => {
      const app = c.get("app");
      const { id, ...contact } = c.req.valid("json");
      const hashes = hashesOf(app, contact);
      if (!hashes) return badPhone();
      const filters: SuppressionFilter[] = [...(id ? [{ id }] : []), ...hashes];
      const at = app.now();
      const counts = await Promise.all(filters.map((one) => liftSuppression(app.db, one, at)));
      const count = counts.reduce((sum, one) => sum + one, 0);
      return count > 0
        ? c.json({ lifted: count })
        : notFound("There is no such suppression in force");
    },
  )
  .delete(
    "/suppressions/:id",
    operations.liftSuppression,
    atLeast("admin"),
    validParam(z.object({ id })),
    async (c) => {
      const app = c.get("app");
      const count = await liftSuppression(app.db, c.req.valid("param"), app.now());
      return count > 0
        ? c.json({ lifted: count })
        : notFound("There is no such suppression in force");
    },
  )
  .post("/halt", operations.halt, atLeast("operator"), validJson(haltBody), async (c) => {
    const app = c.get("app");
    const actor = c.get("actor") ?? "api";
    await halt(app.db, app.newId(), c.req.valid("json"), actor, app.now());
    return c.json({ halts: await listHalts(app.db) });
  })
  .post("/resume", operations.resume, atLeast("operator"), validJson(haltBody), async (c) => {
    const app = c.get("app");
    await resume(app.db, c.req.valid("json"), app.now());
    return c.json({ halts: await listHalts(app.db) });
  })
  .get("/rules", operations.listRules, (c) =>
    c.json({ version: RULES_VERSION, items: listRules(), next_cursor: null }),
  );

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
