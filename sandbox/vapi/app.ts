import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { originOf, Refusal, readJson } from "../server";
import type { Call } from "./call";
import { Exchange, type ExchangeOptions } from "./exchange";
import { inbound } from "./inbound";
import { apiCall } from "./payloads";
import { callerOf } from "./people";
import { assistant, createCall, problemsOf } from "./schema";

/** A call is not found for a moment after it was created, as at VAPI. */
const VISIBLE_AFTER_MS = 150;
const LIST_DEFAULT = 100;
const LIST_MAX = 1_000;

type Options = ExchangeOptions & {
  apiKey: string;
  publicKey: string;
  /** Where our own number's messages go: whom to ask when somebody calls it. */
  appUrl?: string | undefined;
};
const webCallRequest = z.strictObject({ assistant });
const controlRequest = z.looseObject({
  type: z.string(),
  content: z.string().optional(),
  endCallAfterSpoken: z.boolean().optional(),
});

/** VAPI's REST API and live call control over calls that are played; an inbound call; the ledger of dials. */
export function vapi({ apiKey, publicKey, appUrl, ...options }: Options): Hono {
  const exchange = new Exchange(options);
  const app = new Hono();
  app.route("/call", callsApi(apiKey, exchange));
  app.route("/control", callControl(publicKey, exchange));
  app.route("/inbound", inbound(appUrl, exchange));
  app.get("/ledger", (c) => c.json({ items: exchange.ledger }));
  return app;
}

function callsApi(apiKey: string, exchange: Exchange): Hono {
  const faulty = exchange.options.faults.middleware("vapi");
  const authorized = createMiddleware(async (c, next) => {
    if (c.req.header("authorization") !== `Bearer ${apiKey}`)
      throw new Refusal(401, { message: "Invalid Key.", error: "Unauthorized", statusCode: 401 });
    await next();
  });
  const findCall = (c: Context): Call => {
    const call = exchange.calls.get(c.req.param("id") ?? "");
    if (call && isVisible(call)) return call;
    throw new Refusal(404, { message: "Call not found", error: "Not Found", statusCode: 404 });
  };

  const app = new Hono();
  app.post("/web", faulty, authorized, async (c) => {
    const request = await parse(webCallRequest, c);
    const id = randomUUID();
    const web = { ...request, id, type: "webCall" as const, customer: { number: "" } };
    const call = exchange.join(web, callerOf("callback"), originOf(c));
    return c.json({ ...apiCall(call), webCallUrl: `${originOf(c)}/vapi/web/${id}` }, 201);
  });
  app.post("/", faulty, authorized, async (c) => {
    const request = await parse(createCall, c);
    const { call, subscriptionLimits } = exchange.dial(request, originOf(c));
    const { artifact, ...created } = apiCall(call);
    return c.json({ ...created, subscriptionLimits }, 201);
  });
  app.get("/", faulty, authorized, (c) => {
    const { limit = LIST_DEFAULT, createdAtGe = "", phoneNumberId } = c.req.query();
    const since = Date.parse(createdAtGe) || 0;
    const calls = [...exchange.calls.values()].filter(
      (call) =>
        isVisible(call) &&
        Date.parse(call.createdAt) >= since &&
        (!phoneNumberId || call.phoneNumberId === phoneNumberId),
    );
    return c.json(
      calls
        .reverse()
        .slice(0, Math.min(Number(limit), LIST_MAX))
        .map(apiCall),
    );
  });
  app.get("/:id", faulty, authorized, (c) => c.json(apiCall(findCall(c))));
  app.delete("/:id", authorized, (c) => {
    const call = exchange.calls.get(c.req.param("id"));
    if (call) exchange.cancel(call);
    return c.json({});
  });
  app.get("/:id/mono-recording", authorized, (c) => {
    if (findCall(c).said.length === 0)
      throw new Refusal(404, { message: "No recording", statusCode: 404 });
    return c.body("sandbox recording", 200, { "content-type": "audio/mpeg" });
  });
  return app;
}

/** A live call's control URL: says something, or ends the call. */
function callControl(publicKey: string, exchange: Exchange): Hono {
  const app = new Hono();
  app.post("/:id", async (c) => {
    if (c.req.header("authorization") !== `Bearer ${publicKey}`)
      throw new Refusal(401, { message: "Unauthorized", statusCode: 401 });
    const call = exchange.calls.get(c.req.param("id"));
    if (!call) throw new Refusal(404, { message: "Call not found", statusCode: 404 });
    const { type, content, endCallAfterSpoken } = await parse(controlRequest, c);
    if (type === "say" && content)
      exchange.say(call, { role: "bot", message: content, at: Date.now() });
    if (type === "end-call" || endCallAfterSpoken) exchange.hangUp(call);
    return c.json({});
  });
  return app;
}

const isVisible = ({ createdAt }: Call): boolean =>
  Date.now() - Date.parse(createdAt) >= VISIBLE_AFTER_MS;

async function parse<T>(schema: z.ZodType<T>, c: Context): Promise<T> {
  const request = schema.safeParse(await readJson(c));
  if (request.success) return request.data;
  const message = problemsOf(request.error);
  throw new Refusal(400, { message, error: "Bad Request", statusCode: 400 });
}
