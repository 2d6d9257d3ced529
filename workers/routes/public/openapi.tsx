import { Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import { lazy } from "../../../src/lazy";
import type { AppEnv } from "../../compose";
import { type OpenapiDocument, openapiDocument } from "../../http/openapi-document";
import { describeOperations, htmlPage } from "../../http/operation";
import { API_DOCS_HEADERS, ApiDocs } from "../../pages/api-docs";

const QUERY_MAX = 200;

const openapiView = z
  .looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
  .meta({ id: "OpenapiDocument", examples: [{ openapi: "3.1.0", paths: {} }] });

const { getOpenapiDocument, showApiReference } = describeOperations("System", {
  getOpenapiDocument: {
    summary: "Get the OpenAPI description",
    access: "public",
    answers: { 200: openapiView },
  },
  showApiReference: {
    summary: "API reference",
    description: "This description as a page, with fields, examples and a curl for each operation.",
    access: "public",
    query: { q: z.string().meta({ description: "Shows only what has all of these words." }) },
    answers: { 200: htmlPage() },
  },
});

/** What exists on a local installation only. */
function withoutLocal(document: OpenapiDocument): OpenapiDocument {
  const paths = Object.entries(document.paths).filter(([path]) => !path.startsWith("/dev/"));
  return { ...document, paths: Object.fromEntries(paths) };
}

/** The description of an API, made of what stands beside its routes, and its page for people. */
export function openapi(api: () => Hono<AppEnv>) {
  const whole = lazy(() => openapiDocument(api()));
  const describe = async ({ ENVIRONMENT }: Env) => {
    const document = await whole();
    return ENVIRONMENT === "local" ? document : withoutLocal(document);
  };
  return new Hono<AppEnv>()
    .get("/api/openapi.json", getOpenapiDocument, async (c) => {
      const servers = [{ url: c.get("app").need("PUBLIC_BASE_URL") }];
      return c.json({ ...(await describe(c.env)), servers });
    })
    .get("/api/docs", showApiReference, async (c) => {
      const base = c.get("app").need("PUBLIC_BASE_URL");
      const query = (c.req.query("q") ?? "").trim().slice(0, QUERY_MAX);
      const docs = <ApiDocs document={await describe(c.env)} base={base} query={query} />;
      return c.html(html`<!doctype html>${docs}`, 200, API_DOCS_HEADERS);
    });
}
