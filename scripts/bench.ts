import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Hono } from "hono";
import { serve } from "../sandbox/server";
import type { Figure } from "./bench/compare";
import { cost } from "./bench/cost";
import { documents } from "./bench/documents";
import { gate } from "./bench/gate";
import { inbound } from "./bench/inbound";
import { retrieval } from "./bench/retrieval";
import { speech } from "./bench/speech";
import { webhook } from "./bench/webhook";
import { LaunchError, runCommand } from "./launch/launch-error";
import { type Ready, startProduct } from "./launch/product";

type Outside = "quiet" | "sandbox";
type Bench =
  | { run: (ready: Ready, tell: (line: string) => void) => Promise<Figure[]>; outside: Outside }
  /** Needs no product around it: it measures functions in this process. */
  | { run: (tell: (line: string) => void) => Promise<Figure[]>; outside: "none" };
const BENCHES: Record<string, Bench> = {
  webhook: { run: webhook, outside: "quiet" },
  inbound: { run: inbound, outside: "quiet" },
  speech: { run: speech, outside: "quiet" },
  retrieval: { run: retrieval, outside: "quiet" },
  cost: { run: cost, outside: "sandbox" },
  documents: { run: documents, outside: "quiet" },
  gate: { run: gate, outside: "none" },
};
const CONFIG = "scripts/bench/wrangler.toml";

/** A provider that takes every call and then says nothing, and a model that answers at once. */
const quiet = () => {
  const calls = new Hono();
  calls.post("/", (c) => c.json({ id: `vapi-${Math.random()}`, status: "queued" }, 201));
  calls.get("/", (c) => c.json([]));
  const event = (delta: object) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
  const words = Array.from({ length: 20 }, (_, at) => event({ content: `word ${at} ` }));
  const headers = { "content-type": "text/event-stream" };
  const body = [...words, "data: [DONE]\n\n"].join("");
  const chat = new Hono();
  chat.post("/", (c) => c.body(body, 200, headers));
  return serve({ "/vapi/call": calls, "/v1/chat/completions": chat });
};

/** One product for the benches that want the same world around it. */
async function runAll(names: string[], outside: Outside, tell: (line: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-bench-"));
  const server = await quiet();
  const before = { ...process.env };
  if (outside === "quiet") process.env.VAPI_BASE_URL = `${server.url}/vapi`;
  if (outside === "quiet") process.env.OPENAI_BASE_URL = `${server.url}/v1`;
  const product = await startProduct({ folder, port: 0, config: CONFIG, tell });
  try {
    const figures: Figure[] = [];
    for (const name of names) {
      tell(name);
      const bench = BENCHES[name];
      if (bench && bench.outside !== "none")
        figures.push(...(await bench.run(product.ready, tell)));
    }
    return figures;
  } finally {
    await product.stop();
    server.close();
    for (const name of ["VAPI_BASE_URL", "OPENAI_BASE_URL"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm run bench -- [NAME] [--json FILE]`: ratios to floors measured in the same process. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { json: { type: "string" } },
    allowPositionals: true,
  });
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0)
    throw new LaunchError(
      `Unknown benchmark ${unknown.join(", ")}. Available: ${Object.keys(BENCHES).join(", ")}`,
    );
  const tell = (line: string) => console.log(`… ${line}`);
  const figures: Figure[] = [];
  for (const name of names) {
    const bench = BENCHES[name];
    if (bench?.outside === "none") figures.push(...(await bench.run(tell)));
  }
  for (const outside of ["quiet", "sandbox"] as const) {
    const some = names.filter((name) => BENCHES[name]?.outside === outside);
    if (some.length > 0) figures.push(...(await runAll(some, outside, tell)));
  }
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? "unknown"}, ${process.platform}, Node ${process.versions.node}`;
  console.log(`\n${machine}`);
  console.table(figures.map(({ spread, ...figure }) => ({ ...figure, spread: spread.join("–") })));
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  return 0;
});
