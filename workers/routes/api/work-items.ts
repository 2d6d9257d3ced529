import { Hono } from "hono";
import { z } from "zod";
import { id } from "../../../src/ids";
import { assignBody, resolveBody, workItemView } from "../../../src/work-items/contract";
import { assignWorkItem, listWorkItems, resolveWorkItem } from "../../../src/work-items/store";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, timePageQuery } from "../../http/pagination";
import { invalid, notFound, validJson, validParam, validQuery } from "../../http/problem";

const operations = describeOperations("Work items", {
  listWorkItems: {
    summary: "List work items",
    description: "What is open, newest first.",
    answers: { 200: pageOf(workItemView) },
  },
  assignWorkItem: {
    summary: "Assign a work item",
    description: "To somebody, or another due time.",
    answers: { 200: workItemView },
    problems: ["not_found"],
  },
  resolveWorkItem: {
    summary: "Resolve a work item",
    answers: { 200: workItemView },
    problems: ["not_found"],
  },
});

/** What only a person can do: missed callbacks, missed transfers, and what else we could not. */
export const workItems = new Hono<AppEnv>()
  .get("/", operations.listWorkItems, validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listWorkItems(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.id}`));
  })
  .patch(
    "/:id",
    operations.assignWorkItem,
    atLeast("operator"),
    validParam(z.object({ id })),
    validJson(assignBody),
    async (c) => {
      const { id } = c.req.valid("param");
      const { assigned_to: assignedTo, due_at } = c.req.valid("json");
      const dueAt = due_at ? Date.parse(due_at) : undefined;
      if (assignedTo === undefined && !dueAt)
        return invalid("", "give assigned_to, due_at or both");
      const item = await assignWorkItem(c.get("app").db, id, { assignedTo, dueAt });
      return item ? c.json(item) : notFound(`There is no open work item ${id}`);
    },
  )
  .post(
    "/:id/resolve",
    operations.resolveWorkItem,
    atLeast("operator"),
    validParam(z.object({ id })),
    validJson(resolveBody),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const by = { actor: c.get("actor") ?? "api", ...c.req.valid("json") };
      const item = await resolveWorkItem(app.db, id, by, app.now());
      return item ? c.json(item) : notFound(`There is no open work item ${id}`);
    },
  );
