import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { play } from "./demo/story";
import { LaunchError, runCommand } from "./launch/launch-error";
import { startProduct } from "./launch/product";

/** Parts of the story that are not built yet, printed so that nobody looks for them. */
const NOT_BUILT = [
  "CSV imports, campaign previews, and campaigns that dial on their own",
  "email campaigns and sequences; the operator console and its dashboards",
];

/** Starts everything on free ports in a folder of its own, plays the story, and prints the results. */
await runCommand(async () => {
  const { values } = parseArgs({
    options: { json: { type: "string" }, keep: { type: "boolean", default: false } },
  });
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-demo-"));
  const tell = (line: string) => console.log(line);
  const stopped = new Promise<"stopped">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.on(signal, () => resolve("stopped"));
  });
  const starting = startProduct({ folder, port: 0, tell: (line) => tell(`… ${line}`) });
  const product = await starting;
  try {
    const ended = await Promise.race([play(product.ready, tell), product.broken, stopped]);
    if (ended === "stopped") return 130;
    if (typeof ended === "string") throw new LaunchError(`${ended}; see ${folder}/logs`);
    const seconds = Math.round((Date.now() - began) / 1_000);
    const failed = ended.filter((step) => !step.ok);
    const summary = { ok: failed.length === 0, seconds, steps: ended, not_built: NOT_BUILT };
    if (values.json) writeFileSync(values.json, `${JSON.stringify(summary, null, 2)}\n`);
    tell(`\nNot built yet:\n${NOT_BUILT.map((one) => `  · ${one}`).join("\n")}`);
    tell(`\n${ended.length - failed.length} of ${ended.length} steps passed in ${seconds} s`);
    if (values.keep) {
      const { app, sandbox, api_key } = product.ready;
      tell(`\nRunning until Ctrl-C. API: ${app}/api/docs · key: ${api_key}`);
      tell(`All dialed calls: ${sandbox}/vapi/ledger · one call: ${app}/call?limit=1`);
      await Promise.race([stopped, product.broken]);
    } else tell("To look around: npm run demo -- --keep");
    return failed.length === 0 ? 0 : 1;
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
