import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { longFunctions } from "./long-functions";
import { type Graph, ringsOf } from "./rings";
import { files, folderOf, imports, type SourceFile } from "./source-files";

const LINES_MAX = 300;
const COLUMNS_MAX = 120;
const VAGUE = /util|helper|common|misc|service|manager/i;
const CLOCK = /Date\.now\(|new Date\(\)|performance\.now/;
const RANDOMNESS = /Math\.random|randomUUID|getRandomValues/;
const PACKED = /\.{3}(\{|\(\[)/;
/** What runs in a browser, as a program of its own. */
const CLIENT = /^(src|workers)\/[^/]+\/client\//;
const REGISTRIES = [
  "src/tasks/index.ts",
  "src/tools/index.ts",
  "workers/index.ts",
  "workers/queues/index.ts",
  "workers/crons/index.ts",
];

const isProduct = ({ top }: SourceFile) => top === "src" || top === "workers";
const width = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

/** Their names stay in `workers/adapters`, in their own files, and in the rooms of their webhooks. */
const VENDORS = [
  "calcom",
  "joyfill",
  "openai",
  "parallel",
  "pgvector",
  "pinecone",
  "postmark",
  "puppeteer",
  "r2",
  "vapi",
  "workers-ai",
];
/** What adapters are made of beside vendors' files. A new vendor's file is named above, not here. */
const PARTS = [
  "src/corpus/corpus",
  "src/corpus/migration",
  "src/corpus/phased-corpus",
  "src/corpus/sync-store",
  "src/corpus/vector-store",
  "src/db/client",
  "src/documents/renderer",
  "src/email/email",
  "src/enrichment/enrichment",
  "src/files/files",
  "src/language/embedder",
  "src/language/language",
  "src/language/speaker",
  "src/tasks/task",
  "src/telephony/telephony",
  "src/webforms/browser",
  "src/webforms/guard",
];
const ADAPTERS = /^workers\/adapters\//;
const VENDOR_ROOM = /^workers\/(?:routes\/providers\/)?([a-z0-9]+)/;

/** The vendor whose own file this is, or whose library. */
const vendorOf = (path: string): string | undefined =>
  VENDORS.find((vendor) => new RegExp(`^src/[a-z-]+/${vendor}(-[a-z-]+)?(\\.ts)?$`).test(path)) ??
  ["openai", "postmark"].find((library) => path === library);

function namesVendor(file: SourceFile): boolean {
  if (!isProduct(file) || ADAPTERS.test(file.path)) return false;
  const own = vendorOf(file.path) ?? VENDOR_ROOM.exec(file.path)?.[1];
  const named = file.imports.map(vendorOf).filter((vendor) => vendor !== undefined);
  return named.some((vendor) => vendor !== own);
}

/** The rooms that the platform calls: by an address, by a queue, by a clock. */
const ENTRANCE = /^workers\/(routes|queues|crons|console)\//;

/** An entrance uses its own folder only; the development routes ring crons, too. */
function importsEntrance({ path, imports: all }: SourceFile): boolean {
  if (!ENTRANCE.test(path)) return false;
  const others = all.filter((one) => ENTRANCE.test(one) && folderOf(one) !== folderOf(path));
  const crons = path === "workers/routes/dev.ts" ? "workers/crons" : undefined;
  return others.some((one) => folderOf(one) !== crons);
}

/** What people read and hear, and patterns of what they say, stands in sentences as long as they are. */
const COPY = /prompt|-email|labels|script|inbound|detection|topics|opt-out|knowledge|copy/;

const RULES: [string, (file: SourceFile) => boolean][] = [
  ["is too long", (file) => file.top !== "test" && file.text.split("\n").length > LINES_MAX + 1],
  [
    "is too wide",
    (file) => file.top === "src" && !COPY.test(file.path) && width(file.text) > COLUMNS_MAX,
  ],
  ["has a name that says nothing", ({ path }) => VAGUE.test(path)],
  ["packs a literal to save lines", ({ text }) => PACKED.test(text)],
  ["has a function that is too long", (file) => longFunctions(file).length > 0],
  [
    "in src lies deeper than src/noun/file",
    ({ path }) => /^src(\/[^/]+){3,}/.test(path) && !CLIENT.test(path),
  ],
  [
    "is an index that is no registry",
    ({ path, top }) => /\/index\.ts$/.test(path) && !REGISTRIES.includes(path) && top !== "sandbox",
  ],
  ["in src knows the runtime", (file) => file.top === "src" && imports(file, /^cloudflare:/)],
  ["in src imports the Worker", (file) => file.top === "src" && imports(file, /^workers\//)],
  ["in src asks for the time", (file) => file.top === "src" && CLOCK.test(file.text)],
  [
    "in src leaves anything to randomness",
    (file) => file.top === "src" && RANDOMNESS.test(file.text),
  ],
  [
    "but the clock asks for the time",
    (file) =>
      file.top === "workers" && file.path !== "workers/platform/clock.ts" && CLOCK.test(file.text),
  ],
  ["but adapters names a vendor", namesVendor],
  [
    "but a route imports the room of a vendor's webhooks",
    (file) =>
      isProduct(file) &&
      !/^workers\/(routes|vapi|postmark)\//.test(file.path) &&
      imports(file, /^workers\/(vapi|postmark)\//),
  ],
  [
    "in db imports another noun",
    (file) => file.path.startsWith("src/db/") && imports(file, /^src\/(?!db\/)[^/]+\//),
  ],
  [
    "below the actions imports one",
    (file) =>
      /^src\/(?!actions\/|tasks\/|tools\/)/.test(file.path) && imports(file, /^src\/actions\//),
  ],
  [
    "below the tasks imports a task or a tool",
    (file) => /^src\/(?!tasks\/|tools\/)/.test(file.path) && imports(file, /^src\/(tasks|tools)\//),
  ],
  ["that is an entrance imports another entrance", importsEntrance],
  [
    "below the entrances imports one",
    (file) =>
      /^workers\/(?!(routes|queues|crons|console)\/|(index|router|bindings|open|operation))/.test(
        file.path,
      ) && imports(file, ENTRANCE),
  ],
  [
    "of http or platform knows a noun of ours",
    (file) =>
      /^workers\/(http|platform)\//.test(file.path) &&
      file.imports.some(
        (one) =>
          /^src\/[^/]+\//.test(one) ||
          (one.startsWith("workers/") && folderOf(one) !== folderOf(file.path)),
      ),
  ],
  ["of the product imports the sandbox", (file) => isProduct(file) && imports(file, /^sandbox\//)],
  [
    "of the sandbox imports the product",
    (file) => file.top === "sandbox" && imports(file, /^(src|workers)\//),
  ],
];

test.each(RULES)("no file %s", (_, offends) => {
  expect(files.length).toBeGreaterThan(80);
  expect(files.filter(offends).map(({ path }) => path)).toEqual([]);
});

test("every vendor has an adapter, and every adapter's vendor is known to the rule", () => {
  const made = files
    .filter(({ path }) => ADAPTERS.test(path))
    .flatMap((file) => file.imports.filter((one) => /^src\/[^/]+\//.test(one)));
  const unknown = made.filter((one) => vendorOf(one) === undefined && !PARTS.includes(one));
  expect(unknown).toEqual([]);
  const named = new Set(made.map(vendorOf));
  expect(VENDORS.filter((vendor) => !named.has(vendor))).toEqual([]);
});

test("no folder of src reaches itself through another", () => {
  const graph: Graph = new Map();
  for (const { path, imports } of files.filter(({ top }) => top === "src")) {
    const others = graph.get(folderOf(path)) ?? new Set();
    graph.set(folderOf(path), others);
    for (const folder of imports.map(folderOf))
      if (folder.startsWith("src") && folder !== folderOf(path)) others.add(folder);
  }
  expect(graph.size).toBeGreaterThan(20);
  expect(ringsOf(graph)).toEqual([]);
});

test("no file of src reaches itself through another", () => {
  const graph: Graph = new Map();
  for (const { path, imports } of files.filter(({ top }) => top === "src"))
    graph.set(path.replace(/\.tsx?$/, ""), new Set(imports));
  expect(graph.size).toBeGreaterThan(200);
  expect(ringsOf(graph)).toEqual([]);
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
