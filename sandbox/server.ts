import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

export type Ask = {
  method: string;
  url: URL;
  params: string[];
  headers: IncomingMessage["headers"];
  body: Buffer;
  json: () => unknown;
  /** Ends the connection without an answer, as a network does. */
  hangUp: () => void;
};
export type Answer =
  | { status?: number; headers?: Record<string, string>; body?: unknown }
  | undefined;
export type Handler = (ask: Ask) => Promise<Answer> | Answer;
/** `POST /vapi/call/:` style routes; a `:` stands for one part of the path. */
export type Routes = Record<string, Handler>;

/** Something a handler refuses, in the provider's own words. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`refused with ${status}`);
  }
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Serves routes on 127.0.0.1. */
export async function serve(routes: Routes, port = 0, upgrade?: Upgrade) {
  const table = Object.entries(routes).map(([route, handler]) => {
    const [method, path = ""] = route.split(" ");
    const pattern = new RegExp(`^${path.replaceAll(":", "([^/]+)")}$`);
    return { method, pattern, handler };
  });
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://sandbox");
    const body = await readAll(request);
    for (const { method, pattern, handler } of table) {
      const found = pattern.exec(url.pathname);
      if (!found || method !== request.method) continue;
      const ask: Ask = {
        ...{ method: request.method ?? "GET", url, body, headers: request.headers },
        params: found.slice(1).map(decodeURIComponent),
        json: () => parse(body),
        hangUp: () => request.socket.destroy(),
      };
      const answer = await Promise.resolve()
        .then(() => handler(ask))
        .catch(refused);
      return send(response, answer ?? {});
    }
    send(response, { status: 404, body: { message: `Cannot ${request.method} ${url.pathname}` } });
  });
  if (upgrade) server.on("upgrade", upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: open } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${open}`, close };
}

function refused(error: unknown): Answer {
  if (error instanceof Refusal) return { status: error.status, body: error.body };
  console.error(error);
  return { status: 500, body: { message: "Internal server error" } };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal(400, { message: "Unexpected token in JSON", statusCode: 400 });
  }
}

const isStream = (body: unknown): body is AsyncIterable<string> =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function send(
  response: ServerResponse,
  { status = 200, headers = {}, body }: NonNullable<Answer>,
) {
  if (response.destroyed) return;
  if (isStream(body)) {
    response.writeHead(status, headers);
    for await (const part of body) if (!response.destroyed) response.write(part);
    return response.end();
  }
  const raw = typeof body === "string" || Buffer.isBuffer(body);
  const type = raw ? "text/plain" : "application/json";
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(raw ? body : JSON.stringify(body ?? {}));
}
