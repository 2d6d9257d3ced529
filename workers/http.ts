import { Hono } from "hono";
import { authenticate } from "./auth";
import { loadClock } from "./clock";
import { type AppEnv, compose } from "./compose";
import { allowedMethods } from "./methods";
import { limitBody, notFound, onError, problem } from "./problem";
import { agents } from "./routes/agents";
import { assets } from "./routes/assets";
import { callback } from "./routes/callback";
import { calls } from "./routes/calls";
import { campaigns } from "./routes/campaigns";
import { code } from "./routes/code";
import { companies } from "./routes/companies";
import { compliance } from "./routes/compliance";
import { context } from "./routes/context";
import { corpus } from "./routes/corpus";
import { dev } from "./routes/dev";
import { documents } from "./routes/documents";
import { extract } from "./routes/extract";
import { failures } from "./routes/failures";
import { forms } from "./routes/forms";
import { health } from "./routes/health";
import { internal } from "./routes/internal";
import { keys } from "./routes/keys";
import { liveCalls } from "./routes/live-calls";
import { llm } from "./routes/llm";
import { meetings } from "./routes/meetings";
import { openapi } from "./routes/openapi";
import { parallelWebhook } from "./routes/parallel-webhook";
import { postmarkWebhook } from "./routes/postmark-webhook";
import { prospects } from "./routes/prospects";
import { ratingTables } from "./routes/rating-tables";
import { roadmap } from "./routes/roadmap";
import { scripts } from "./routes/scripts";
import { shared, verify } from "./routes/shared";
import { templates, templateUpload } from "./routes/templates";
import { tracking } from "./routes/tracking";
import { unsubscribe } from "./routes/unsubscribe";
import { vapiWebhook } from "./routes/vapi-webhook";
import { webhooks } from "./routes/webhooks";
import { workItems } from "./routes/work-items";

/** Every route of the product. What is not public wants a key, whether or not it exists. */
export const http = new Hono<AppEnv>()
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
  .route("/", openapi)
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
    const methods = allowedMethods(http.routes, c.req.path);
    if (methods.length === 0 || methods.includes(c.req.method)) return notFound("This");
    const headers = { allow: methods.join(", ") };
    return problem(405, "method_not_allowed", `Allowed: ${headers.allow}`, { headers });
  })
  .onError(onError);
