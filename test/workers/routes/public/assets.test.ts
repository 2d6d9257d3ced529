import { expect, test } from "vitest";
import { ask, aWorld } from "../../world";

aWorld();
const get = (path: string) => ask(path, { key: "" });
const addressesOf = (page: string) =>
  [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address = ""]) => address);

test("a page's style is one request, which a browser need not repeat", async () => {
  const page = await get("/c");
  const addresses = addressesOf(page.body);
  expect(addresses).toEqual([expect.stringMatching(/^\/assets\/page\.\w{8}\.css$/)]);
  const style = await get(addresses[0] ?? "");
  expect(style.status).toBe(200);
  expect(style.headers.get("content-type")).toMatch(/^text\/css/);
  expect(style.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(style.body).toContain("prefers-color-scheme");
});

test("a page lets nothing run or look that it does not load from us", async () => {
  const { headers, body } = await get("/c");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; style-src 'self'; script-src 'self'");
  expect(policy).not.toContain("unsafe");
  expect(body).not.toMatch(/<style|style="/);
});

test("an address of another version leads to today's file, and is not kept", async () => {
  const other = await get("/assets/page.AAAAAAAA.css");
  expect(other.status).toBe(200);
  expect(other.headers.get("cache-control")).toBe("no-cache");
});

test.each([
  "talk.ts",
  "pages.json",
  "form.js",
  "webforms%2fform.js",
  "..%2ffonts%2fLICENCES.md",
])("%s is not served", async (name) => expect((await get(`/assets/${name}`)).status).toBe(404));
