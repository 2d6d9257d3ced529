import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const START_TIMEOUT_MS = 15_000;
const INSTALLED_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--remote-allow-origins=*",
  "--remote-debugging-port=0",
];

/** A running Chromium, and where on this machine its DevTools listen. */
export type Chromium = { process: ChildProcess; port: number; path: string; folder: string };

/** Whether there is a Chromium to run, without unpacking it. */
export const hasChromium = (): boolean =>
  process.env.CHROME_PATH
    ? existsSync(process.env.CHROME_PATH)
    : INSTALLED_PATHS.some((path) => existsSync(path)) ||
      (process.platform === "linux" && process.arch === "x64");

/** The Chromium to run: the one of `CHROME_PATH`, an installed one, or the one that npm brings. */
export async function chromiumPath(): Promise<string | undefined> {
  const configured = process.env.CHROME_PATH;
  if (configured) return existsSync(configured) ? configured : undefined;
  const installed = INSTALLED_PATHS.find((path) => existsSync(path));
  if (installed || process.platform !== "linux" || process.arch !== "x64") return installed;
  const { default: chromium } = await import("@sparticuz/chromium");
  return await chromium.executablePath().catch(() => undefined);
}

/** Starts a Chromium with an empty profile. Throws if it is not up after 15 seconds. */
export async function startChromium(path: string, flags: string[]): Promise<Chromium> {
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-browser-"));
  const child = spawn(path, [...FLAGS, ...flags, `--user-data-dir=${folder}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const address = await devToolsAddress(child);
    return { process: child, folder, port: Number(address.port), path: address.pathname };
  } catch (error) {
    stopChromium({ process: child, folder });
    throw error;
  }
}

/** Ends it and removes its profile. */
export function stopChromium({
  process: child,
  folder,
}: Pick<Chromium, "process" | "folder">): void {
  child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function devToolsAddress(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => reject(new Error("Chromium did not start")), START_TIMEOUT_MS);
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`Chromium ended at once: ${output.slice(-300)}`)));
    child.stderr?.on("data", (data: Buffer) => {
      output += data;
      const address = /DevTools listening on (ws:\S+)/.exec(output)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(new URL(address));
    });
  });
}
