import { Hono } from "hono";
import { z } from "zod";
import { indexCompanies } from "../../../src/corpus/index-changes";
import { id } from "../../../src/ids";
import { parsePhone } from "../../../src/prospects/phone";
import { newProspect, prospectData } from "../../../src/prospects/prospect";
import {
  addProspect,
  findProspect,
  listProspects,
  saveProspect,
} from "../../../src/prospects/store";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page, pageQuery } from "../../http/pagination";
import { invalid, notFound, problem, validJson, validParam, validQuery } from "../../http/problem";

/** Prospects: whom we may call or write to. */
export const prospects = new Hono<AppEnv>()
  .post("/", atLeast("operator"), validJson(newProspect), async (c) => {
    const app = c.get("app");
    const { id: wantedId, phone_number, ...data } = c.req.valid("json");
    const phone = parsePhone(phone_number, app.testNumbers(), "US");
    if (phone === "unparseable")
      return invalid("phone_number", "must be a telephone number such as +14155550123");
    if (phone === "impossible")
      return problem(422, "invalid_number", "There is no such telephone number");
    const id = wantedId ?? app.newId();
    const hashKey = app.need("PII_HASH_KEY");
    const saved = { id, phone: phone.e164, data, hashKey, at: app.now() };
    if (!(await addProspect(app.db, saved)))
      return problem(409, "conflict", `There is a prospect ${id} already`);
    await indexCompanies(app.db, app.now());
    return c.json(await findProspect(app.db, id), 201);
  })
  .get("/", validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listProspects(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => last.id));
  })
  .get("/:id", validParam(z.object({ id })), async (c) => {
    const { id } = c.req.valid("param");
    const found = await findProspect(c.get("app").db, id);
    return found ? c.json(found) : notFound(`Prospect ${id}`);
  })
  .patch(
    "/:id",
    atLeast("operator"),
    validParam(z.object({ id })),
    validJson(prospectData),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const found = await findProspect(app.db, id);
      if (!found) return notFound(`Prospect ${id}`);
      const hashKey = app.need("PII_HASH_KEY");
      const { address, ...told } = c.req.valid("json");
      // Of an address too, what is not in the body stays.
      const data = { ...told, ...(address && { address: { ...found.address, ...address } }) };
      const saved = { id, phone: found.phone_number, data, hashKey };
      await saveProspect(app.db, { ...saved, at: app.now() });
      await indexCompanies(app.db, app.now());
      return c.json(await findProspect(app.db, id));
    },
  );
