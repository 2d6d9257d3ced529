import { Hono } from "hono";
import { ratingTable } from "../../../src/rating/rating-table";
import { addTable, listTables } from "../../../src/rating/store";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page, timePageQuery } from "../../http/pagination";
import { problem, validJson, validQuery } from "../../http/problem";

/** How the agency rates: what comes out here, but for its time, goes in there. */
export const ratingTables = new Hono<AppEnv>()
  .get("/", validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listTables(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.id}`));
  })
  .post("/", atLeast("admin"), validJson(ratingTable), async (c) => {
    const app = c.get("app");
    const body = c.req.valid("json");
    if (body.sample && !app.sampleRates)
      return problem(422, "sample_rates", "SAMPLE tables are not taken in production");
    const table = { ...body, id: body.id ?? app.newId() };
    if (!(await addTable(app.db, table, app.now())))
      return problem(409, "conflict", `There is a version ${table.version} of ${table.id} already`);
    return c.json(table, 201);
  });
