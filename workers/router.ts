import { Hono } from "hono";
import { requestId } from "hono/request-id";
import { formatTraceparent, newTrace, parseTraceparent } from "../src/trace";
import { type AppEnv, compose, scoped } from "./compose";
import { allowedMethods } from "./http/allowed-methods";
import { limitBody, notFound, onError, problem } from "./http/problem";
import { loadClock } from "./platform/clock";
import { keys } from "./routes/api/api-keys";
import { authenticate } from "./routes/api/authenticate";
import { calls } from "./routes/api/calls";
import { campaigns } from "./routes/api/campaigns";
import { companies } from "./routes/api/companies";
import { compliance } from "./routes/api/compliance";
import { context } from "./routes/api/context";
import { corpus } from "./routes/api/corpus";
import { documents } from "./routes/api/documents";
import { extract } from "./routes/api/extract";
import { failures } from "./routes/api/failures";
import { internal } from "./routes/api/internal";
import { agents } from "./routes/api/licensed-agents";
import { liveCalls } from "./routes/api/live-calls";
import { meetings } from "./routes/api/meetings";
import { prospects } from "./routes/api/prospects";
import { ratingTables } from "./routes/api/rating-tables";
import { roadmap } from "./routes/api/roadmap";
import { scripts } from "./routes/api/scripts";
import { templates, templateUpload } from "./routes/api/templates";
import { forms } from "./routes/api/web-forms";
import { webhooks } from "./routes/api/webhooks";
import { workItems } from "./routes/api/work-items";
import { dev } from "./routes/dev";
import { parallelWebhook } from "./routes/providers/parallel-webhook";
import { postmarkWebhook } from "./routes/providers/postmark-webhook";
import { vapiLlm } from "./routes/providers/vapi-llm";
import { vapiWebhook } from "./routes/providers/vapi-webhook";
import { assets } from "./routes/public/assets";
import { callback } from "./routes/public/callback";
import { code } from "./routes/public/code";
import { health } from "./routes/public/health";
import { openapi } from "./routes/public/openapi";
import { shared, verify } from "./routes/public/shared-document";
import { tracking } from "./routes/public/tracking";
import { unsubscribe } from "./routes/public/unsubscribe";

/** The routes that vendors call, each with its vendor's own credentials. */
const PROVIDERS = ["/webhooks/:rest{.*}", "/vapi/:rest{.*}"];
const providers = new Hono<AppEnv>()
  .route("/webhooks/vapi", vapiWebhook)
  .route("/webhooks/parallel", parallelWebhook)
  .route("/webhooks/postmark", postmarkWebhook)
  .route("/vapi/llm", vapiLlm)
  .on("ALL", PROVIDERS, limitBody, (c) => c.notFound());

/** The paths that need no key (CONTRACT 4); pages and links of a person have secrets of their own. */
const PUBLIC = [
  "/healthz",
  "/readyz",
  "/api/openapi.json",
  "/api/docs",
  "/assets/:rest{.*}",
  "/callback/:rest{.*}",
  "/c",
  "/u/:rest{.*}",
  "/q/:rest{.*}",
  "/verify/:rest{.*}",
  "/t/:rest{.*}",
  "/console/login",
  "/console/session",
];
const open = new Hono<AppEnv>()
  .on("ALL", PUBLIC, limitBody)
  .route("/", health)
  .route(
    "/",
    openapi((): Hono<AppEnv> => http),
  )
  .route("/assets", assets)
  .route("/callback", callback)
  .route("/c", code)
  .route("/u", unsubscribe)
  .route("/q", shared)
  .route("/verify", verify)
  .route("/t", tracking)
  .on("ALL", PUBLIC, (c) => c.notFound());

/** Everything else needs a key, also what does not exist. */
const api = new Hono<AppEnv>()
  .use(authenticate)
  .route("/api/templates", templateUpload) // Has a limit of its own.
  .use(limitBody)
  .route("/call", calls)
  .route("/call", liveCalls)
  .route("/call", meetings)
  .route("/api/campaigns", campaigns)
  .route("/api/prospects", prospects)
  .route("/api", compliance)
  .route("/api", corpus)
  .route("/api/context", context)
  .route("/api/companies", companies)
  .route("/api/extract", extract)
  .route("/api/documents", documents)
  .route("/api/forms", forms)
  .route("/api/templates", templates)
  .route("/api/rating-tables", ratingTables)
  .route("/api/keys", keys)
  .route("/api/failures", failures)
  .route("/api/agents", agents)
  .route("/api/scripts", scripts)
  .route("/api/work-items", workItems)
  .route("/api/webhooks", webhooks)
  .route("/api/roadmap", roadmap)
  .route("/internal", internal)
  .route("/dev", dev);

/** Every route of the product: the place of a route decides who may enter. */
export const http = new Hono<AppEnv>()
  .use(requestId({ limitLength: 64 }))
  .use(async (c, next) => {
    const app = compose(c.env);
    const request_id = c.get("requestId");
    const trace = parseTraceparent(c.req.header("traceparent")) ?? newTrace(app.newId);
    c.set("app", scoped(app, { request_id }, formatTraceparent(trace)));
    await loadClock(c.env);
    await next();
    c.header("x-request-id", request_id);
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
  })
  .route("/", providers)
  .route("/", open)
  .route("/", api)
  .notFound((c) => {
    const methods = allowedMethods(http.routes, c.req.path);
    if (methods.length === 0 || methods.includes(c.req.method)) return notFound();
    const headers = { allow: methods.join(", ") };
    return problem(405, "method_not_allowed", `Allowed: ${headers.allow}`, { headers });
  })
  .onError(onError);

/** What a typed client (`hono/client`) knows of the API. */
export type AppType = typeof http;
