import { DurableObject } from "cloudflare:workers";
import { AsyncLocalStorage } from "node:async_hooks";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import product from "../../workers";
import { isFromVapi } from "../../workers/auth";
import { compose } from "../../workers/compose";

export { CallObject, ClockObject } from "../../workers";

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

const counts = new AsyncLocalStorage<Counts>();
const realFetch = globalThis.fetch;
globalThis.fetch = (...request) => {
  const current = counts.getStore();
  if (current) current.fetches++;
  return realFetch(...request);
};

/** The same bindings, with every use of them counted. */
function counted(env: FloorEnv, current: Counts): FloorEnv {
  const watch = <T extends object>(target: T, name: keyof Counts): T =>
    new Proxy(target, {
      get(inner, key) {
        const value = Reflect.get(inner, key);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          current[name]++;
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
    FILES: watch(env.FILES, "r2_writes"),
  };
}

export default {
  ...product,
  async fetch(request, env, context) {
    if (new URL(request.url).pathname.startsWith("/floor/"))
      return floor.fetch(request, env, context);
    if (!request.headers.has("x-count")) return product.fetch(request, env, context);
    const current = { object_calls: 0, queue_sends: 0, r2_writes: 0, fetches: 0 };
    const answer = await counts.run(current, () =>
      Promise.resolve(product.fetch(request, counted(env, current), context)),
    );
    const response = new Response(answer.body, answer);
    response.headers.set("x-counts", JSON.stringify(current));
    return response;
  },
} satisfies ExportedHandler<FloorEnv>;
