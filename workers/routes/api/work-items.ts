import { Hono } from "hono";
import { z } from "zod";
import { id } from "../../../src/ids";
import { isoMoment } from "../../../src/time";
import { assignWorkItem, listWorkItems, resolveWorkItem } from "../../../src/work-items/store";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page, timePageQuery } from "../../http/pagination";
import { invalid, notFound, validJson, validParam, validQuery } from "../../http/problem";

/** Body of `POST /api/work-items/{id}/resolve`. */
export const resolveBody = z.strictObject({ note: z.string().max(2_000).optional() });

/** Body of `PATCH /api/work-items/{id}`: null gives it to nobody. */
export const assignBody = z.strictObject({
  assigned_to: z.string().trim().min(1).max(200).nullable().optional(),
  due_at: isoMoment.optional(),
});

/** What only a person can do: missed callbacks, missed transfers, and what else we could not. */
export const workItems = new Hono<AppEnv>()
  .get("/", validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listWorkItems(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.id}`));
  })
  .patch(
    "/:id",
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
      return item ? c.json(item) : notFound(`Open work item ${id}`);
    },
  )
  .post(
    "/:id/resolve",
    atLeast("operator"),
    validParam(z.object({ id })),
    validJson(resolveBody),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const by = { actor: c.get("actor") ?? "api", ...c.req.valid("json") };
      const item = await resolveWorkItem(app.db, id, by, app.now());
      return item ? c.json(item) : notFound(`Open work item ${id}`);
    },
  );
