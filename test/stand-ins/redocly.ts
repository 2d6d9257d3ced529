import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    redoclyUrl: string;
  }
}

const CLI = resolve("node_modules/@redocly/cli/bin/cli.js");
const QUIET = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };

/** What Redocly's recommended rules find in an OpenAPI document; nothing leaves this machine. */
async function lint(document: string): Promise<unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), "redocly-"));
  await writeFile(join(folder, "openapi.json"), document);
  const args = [CLI, "lint", "openapi.json", "--extends", "recommended", "--format", "json"];
  const options = { cwd: folder, env: { ...process.env, ...QUIET }, maxBuffer: 2 ** 26 };
  const output = await new Promise<string>((done) =>
    execFile(process.execPath, args, options, (_, out) => done(out)),
  );
  await rm(folder, { recursive: true });
  const { problems } = JSON.parse(output) as { problems: Record<string, unknown>[] };
  return problems.map(({ ruleId, severity, message, location }) => {
    return { ruleId, severity, message, location };
  });
}

/** Gives tests inside the Worker's runtime a linter, which needs a real process. */
export async function setup(project: TestProject): Promise<() => void> {
  const server = createServer(async (request, response) => {
    const found = await lint(await text(request)).catch((error) => [String(error)]);
    response.end(JSON.stringify(found));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  project.provide("redoclyUrl", `http://127.0.0.1:${port}`);
  return () => void server.close();
}
