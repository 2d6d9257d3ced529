import { Hono } from "hono";
import { z } from "zod";
import { DELIVERY_STATUSES } from "../../../src/db/webhooks";
import { id } from "../../../src/ids";
import { newEndpoint, refusalOf } from "../../../src/webhooks/endpoint";
import {
  addEndpoint,
  endEndpoint,
  listDeliveries,
  listEndpoints,
  replayDelivery,
} from "../../../src/webhooks/store";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page, timePageQuery } from "../../http/pagination";
import { invalid, notFound, problem, validJson, validParam, validQuery } from "../../http/problem";

/** The query of `GET /api/webhooks/deliveries`. */
export const deliveryQuery = timePageQuery.extend({ status: z.enum(DELIVERY_STATUSES).optional() });
const byId = validParam(z.object({ id }));

/** Where the agency's own systems listen, and what they were sent. */
export const webhooks = new Hono<AppEnv>()
  .use(atLeast("admin"))
  .post("/", validJson(newEndpoint), async (c) => {
    const app = c.get("app");
    const { url, events } = c.req.valid("json");
    const refused = refusalOf(url, c.env.ENVIRONMENT === "local");
    if (refused) return invalid("url", refused);
    const made = await addEndpoint(app.db, app.newId(), url, events, app.now());
    return c.json({ ...made, secret: app.webhookSecretOf(made.id) }, 201);
  })
  .get("/", validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listEndpoints(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.id}`));
  })
  .get("/deliveries", validQuery(deliveryQuery), async (c) => {
    const { limit, cursor, status } = c.req.valid("query");
    const rows = await listDeliveries(c.get("app").db, limit + 1, status, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.id}`));
  })
  .post("/deliveries/:id/retry", byId, async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const queued = await replayDelivery(app.db, id, app.now());
    if (!queued) return problem(409, "conflict", "There is no delivery of that id that has ended");
    return c.json({ id, retried: true }, 202);
  })
  .delete("/:id", byId, async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const ended = await endEndpoint(app.db, id, app.now());
    return ended ? c.json({ id, deleted: true }) : notFound(`Webhook ${id}`);
  });
