import { Hono } from "hono";
import { z } from "zod";
import { indexCompanies } from "../../../src/corpus/index-changes";
import { id } from "../../../src/ids";
import { parsePhone } from "../../../src/prospects/phone";
import { newProspect, prospectData, prospectView } from "../../../src/prospects/prospect";
import {
  addProspect,
  findProspect,
  listProspects,
  saveProspect,
} from "../../../src/prospects/store";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, pageQuery } from "../../http/pagination";
import { invalid, notFound, problem, validJson, validParam, validQuery } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";

const operations = describeOperations("Prospects", {
  createProspect: {
    summary: "Create a prospect",
    answers: { 201: prospectView },
    problems: ["conflict", "invalid_number"],
  },
  listProspects: { summary: "List prospects", answers: { 200: pageOf(prospectView) } },
  getProspect: {
    summary: "Get a prospect",
    answers: { 200: prospectView },
    problems: ["not_found"],
  },
  updateProspect: {
    summary: "Update a prospect",
    description: "Fields that are left out stay as they are. The phone number can't be changed.",
    answers: { 200: prospectView },
    problems: ["not_found"],
  },
});

/** Prospects: whom we may call or write to. */
export const prospects = new Hono<AppEnv>()
  .post("/", operations.createProspect, atLeast("operator"), validJson(newProspect), async (c) => {
    const app = c.get("app");
    const { id: ownId, phone_number, ...data } = c.req.valid("json");
    const phone = parsePhone(phone_number, app.testNumbers(), "US");
    if (phone === "unparseable")
      return invalid("phone_number", "must be a phone number such as +14155550123");
    if (phone === "impossible")
      return problem(422, "invalid_number", PROBLEMS.invalid_number.title);
    const id = ownId ?? app.newId();
    const hashKey = app.need("PII_HASH_KEY");
    const saved = { id, phone: phone.e164, data, hashKey, at: app.now() };
    if (!(await addProspect(app.db, saved)))
      return problem(409, "conflict", `Prospect ${id} already exists`);
    await indexCompanies(app.db, app.now());
    return c.json(await findProspect(app.db, id), 201);
  })
  .get("/", operations.listProspects, validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listProspects(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => last.id));
  })
  .get("/:id", operations.getProspect, validParam(z.object({ id })), async (c) => {
    const { id } = c.req.valid("param");
    const prospect = await findProspect(c.get("app").db, id);
    return prospect ? c.json(prospect) : notFound(`There is no prospect ${id}`);
  })
  .patch(
    "/:id",
    operations.updateProspect,
    atLeast("operator"),
    validParam(z.object({ id })),
    validJson(prospectData),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const prospect = await findProspect(app.db, id);
      if (!prospect) return notFound(`There is no prospect ${id}`);
      const hashKey = app.need("PII_HASH_KEY");
      const { address, ...changes } = c.req.valid("json");
      // Of an address too, what is not in the body stays.
      const data = { ...changes, ...(address && { address: { ...prospect.address, ...address } }) };
      const saved = { id, phone: prospect.phone_number, data, hashKey };
      await saveProspect(app.db, { ...saved, at: app.now() });
      await indexCompanies(app.db, app.now());
      return c.json(await findProspect(app.db, id));
    },
  );
