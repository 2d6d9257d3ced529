import { DurableObject } from "cloudflare:workers";
import { AsyncLocalStorage } from "node:async_hooks";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { recall } from "../../src/context/recall";
import product, { CallObject as ProductCallObject } from "../../workers";
import { callObject } from "../../workers/call/stub";
import { compose } from "../../workers/compose";
import { isFromVapi } from "../../workers/vapi/signature";

export { ClockObject } from "../../workers";

type FloorEnv = Env & { FLOOR: DurableObjectNamespace<FloorObject> };
type Counts = { object_calls: number; queue_sends: number; r2_writes: number; fetches: number };

/** What a request must at least do: nothing, or keep one row. */
export class FloorObject extends DurableObject {
  #made = false;

  nothing(): string {
    return "duplicate";
  }

  keep(id: string): string {
    if (!this.#made)
      this.ctx.storage.sql.exec("create table if not exists t (id text primary key)");
    this.#made = true;
    this.ctx.storage.sql.exec("insert or ignore into t values (?)", id);
    return "applied";
  }
}

/** The floors: proof of origin, the parsed body, one call of an object. */
const floor = new Hono<{ Bindings: FloorEnv }>().post("/floor/:act/:object", async (c) => {
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const secrets = c.env as unknown as Record<string, string>;
  const proof = { signature: c.req.header("x-signature"), timestamp: c.req.header("x-timestamp") };
  const hmac = secrets.VAPI_WEBHOOK_HMAC_SECRET;
  if (!isFromVapi(proof, bytes, { shared: undefined, hmac }, Date.now())) return c.json({}, 401);
  const body = JSON.parse(new TextDecoder().decode(bytes));
  const object = c.env.FLOOR.getByName(c.req.param("object"));
  const act = c.req.param("act");
  // One look-up by key, as little as "who calls?" can cost, then the new call's own object.
  if (act === "query") {
    const person = sql`select name from prospects where id = ${c.req.param("object")}`;
    await compose(c.env).db.execute(person);
    await c.env.FLOOR.getByName(body.message.call.id).keep("call");
  } else if (act === "nothing") await object.nothing();
  else await object.keep(`${body.message.type}:${body.message.timestamp}`);
  return c.json({});
});

/** What a turn costs at least: the request goes on as it is, and the answer comes back as it is. */
async function passThrough(request: Request, env: FloorEnv): Promise<Response> {
  const { messages, stream } = (await request.json()) as { messages: unknown; stream: boolean };
  const variables = env as unknown as Record<string, string>;
  return await fetch(`${variables.OPENAI_BASE_URL}/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${variables.OPENAI_API_KEY}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ messages, stream, model: variables.LIVE_MODEL }),
  });
}

/** Context as a call asks for it, and the least that it can cost, without a route around either. */
async function contextOf(path: string, env: FloorEnv): Promise<Response> {
  const [, , , act = "", name = "", said = ""] = path.split("/").map(decodeURIComponent);
  const app = compose(env);
  if (act === "prefetched") await callObject(env, name).context(said, "What are your hours?");
  if (act === "nothing") await env.FLOOR.getByName(name).nothing();
  if (act === "cold") await recall(app, { prospectId: name, utterance: said });
  if (act === "bare") {
    const embedded = await app.embedder.embed([said], "query");
    if (embedded.ok) await app.corpus.nearest(embedded.value[0] ?? [], 10);
  }
  return new Response();
}

const counts = new AsyncLocalStorage<Counts>();
/** All that was used since it was last asked for, by whomever. */
let totals: Record<string, number> = {};
const add = (name: string, by = 1) => {
  totals[name] = (totals[name] ?? 0) + by;
};
const realFetch = globalThis.fetch;
globalThis.fetch = (...request) => {
  const current = counts.getStore();
  if (current) current.fetches++;
  const path = new URL(String(request[0])).pathname;
  const length = String(request[1]?.body ?? "").length;
  if (path.endsWith("/sql")) add("sql");
  if (path.endsWith("/embeddings")) add("embedding_chars", length);
  if (path.endsWith("/chat/completions")) add("model_chars", length);
  return realFetch(...request);
};

/** The product's own object, with every row that it writes counted. */
export class CallObject extends ProductCallObject {
  constructor(ctx: DurableObjectState, env: Env) {
    countRows(ctx.storage.sql);
    super(ctx, env);
  }
}
let counting = false;
function countRows(sql: SqlStorage): void {
  if (counting) return;
  counting = true;
  const prototype = Object.getPrototypeOf(sql) as SqlStorage;
  const { exec } = prototype;
  prototype.exec = function (this: SqlStorage, ...statement: Parameters<typeof exec>) {
    const cursor = exec.apply(this, statement);
    add("rows", cursor.rowsWritten);
    return cursor;
  } as typeof exec;
}

/** The same bindings, with every use of them counted. */
function counted(env: FloorEnv, current: Counts | undefined): FloorEnv {
  const watch = <T extends object>(target: T, name: keyof Counts): T =>
    new Proxy(target, {
      get(inner, key) {
        const value = Reflect.get(inner, key);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          const [first] = args;
          const by = key === "sendBatch" && Array.isArray(first) ? first.length : 1;
          if (current) current[name]++;
          add(name, by);
          return Reflect.apply(value, inner, args);
        };
      },
    });
  const CALLS = new Proxy(env.CALLS, {
    get: (inner, key) =>
      key === "getByName"
        ? (...named: Parameters<typeof inner.getByName>) =>
            watch(inner.getByName(...named), "object_calls")
        : Reflect.get(inner, key),
  });
  return {
    ...env,
    CALLS,
    POST_CALL: watch(env.POST_CALL, "queue_sends"),
    CORPUS: watch(env.CORPUS, "queue_sends"),
    FILES: watch(env.FILES, "r2_writes"),
  };
}
/** One for all requests, as what is composed for an environment is kept. */
let watched: FloorEnv | undefined;
const always = (env: FloorEnv): FloorEnv => {
  watched ??= counted(env, undefined);
  return watched;
};

export default {
  async queue(batch, env) {
    await product.queue(batch as never, always(env));
  },
  async scheduled(controller, env) {
    await product.scheduled(controller as never, always(env));
  },
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === "/floor/totals") {
      const used = totals;
      totals = {};
      return Response.json(used);
    }
    if (pathname.startsWith("/floor/context/")) return await contextOf(pathname, env);
    if (pathname.startsWith("/floor/stream/")) return await passThrough(request, env);
    if (pathname.startsWith("/floor/")) return floor.fetch(request, env, context);
    add("requests");
    if (!request.headers.has("x-count")) return product.fetch(request, always(env), context);
    const current = { object_calls: 0, queue_sends: 0, r2_writes: 0, fetches: 0 };
    const answer = await counts.run(current, () =>
      Promise.resolve(product.fetch(request, counted(env, current), context)),
    );
    const response = new Response(answer.body, answer);
    response.headers.set("x-counts", JSON.stringify(current));
    return response;
  },
} satisfies ExportedHandler<FloorEnv>;
