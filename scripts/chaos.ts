import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chaos } from "./chaos/run";
import { runCommand } from "./launch/launch-error";

/** `npm run chaos -- [--calls 120] [--kills 5] [--seed 7] [--json FILE]` */
await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      calls: { type: "string", default: "120" },
      kills: { type: "string", default: "5" },
      seed: { type: "string", default: "7" },
      json: { type: "string" },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-chaos-"));
  const report = await chaos({
    calls: Number(values.calls),
    kills: Number(values.kills),
    seed: Number(values.seed),
    folder,
    tell: console.log,
  });
  for (const line of report.wrong) console.log(`✗ ${line}`);
  const { calls, kills, dials, wrong } = report;
  console.log(`${calls} calls, ${kills} kills, ${dials} dials: ${wrong.length} problems`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  if (wrong.length > 0) console.log(`The logs are in ${folder}/logs`);
  else rmSync(folder, { recursive: true, force: true });
  return wrong.length === 0 ? 0 : 1;
});
