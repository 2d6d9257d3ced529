import { Hono } from "hono";
import type { AppEnv } from "../../compose";
import { openapiDocument } from "../../openapi";

/** The API's description, made from the same schemas that check its requests. */
export const openapi = new Hono<AppEnv>()
  .get("/api/openapi.json", (c) => c.json(openapiDocument()))
  .get("/api/docs", (c) => {
    c.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
    return c.html(docsPage());
  });

function docsPage(): string {
  const { paths } = openapiDocument();
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { summary }]) =>
        `<tr><td><code>${method.toUpperCase()}</code></td><td><code>${path}</code></td><td>${summary}</td></tr>`,
    ),
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>API</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}td{padding:.4rem .6rem .4rem 0;vertical-align:top;border-top:1px solid #8884}code{overflow-wrap:anywhere}</style>
<h1>API</h1><p>Errors are <code>application/problem+json</code>. The full description with all fields: <a href="/api/openapi.json">openapi.json</a>.</p>
<table>${rows.join("")}</table></html>`;
}
