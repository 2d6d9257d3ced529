import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { serve } from "../sandbox/http";
import type { Figure } from "./bench/compare";
import { inbound } from "./bench/inbound";
import { webhook } from "./bench/webhook";
import { startProduct } from "./launch/product";
import { runCommand, Trouble } from "./launch/trouble";

const BENCHES = { webhook, inbound };
const CONFIG = "scripts/bench/wrangler.toml";

/** A provider that takes every call and then says nothing. */
const quiet = () => {
  const call = () => ({ status: 201, body: { id: `vapi-${Math.random()}`, status: "queued" } });
  return serve({ "POST /vapi/call": call, "GET /vapi/call": () => ({ body: [] }) });
};

/** `npm run bench -- [NAME] [--json FILE]`: ratios to floors measured in the same process. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { json: { type: "string" } },
    allowPositionals: true,
  });
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0)
    throw new Trouble(`No bench ${unknown.join()}; there is ${Object.keys(BENCHES).join()}`);
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-bench-"));
  const outside = await quiet();
  process.env.VAPI_BASE_URL = `${outside.url}/vapi`;
  const tell = (line: string) => console.log(`… ${line}`);
  const product = await startProduct({ folder, port: 0, config: CONFIG, tell });
  try {
    const figures: Figure[] = [];
    for (const name of names)
      figures.push(...(await BENCHES[name as keyof typeof BENCHES](product.ready, tell)));
    const [cpu] = cpus();
    const machine = `${cpus().length} × ${cpu?.model ?? "unknown"}, ${process.platform}, Node ${process.versions.node}`;
    console.log(`\n${machine}`);
    console.table(
      figures.map(({ spread, ...figure }) => ({ ...figure, spread: spread.join("–") })),
    );
    if (values.json)
      writeFileSync(values.json, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
    return 0;
  } finally {
    await product.stop();
    outside.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
