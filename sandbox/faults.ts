import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { Refusal, readJson } from "./server";
import { sleep } from "./sleep";

/** `webhooks` are the messages that VAPI sends, `vapi` its API. A message also comes twice or late under `vapi`. */
const PROVIDERS = [
  "sql",
  "vapi",
  "webhooks",
  "postmark",
  "openai",
  "embeddings",
  "parallel",
  "pinecone",
  "booking",
  "joyfill",
  "browser",
] as const;
const faultRequest = z.strictObject({
  provider: z.enum(PROVIDERS),
  fault: z.enum(["latency", "error", "timeout", "duplicate", "reorder", "drop", "none"]),
  rate: z.number().min(0).max(1).default(1),
  ms: z.number().int().min(0).max(600_000).default(1_000),
});
export type Fault = z.infer<typeof faultRequest>;
type Provider = Fault["provider"];

/** How long a request hangs that is never answered. */
const TIMEOUT_MS = 60_000;

/** What goes wrong at which provider, as `POST /control` set it. */
export class Faults {
  readonly #byProvider = new Map<Provider, Fault>();

  /** `POST /control`: sets a provider's fault, or ends it with `none`. */
  control(): Hono {
    const app = new Hono();
    app.post("/", async (c) => {
      const request = faultRequest.safeParse(await readJson(c));
      if (!request.success) throw new Refusal(400, { message: z.prettifyError(request.error) });
      const { provider, fault } = request.data;
      if (fault === "none") this.#byProvider.delete(provider);
      else this.#byProvider.set(provider, request.data);
      return c.json({ faults: [...this.#byProvider.values()] });
    });
    return app;
  }

  /** The fault that strikes this time, if any; with `kinds`, only if it is one of them. */
  strike(provider: Provider, kinds?: Fault["fault"][]): Fault | undefined {
    const fault = this.#byProvider.get(provider);
    if (!fault || (kinds && !kinds.includes(fault.fault))) return undefined;
    return Math.random() < fault.rate ? fault : undefined;
  }

  /** The same app, failing as its provider was set to. */
  around(provider: Provider, app: Hono): Hono {
    const faulty = new Hono();
    faulty.use(this.middleware(provider));
    faulty.route("/", app);
    return faulty;
  }

  middleware(provider: Provider) {
    return createMiddleware<{ Bindings: HttpBindings }>(async (c, next) => {
      const fault = this.strike(provider);
      const hangUp = () => c.env.incoming.socket.destroy();
      switch (fault?.fault) {
        case "latency":
          await sleep(fault.ms);
          return next();
        case "error":
          return c.json({ message: "Service Unavailable", statusCode: 503 }, 503);
        case "timeout":
          await sleep(TIMEOUT_MS);
          hangUp();
          return RESPONSE_ALREADY_SENT;
        case "drop":
          await next(); // The request took effect, and the client will not learn of it.
          if (c.error) return;
          await c.res.body?.cancel();
          hangUp();
          c.res = undefined;
          c.res = RESPONSE_ALREADY_SENT;
          return;
        default:
          return next();
      }
    });
  }
}
