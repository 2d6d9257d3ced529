import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { Refusal, type Routes } from "../server";

const SESSIONS_MAX = 4;
const START_MS = 15_000;
const INSTALLED = [
  ...["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/** A session that nobody closes is closed for them. */
const IDLE_MS = 180_000;
const FLAGS = [
  ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
  ...["--disable-dev-shm-usage", "--remote-allow-origins=*", "--remote-debugging-port=0"],
];

type Session = { child: ChildProcess; port: number; path: string; folder: string };

/** Whether there is one to run, without unpacking it. */
export const hasChromium = (): boolean =>
  process.env.CHROME_PATH
    ? existsSync(process.env.CHROME_PATH)
    : INSTALLED.some((path) => existsSync(path)) ||
      (process.platform === "linux" && process.arch === "x64");

/** The Chromium to run: the one that is named, one that is installed, or the one that npm brings. */
export async function chromiumPath(): Promise<string | undefined> {
  const named = process.env.CHROME_PATH;
  if (named) return existsSync(named) ? named : undefined;
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed || process.platform !== "linux" || process.arch !== "x64") return installed;
  const { default: chromium } = await import("@sparticuz/chromium");
  return await chromium.executablePath().catch(() => undefined);
}

/** Browser Rendering on this machine: a real Chromium for each session, spoken to by its own protocol. */
export function browser() {
  const sessions = new Map<string, Session>();
  const end = (id: string) => {
    const session = sessions.get(id);
    sessions.delete(id);
    session?.child.kill("SIGKILL");
    if (session) rmSync(session.folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const routes: Routes = {
    "POST /browser/v1/devtools/browser": async ({ headers }) => {
      if (sessions.size >= SESSIONS_MAX) throw new Refusal(429, { error: "Rate limit exceeded" });
      const path = await chromiumPath();
      if (!path) throw new Refusal(503, { error: "No Chromium is installed; set CHROME_PATH" });
      const id = randomUUID();
      const session = await start(path, guardedBy(headers["cf-brapi-guardrails"]));
      sessions.set(id, session);
      session.child.once("exit", () => end(id));
      setTimeout(() => end(id), IDLE_MS).unref();
      return { body: { sessionId: id } };
    },
    "DELETE /browser/v1/devtools/browser/:": ({ params: [id = ""] }) => {
      end(id);
      return { body: { status: "closing" } };
    },
  };

  /** Joins a client's WebSocket to its Chromium's, byte by byte. */
  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const id = /^\/browser\/v1\/devtools\/browser\/([^/?]+)/.exec(request.url ?? "")?.[1] ?? "";
    const session = sessions.get(id);
    if (!session) return void socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
    const chrome = connect(session.port, "127.0.0.1", () => {
      const keys = ["sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions"];
      const lines = keys.flatMap((key) =>
        request.headers[key] ? [`${key}: ${request.headers[key]}`] : [],
      );
      const ask = [`GET ${session.path} HTTP/1.1`, `host: 127.0.0.1:${session.port}`];
      chrome.write(
        [...ask, "upgrade: websocket", "connection: Upgrade", ...lines, "", ""].join("\r\n"),
      );
      chrome.write(head);
      chrome.pipe(socket).pipe(chrome);
    });
    const close = () => {
      chrome.destroy();
      socket.destroy();
      end(id);
    };
    for (const side of [chrome, socket]) side.once("error", close).once("close", close);
  }
  const close = () => {
    for (const id of sessions.keys()) end(id);
  };
  return { routes, upgrade, close };
}

const CDNS = [
  ...["cdnjs.cloudflare.com", "cdn.jsdelivr.net", "unpkg.com", "ajax.googleapis.com"],
  ...["fonts.googleapis.com", "fonts.gstatic.com"],
];

/** A session's guardrails as Chromium knows them: no other name leads anywhere, in whatever window. */
function guardedBy(header: string | string[] | undefined): string[] {
  if (typeof header !== "string") return [];
  const told = JSON.parse(Buffer.from(header, "base64url").toString("utf8")) as {
    allowedDomains?: string[];
    allowedDomainSets?: string[];
  };
  const sets = told.allowedDomainSets?.includes("common-cdns") ? CDNS : [];
  const excluded = [...(told.allowedDomains ?? []), ...sets].map((host) => `EXCLUDE ${host}`);
  return [`--host-resolver-rules=${["MAP * ~NOTFOUND", ...excluded].join(" , ")}`];
}

async function start(path: string, guards: string[]): Promise<Session> {
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-browser-"));
  const child = spawn(path, [...FLAGS, ...guards, `--user-data-dir=${folder}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const address = await new Promise<URL>((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error("Chromium did not start")), START_MS);
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`Chromium ended at once: ${said.slice(-300)}`)));
    child.stderr?.on("data", (data: Buffer) => {
      said += data;
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(new URL(found));
    });
  }).catch((error) => {
    child.kill("SIGKILL");
    throw new Refusal(503, { error: String(error) });
  });
  return { child, folder, port: Number(address.port), path: address.pathname };
}
