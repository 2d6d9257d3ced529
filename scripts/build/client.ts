import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";

const PAGES = "workers/pages/client";
const FORMS = "src/webforms/client";
const BUILT = "assets/built";
/** Which of our pages' files is the newest of its name. */
const NAMES = "pages.json";

const OPTIONS = {
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  // Phones of the last five years.
  target: ["chrome100", "firefox100", "safari15"],
  logLevel: "warning",
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

/**
 * Builds everything that runs in a browser into `assets/built`: our pages' files under names that change
 * with their content, and each script for other people's pages as one text. Files that are as they
 * should be are not touched, so whoever watches the folder is not woken.
 */
export function buildClient(): void {
  const pages = buildSync({
    ...OPTIONS,
    entryPoints: ["api-docs.css", "page.css", "sign.ts", "talk.ts", "verify.ts"].map((file) =>
      join(PAGES, file),
    ),
    outdir: BUILT,
    entryNames: "[name].[hash]",
  });
  const forms = buildSync({
    ...OPTIONS,
    entryPoints: ["contain.ts", "form.ts"].map((file) => join(FORMS, file)),
    outdir: join(BUILT, "webforms"),
  });
  const names = Object.entries(pages.metafile.outputs).map(([path, { entryPoint = "" }]) => [
    basename(entryPoint).replace(/\.ts$/, ".js"),
    basename(path),
  ]);
  const files = new Map<string, Uint8Array>();
  for (const { path, contents } of [...pages.outputFiles, ...forms.outputFiles])
    files.set(relative(".", path), contents);
  const list = `${JSON.stringify(Object.fromEntries(names), null, 2)}\n`;
  files.set(join(BUILT, NAMES), new TextEncoder().encode(list));
  for (const [path, contents] of files) writeIfChanged(path, contents);
  for (const entry of readdirSync(BUILT, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(path)) rmSync(path, { force: true });
  }
}

/** In one step: a Worker may be reading the file. */
function writeIfChanged(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
}
