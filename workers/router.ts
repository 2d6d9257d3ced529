import { Hono } from "hono";
import { type AppEnv, compose } from "./compose";
import { allowedMethods } from "./http/allowed-methods";
import { authenticate } from "./http/auth";
import { limitBody, notFound, onError, problem } from "./http/problem";
import { loadClock } from "./platform/clock";
import { keys } from "./routes/api/api-keys";
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
import { llm } from "./routes/providers/llm";
import { parallelWebhook } from "./routes/providers/parallel-webhook";
import { postmarkWebhook } from "./routes/providers/postmark-webhook";
import { vapiWebhook } from "./routes/providers/vapi-webhook";
import { assets } from "./routes/public/assets";
import { callback } from "./routes/public/callback";
import { code } from "./routes/public/code";
import { health } from "./routes/public/health";
import { openapi } from "./routes/public/openapi";
import { shared, verify } from "./routes/public/shared-document";
import { tracking } from "./routes/public/tracking";
import { unsubscribe } from "./routes/public/unsubscribe";

/** Every route of the product. What is not public wants a key, whether or not it exists. */
const routes = new Hono<AppEnv>()
  .use(async (c, next) => {
    await loadClock(c.env);
    c.set("app", compose(c.env));
    await next();
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
  })
  .route("/webhooks/vapi", vapiWebhook)
  .route("/webhooks/parallel", parallelWebhook)
  .route("/webhooks/postmark", postmarkWebhook)
  .route("/vapi/llm", llm)
  .use(authenticate)
  .route("/api/templates", templateUpload)
  .use(limitBody)
  .route("/", health)
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
  .route("/assets", assets)
  .route("/callback", callback)
  .route("/c", code)
  .route("/u", unsubscribe)
  .route("/q", shared)
  .route("/verify", verify)
  .route("/t", tracking)
  .route("/api/agents", agents)
  .route("/api/scripts", scripts)
  .route("/api/work-items", workItems)
  .route("/api/webhooks", webhooks)
  .route("/api/roadmap", roadmap)
  .route("/internal", internal)
  .route("/dev", dev)
  .notFound((c) => {
    const methods = allowedMethods(routes.routes, c.req.path);
    if (methods.length === 0 || methods.includes(c.req.method)) return notFound();
    const headers = { allow: methods.join(", ") };
    return problem(405, "method_not_allowed", `Allowed: ${headers.allow}`, { headers });
  })
  .onError(onError);

/** The routes and, made of what stands beside each of them, their description. */
export const http = routes.route("/", openapi(routes));

/** What a typed client (`hono/client`) knows of the API. */
export type AppType = typeof http;
