import { Hono } from "hono";
import { z } from "zod";
import { DELIVERY_STATUSES } from "../../../src/db/webhooks";
import { retriedFailure } from "../../../src/failures/contract";
import { id } from "../../../src/ids";
import {
  createdEndpoint,
  deletedEndpoint,
  deliveryView,
  endpointView,
  newEndpoint,
} from "../../../src/webhooks/contract";
import { refusalOf } from "../../../src/webhooks/endpoint";
import {
  addEndpoint,
  endEndpoint,
  listDeliveries,
  listEndpoints,
  replayDelivery,
} from "../../../src/webhooks/store";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, timePageQuery } from "../../http/pagination";
import { invalid, notFound, problem, validJson, validParam, validQuery } from "../../http/problem";

/** The query of `GET /api/webhooks/deliveries`. */
export const deliveryQuery = timePageQuery.extend({ status: z.enum(DELIVERY_STATUSES).optional() });
const byId = validParam(z.object({ id }));

const operations = describeOperations("Webhooks", {
  createWebhook: {
    summary: "Create a webhook",
    description: "Its secret is in this answer and nowhere else.",
    answers: { 201: createdEndpoint },
  },
  listWebhooks: {
    summary: "List webhooks",
    description: "Newest first.",
    answers: { 200: pageOf(endpointView) },
  },
  listWebhookDeliveries: {
    summary: "List webhook deliveries",
    description: "Newest first.",
    answers: { 200: pageOf(deliveryView) },
  },
  retryWebhookDelivery: {
    summary: "Retry a webhook delivery",
    answers: { 202: retriedFailure },
    problems: ["conflict"],
  },
  deleteWebhook: {
    summary: "Delete a webhook",
    description: "What waits for it is not sent.",
    answers: { 200: deletedEndpoint },
    problems: ["not_found"],
  },
});

/** Where the agency's own systems listen, and what they were sent. */
export const webhooks = new Hono<AppEnv>()
  .use(atLeast("admin"))
  .post("/", operations.createWebhook, validJson(newEndpoint), async (c) => {
    const app = c.get("app");
    const { url, events } = c.req.valid("json");
    const refusal = refusalOf(url, c.env.ENVIRONMENT === "local");
    if (refusal) return invalid("url", refusal);
    const created = await addEndpoint(app.db, app.newId(), url, events, app.now());
    return c.json({ ...created, secret: app.webhookSecretOf(created.id) }, 201);
  })
  .get("/", operations.listWebhooks, validQuery(timePageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listEndpoints(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.id}`));
  })
  .get("/deliveries", operations.listWebhookDeliveries, validQuery(deliveryQuery), async (c) => {
    const { limit, cursor, status } = c.req.valid("query");
    const rows = await listDeliveries(c.get("app").db, limit + 1, status, cursor);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.id}`));
  })
  .post("/deliveries/:id/retry", operations.retryWebhookDelivery, byId, async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const queued = await replayDelivery(app.db, id, app.now());
    if (!queued) return problem(409, "conflict", `There is no finished delivery ${id}`);
    return c.json({ id, retried: true }, 202);
  })
  .delete("/:id", operations.deleteWebhook, byId, async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const ended = await endEndpoint(app.db, id, app.now());
    return ended ? c.json({ id, deleted: true }) : notFound(`There is no webhook ${id}`);
  });
