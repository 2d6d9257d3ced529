import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A provider refuses a request, with its own status and JSON body. */
export class Refusal extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    readonly body: object,
  ) {
    super(`refused with ${status}`);
  }
}

/** The body as JSON. Throws a refusal with 400 if it is not JSON. */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, { message: "Unexpected token in JSON", statusCode: 400 });
  }
}

/** How many bytes the body has. */
export const bodySize = async (c: Context): Promise<number> =>
  (await c.req.arrayBuffer()).byteLength;

/** The base URL by which the client reached us, without a slash at its end. */
export const originOf = (c: Context): string => new URL(c.req.url).origin;

/** Takes over the connection of a request that wants another protocol, as WebSockets do. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Serves apps on 127.0.0.1, each under its own path. Rejects if the port is taken; 0 takes a free one. */
export async function serve(apps: Record<string, Hono>, port = 0, onUpgrade?: UpgradeHandler) {
  const { fetch } = mount(apps);
  // The process, which may be a test's, keeps its own Request and Response.
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }));
  if (onUpgrade) server.on("upgrade", onUpgrade);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: openPort } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${openPort}`, close };
}

function mount(apps: Record<string, Hono>): Hono {
  const world = new Hono();
  world.use(async (c, next) => {
    await c.req.arrayBuffer(); // A body is taken in whole, whatever becomes of the request.
    await next();
  });
  for (const [path, app] of Object.entries(apps)) world.route(path, app);
  world.notFound((c) => c.json({ message: `Cannot ${c.req.method} ${c.req.path}` }, 404));
  world.onError((error, c) => {
    if (error instanceof Refusal) return c.json(error.body, error.status);
    console.error(error);
    return c.json({ message: "Internal server error" }, 500);
  });
  return world;
}
