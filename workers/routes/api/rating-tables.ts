import { Hono } from "hono";
import { ratingTable, ratingTableView } from "../../../src/rating/rating-table";
import { addTable, listTables } from "../../../src/rating/store";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, timePageQuery } from "../../http/pagination";
import { problem, validJson, validQuery } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";

const operations = describeOperations("Rating tables", {
  listRatingTables: {
    summary: "List rating tables",
    description: "All versions, newest first.",
    answers: { 200: pageOf(ratingTableView) },
  },
  createRatingTable: {
    summary: "Add a version of a rating table",
    description: "A version is never changed.",
    answers: { 201: ratingTableView },
    problems: ["conflict", "sample_rates"],
  },
});

/** How the agency rates: what comes out here, but for its time, goes in there. */
export const ratingTables = new Hono<AppEnv>()
  .get("/", operations.listRatingTables, validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listTables(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.id}`));
  })
  .post("/", operations.createRatingTable, atLeast("admin"), validJson(ratingTable), async (c) => {
    const app = c.get("app");
    const body = c.req.valid("json");
    if (body.sample && !app.sampleRates)
      return problem(422, "sample_rates", PROBLEMS.sample_rates.title);
    const table = { ...body, id: body.id ?? app.newId() };
    if (!(await addTable(app.db, table, app.now())))
      return problem(409, "conflict", `Version ${table.version} of ${table.id} already exists`);
    return c.json(table, 201);
  });
