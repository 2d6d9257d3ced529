import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A source file of the repository, as far as the rules look at it. */
export type SourceFile = {
  /** From the root. */
  path: string;
  text: string;
  /** The folder at the root that it is in. */
  top: string;
  /** What it imports, types too: our files by path without an ending, libraries by name. */
  imports: string[];
};

const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"]);
const paths = list
  .toString()
  .split("\n")
  .filter((path) => /^(src|workers|sandbox|scripts|test)\/.*\.(ts|tsx|mts|mjs)$/.test(path));
const known = new Set(paths.map((path) => path.replace(/\.[a-z]+$/, "")));

/** A relative import as a path from the root, a folder's as its index; a library's name as it is. */
function resolved(from: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const path = new URL(specifier, `file:///${from}`).pathname.slice(1).replace(/\.[a-z]+$/, "");
  return known.has(path) ? path : `${path}/index`;
}

/** Every source file that is tracked, or new and not ignored. */
export const files: SourceFile[] = paths.map((path) => {
  const text = readFileSync(path, "utf8");
  const specifiers = text.matchAll(/(?:from |import |import\()"([^"]+)"/g);
  const imports = [...specifiers].map(([, specifier = ""]) => resolved(path, specifier));
  const [top = ""] = path.split("/");
  return { path, text, top, imports };
});

/** Whether a file imports anything of this kind. */
export const imports = (file: SourceFile, pattern: RegExp): boolean =>
  file.imports.some((path) => pattern.test(path));

export const folderOf = (path: string): string => path.split("/").slice(0, -1).join("/");
