import { Hono } from "hono";
import { z } from "zod";
import { once } from "../../../src/lazy";
import type { AppEnv } from "../../compose";
import { openapiDocument } from "../../http/openapi-document";
import { describeOperations, htmlPage } from "../../http/operation";

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
    answers: { 200: htmlPage() },
  },
});

/** The description of an API, made of what stands beside its routes, and its page for people. */
export function openapi(api: Hono<AppEnv>) {
  const described = once(() => openapiDocument(api));
  return new Hono<AppEnv>()
    .get("/api/openapi.json", getOpenapiDocument, async (c) => {
      const servers = [{ url: c.get("app").need("PUBLIC_BASE_URL") }];
      return c.json({ ...(await described()), servers });
    })
    .get("/api/docs", showApiReference, async (c) => {
      c.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
      return c.text("todo");
    });
}
