import { PDFDocument } from "@cantoo/pdf-lib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { joyfill as sandbox } from "../../sandbox/joyfill/app";
import { serve } from "../../sandbox/server";
import { joyfill } from "../../src/documents/joyfill";
import { renderDocument } from "../../src/documents/render";
import { silentLog } from "../stand-ins/log";
import { press } from "../stand-ins/press";

let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  server = await serve({ "/joyfill": sandbox("public:secret") });
});
afterAll(() => server.close());

const there = (apiKey: string, over?: typeof fetch) =>
  joyfill({ baseUrl: `${server.url}/joyfill/v1`, apiKey, fetch: over ?? fetch });
const document = {
  id: "3cc4964f-0000-0000-0000-000000000000",
  form: "PDF_QUOTE_FORM",
  status: "filled",
  values: { company: { value: "王 & Sons", from: "record" } },
  decision: null,
  rating: { inputs: {}, result: { needs: ["the state of the business"] }, table: null },
  validUntil: null,
} as never;
const load = (bytes: Uint8Array) => PDFDocument.load(bytes, { updateMetadata: false });

test("JoyFill draws a document from its fields, over as many pages as they take", async () => {
  const fields = { name: "Zoë Ångström", notes: "A line.\nAnother line.", empty: "" };
  const short = await there("public:secret").render("One", fields);
  if (!short.ok) throw new Error(short.error.detail);
  expect((await PDFDocument.load(short.value)).getPageCount()).toBe(1);
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`f${at}`, "Miller"]));
  const long = await there("public:secret").render("Two", many);
  if (!long.ok) throw new Error(long.error.detail);
  expect((await PDFDocument.load(long.value)).getPageCount()).toBeGreaterThan(1);
});

test.each([
  ["a wrong key", "other:secret", undefined],
  ["an answer without an address", "public:secret", async () => Response.json({})],
  [
    "a page instead of a PDF",
    "public:secret",
    async () => {
      return Response.json({ download_url: `${server.url}/joyfill/v1/none.pdf` });
    },
  ],
])("%s is a failure, and we draw the document", async (_, key, over) => {
  const error = vi.spyOn(silentLog, "error");
  const renderer = there(key, over as never);
  expect((await renderer.render("One", { name: "Zoë" })).ok).toBe(false);
  const made = await renderDocument(
    document,
    { ...press(), renderer },
    Date.parse("2026-11-25T09:00:00Z"),
  );
  if (!made.ok) throw new Error(made.error.detail);
  expect((await load(made.value)).getProducer()).not.toBe("JoyFill stand-in");
  expect(error).toHaveBeenCalledWith("document.not-drawn-elsewhere", expect.anything());
});

test("where the agency wants it, JoyFill's document is the one that is kept", async () => {
  const made = await renderDocument(
    document,
    { ...press(), renderer: there("public:secret") },
    Date.now(),
  );
  if (!made.ok) throw new Error(made.error.detail);
  expect((await load(made.value)).getProducer()).toBe("JoyFill stand-in");
});
