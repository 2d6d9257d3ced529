import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { Hono } from "hono";
import { z } from "zod";
import { Refusal } from "../server";
import { type Chromium, chromiumPath, startChromium, stopChromium } from "./chromium";

const SESSIONS_MAX = 4;
/** A session that nobody closes ends after this time. */
const SESSION_MAX_MS = 180_000;
const COMMON_CDNS = [
  "cdnjs.cloudflare.com",
  "cdn.jsdelivr.net",
  "unpkg.com",
  "ajax.googleapis.com",
  "fonts.googleapis.com",
  "fonts.gstatic.com",
];
const WEBSOCKET_HEADERS = [
  "sec-websocket-key",
  "sec-websocket-version",
  "sec-websocket-extensions",
];
const guardrails = z.object({
  allowedDomains: z.array(z.string()).default([]),
  allowedDomainSets: z.array(z.string()).default([]),
});

/** Browser Rendering on this machine: a real Chromium per session, reached by its own protocol. */
export function browser() {
  const sessions = new Map<string, Chromium>();
  const end = (id: string): void => {
    const chromium = sessions.get(id);
    sessions.delete(id);
    if (chromium) stopChromium(chromium);
  };

  const app = new Hono();
  app.post("/v1/devtools/browser", async (c) => {
    if (sessions.size >= SESSIONS_MAX) throw new Refusal(429, { error: "Rate limit exceeded" });
    const path = await chromiumPath();
    if (!path) throw new Refusal(503, { error: "No Chromium is installed; set CHROME_PATH" });
    const flags = guardrailFlags(c.req.header("cf-brapi-guardrails"));
    const chromium = await startChromium(path, flags).catch((error) => {
      throw new Refusal(503, { error: String(error) });
    });
    const id = randomUUID();
    sessions.set(id, chromium);
    chromium.process.once("exit", () => end(id));
    setTimeout(() => end(id), SESSION_MAX_MS).unref();
    return c.json({ sessionId: id });
  });
  app.delete("/v1/devtools/browser/:id", (c) => {
    end(c.req.param("id"));
    return c.json({ status: "closing" });
  });

  /** Joins a client's WebSocket to its Chromium's, byte by byte. The session ends with either of them. */
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const id = /^\/browser\/v1\/devtools\/browser\/([^/?]+)/.exec(request.url ?? "")?.[1] ?? "";
    const chromium = sessions.get(id);
    if (!chromium) return void socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
    const target = connect(chromium.port, "127.0.0.1", () => {
      target.write(handshake(request, chromium));
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    const close = () => {
      target.destroy();
      socket.destroy();
      end(id);
    };
    for (const side of [target, socket]) side.once("error", close).once("close", close);
  };
  const close = () => {
    for (const id of sessions.keys()) end(id);
  };
  return { app, onUpgrade, close };
}

/** The client's handshake, as this Chromium must get it. */
function handshake(request: IncomingMessage, { port, path }: Chromium): string {
  const headers = WEBSOCKET_HEADERS.flatMap((name) => {
    const value = request.headers[name];
    return value ? [`${name}: ${value}`] : [];
  });
  const lines = [
    `GET ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    "upgrade: websocket",
    "connection: Upgrade",
    ...headers,
    "",
    "",
  ];
  return lines.join("\r\n");
}

/** A session's guardrails as Chromium's flags: no other name resolves, in whatever window or worker. */
function guardrailFlags(header: string | undefined): string[] {
  if (header === undefined) return [];
  const json = Buffer.from(header, "base64url").toString("utf8");
  const { allowedDomains, allowedDomainSets } = guardrails.parse(JSON.parse(json));
  const common = allowedDomainSets.includes("common-cdns") ? COMMON_CDNS : [];
  const excluded = [...allowedDomains, ...common].map((host) => `EXCLUDE ${host}`);
  return [`--host-resolver-rules=${["MAP * ~NOTFOUND", ...excluded].join(" , ")}`];
}
