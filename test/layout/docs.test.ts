import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { files, folderOf } from "./source-files";

const DOCS = ["README.md", "docs/architecture.md"];
const text = (path: string) => readFileSync(path, "utf8");
/** What a checkout has only after a build. */
const BUILT = /^assets\/built/;

test("every folder of the product has its line in the code map", () => {
  const map = text("docs/architecture.md");
  const folders = new Set(
    files.filter(({ top }) => top === "src" || top === "workers").map(({ path }) => folderOf(path)),
  );
  folders.delete("src"); // Its files are said in a sentence.
  expect(folders.size).toBeGreaterThan(40);
  expect([...folders].filter((folder) => !map.includes(`| \`${folder}/\` |`))).toEqual([]);
});

test.each(DOCS)("every path that %s names exists", (document) => {
  const paths = [...text(document).matchAll(/`([a-z]+(?:\/[\w.-]+)+\/?)`/g)]
    .map(([, path = ""]) => path)
    .filter((path) => /^(src|workers|sandbox|scripts|test|docs|migrations|assets)\//.test(path));
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !BUILT.test(path) && !existsSync(path))).toEqual([]);
});
