// Bundles a TypeScript script and runs it: `node scripts/run.mjs dev`.
import { mkdirSync, renameSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [name, ...args] = process.argv.slice(2);
const NODE_MIN = 22;
if (Number(process.versions.node.split(".")[0]) < NODE_MIN) {
  console.error(
    `Node ${NODE_MIN} or later is required. Run this with npm, which provides it: npm run ${name}`,
  );
  process.exit(1);
}
const root = new URL("..", import.meta.url);
const folder = new URL("node_modules/.cache/voice-agent/", root);
mkdirSync(folder, { recursive: true });
const { build, stop } = await import("esbuild").catch(() => {
  console.error("Dependencies are not installed. Run this first: npm ci");
  process.exit(1);
});
const file = new URL(`${name.replaceAll("/", "-")}.mjs`, folder);
const fresh = new URL(`${file.href}.${process.pid}`);
await build({
  entryPoints: [new URL(`scripts/${name}.ts`, root).pathname],
  outfile: fresh.pathname,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node24",
  sourcemap: "inline",
  logLevel: "warning",
});
await stop();
renameSync(fresh, file); // In one step: another launch may be reading it.
process.argv.splice(1, process.argv.length, file.pathname, ...args);
await import(pathToFileURL(file.pathname).href);
