import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const LINES_MAX = 300;
const COLUMNS_MAX = 120;
const VAGUE = /util|helper|common|misc|service|manager/i;
const RUNTIME = /^cloudflare:|\/workers\//;
const VENDOR =
  /\/(vapi|postmark|openai|workers-ai|anthropic|pinecone|puppeteer|parallel|r2|calcom|joyfill)$/;
const CLOCK = /Date\.now\(|new Date\(\)|performance\.now/;
const CHANCE = /Math\.random|randomUUID|getRandomValues/;
/** What runs in a browser, as a program of its own. */
const CLIENT = /^(src|workers)\/[^/]+\/client\//;
const INDEX = ["src/tasks/index.ts", "src/tools/index.ts"];
const INDEX_ALSO = ["workers/index.ts", "workers/queues/index.ts", "workers/crons/index.ts"];

const list = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).split("\n");
const tracked = list("ls-files", "--cached", "--others", "--exclude-standard").filter(Boolean);
const files = tracked
  .filter((path) => /^(src|workers|sandbox|scripts|test)\/.*\.(ts|tsx|mts|mjs)$/.test(path))
  .map((path) => {
    const text = readFileSync(path, "utf8");
    const imports = [...text.matchAll(/(?:from|import) "([^"]+)"/g)].map(([, one = ""]) => one);
    const typesOnly = [...text.matchAll(/import type [^;]*? from "([^"]+)"/g)].map(([, m]) => m);
    const [top = ""] = path.split("/");
    return { path, text, top, imports, needs: imports.filter((one) => !typesOnly.includes(one)) };
  });
type File = (typeof files)[number];
const product = (file: File) => file.top === "src" || file.top === "workers";
const width = (text: string) => Math.max(...text.split("\n").map((line) => line.length));
/** What a file of `src` imports from another noun of `src`. */
const nouns = ({ imports }: File) =>
  imports.flatMap((one) => /^\.\.\/([a-z-]+)\//.exec(one)?.[1] ?? []);
const noun = ({ path }: File) => path.split("/")[1] ?? "";

/** What people read and hear, and patterns of what they say, stands in sentences as long as they are. */
const COPY = /prompt|-email|labels|script|inbound|detection|topics|opt-out|knowledge|copy/;

const RULES: [string, (file: File) => boolean][] = [
  ["is too long", (file) => file.top !== "test" && file.text.split("\n").length > LINES_MAX + 1],
  [
    "is too wide",
    (file) => file.top === "src" && !COPY.test(file.path) && width(file.text) > COLUMNS_MAX,
  ],
  ["has a name that says nothing", ({ path }) => VAGUE.test(path)],
  [
    "in src lies deeper than src/noun/file",
    ({ path }) => /^src(\/[^/]+){3,}/.test(path) && !CLIENT.test(path),
  ],
  [
    "is an index that is no registry",
    ({ path }) => /\/index\.ts$/.test(path) && ![...INDEX, ...INDEX_ALSO].includes(path),
  ],
  [
    "in src knows the runtime",
    (file) => file.top === "src" && file.imports.some((one) => RUNTIME.test(one)),
  ],
  ["in src asks for the time", (file) => file.top === "src" && CLOCK.test(file.text)],
  ["in src leaves anything to chance", (file) => file.top === "src" && CHANCE.test(file.text)],
  [
    "but the clock asks for the time",
    (file) =>
      file.top === "workers" && file.path !== "workers/platform/clock.ts" && CLOCK.test(file.text),
  ],
  [
    "but adapters names a vendor",
    (file) =>
      product(file) &&
      file.path !== "workers/adapters.ts" &&
      file.needs.some((one) => one.startsWith(".") && VENDOR.test(one)),
  ],
  [
    "in db imports another noun",
    (file) => file.path.startsWith("src/db/") && nouns(file).length > 0,
  ],
  [
    "beside the tasks imports a task",
    (file) =>
      file.top === "src" &&
      !/^(tasks|tools)$/.test(noun(file)) &&
      nouns(file).some((one) => /^(tasks|tools)$/.test(one)),
  ],
  [
    "of the product imports the sandbox",
    (file) => product(file) && file.imports.some((one) => /sandbox/.test(one)),
  ],
  [
    "of the sandbox imports the product",
    (file) => file.top === "sandbox" && file.imports.some((one) => /\/(src|workers)\//.test(one)),
  ],
];

test.each(RULES)("no file %s", (_, offends) => {
  expect(files.length).toBeGreaterThan(80);
  expect(files.filter(offends).map(({ path }) => path)).toEqual([]);
});

test("a table is written by the store of one noun", () => {
  const writers = new Map<string, Set<string>>();
  for (const { path, text } of files.filter(({ top }) => top === "src"))
    for (const [, table = ""] of text.matchAll(/\.(?:insert|update|delete)\((\w+)\)/g))
      writers.set(table, (writers.get(table) ?? new Set()).add(path));
  expect(writers.size).toBeGreaterThan(8);
  const shared = [...writers].filter(([, paths]) => paths.size > 1);
  expect(shared.map(([table, paths]) => [table, ...paths])).toEqual([]);
});

test("the lock file names no registry", () => {
  expect(readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved": "https?:/);
});
