import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { launch } from "../../scripts/chaos/launcher";
import { ask } from "../../scripts/client";
import { processesOf } from "../../scripts/launch/leftovers";

const folder = mkdtempSync(join(tmpdir(), "voice-agent-launch-"));
const args = ["--port", "0", "--data", folder];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A launcher that is not expected to live: its exit code and what it said. */
function start(...more: string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, ["scripts/run.mjs", "dev", ...more], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.on("data", (data) => (text += data));
  child.stderr.on("data", (data) => (text += data));
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, text })));
}
test("what was kept survives a kill, a second launcher is turned away, and nothing is left running", async () => {
  const first = await launch({ args });
  const campaign = { id: "kept", name: "Kept", channel: "voice" };
  expect((await ask(first.ready, "POST", "/api/campaigns", campaign)).status).toBe(201);
  await ask(first.ready, "POST", "/dev/clock", { now: "2026-11-24T15:00:00Z" });

  const second = await start(...args);
  expect(second).toMatchObject({
    code: 1,
    text: expect.stringContaining("in use by another launcher"),
  });
  expect(second.text.trim().split("\n")).toHaveLength(1);

  await first.kill();
  const again = await launch({ args });
  expect((await ask(again.ready, "GET", "/api/campaigns/kept")).status).toBe(200);
  expect(again.ready.api_key).toBe(first.ready.api_key);
  const { body } = await ask(again.ready, "POST", "/dev/clock", { advance: "PT0S" });
  expect(body.now).toMatch(/^2026-11-24T15:0/);
  expect(await again.stop()).toBe(0);
  expect(processesOf(folder)).toEqual([]);
});

test("a launcher that is killed alone leaves children, and the next start ends them", async () => {
  const first = await launch({ args });
  process.kill(first.pid, "SIGKILL");
  const again = await launch({ args });
  expect(again.ready.api_key).toBe(first.ready.api_key);
  await again.stop();
  expect(processesOf(folder)).toEqual([]);
});

test("--fresh forgets everything", async () => {
  const fresh = await launch({ args: [...args, "--fresh"] });
  expect((await ask(fresh.ready, "GET", "/api/campaigns/kept")).status).toBe(404);
  await fresh.stop();
});

test("a port in use, a folder that cannot be, and a wrong option are one clear line each", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  const cases = [
    [["--port", String(port), "--data", folder], `Port ${port} is in use`],
    [["--data", "/dev/null/nowhere"], "cannot be created"],
    [["--port", "many"], "--port must be a number"],
    [["--color", "red"], "Usage: npm run dev"],
  ] as const;
  for (const [options, words] of cases) {
    const { code, text } = await start(...options);
    expect([code, text.trim().split("\n").length], text).toEqual([1, 1]);
    expect(text).toContain(words);
  }
  server.close();
  expect(existsSync("worker.env")).toBe(false);
});
