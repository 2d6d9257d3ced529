import type { Handler } from "hono";
import { findTargetHandler } from "hono/utils/handler";
import { uniqueSymbol } from "hono-openapi";
import { expect } from "vitest";
import { openapiDocument, type ResponseObject } from "../../workers/http/openapi-document";
import { problemView } from "../../workers/http/problems";
import { http } from "../../workers/router";

const document = openapiDocument(http);

type Outcome = { value?: unknown; issues?: unknown };
type Described = {
  responses: Record<
    string,
    {
      content?: Record<
        string,
        { schema: { validate(value: unknown): Outcome | Promise<Outcome> } }
      >;
    }
  >;
};

/** What stands beside the route that a request reaches, and that route's path. */
function descriptionOf(method: string, path: string) {
  const [matches] = http.router.match(method, path);
  for (const [[handler, route]] of matches as unknown as [[Handler, { path: string }]][]) {
    const described = findTargetHandler(handler) as unknown as Record<symbol, { spec?: Described }>;
    const spec = described[uniqueSymbol]?.spec;
    if (spec?.responses) return { spec, path: route.path.replaceAll(/:(\w+)/g, "{$1}") };
  }
  return undefined;
}

/** What a schema makes of an answer of a route. */
export function validateAnswer(method: string, path: string, status: string, body: unknown) {
  const found = descriptionOf(method, path.replaceAll(/{\w+}/g, "none"));
  return found?.spec.responses[status]?.content?.["application/json"]?.schema.validate(body);
}

/** Not a part of any operation: what no request should meet, and the wrong method of a path. */
const EVERYWHERE = [405, 500];

/** Fails for an answer that the API's description doesn't allow: its status, fields and codes. */
export async function expectDocumented(
  method: string,
  path: string,
  { status, headers, body }: { status: number; headers: Headers; body: unknown },
): Promise<void> {
  const found = descriptionOf(method, new URL(path, "https://worker.example").pathname);
  if (!found || EVERYWHERE.includes(status)) return;
  const { paths, components } = await document;
  const name = `${method} ${found.path} ${status}`;
  const responses = paths[found.path]?.[method.toLowerCase()]?.responses;
  const listed: ResponseObject | undefined = responses?.[status];
  expect(listed, `${name} is documented`).toBeDefined();
  const response = components.responses[listed?.$ref?.split("/").at(-1) ?? ""] ?? listed;
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (type === "application/problem+json") {
    const { code } = problemView.parse(body);
    const examples = response?.content?.[type]?.examples ?? {};
    expect(Object.keys(examples), `codes of ${name}`).toContain(code);
  }
  if (type !== "application/json") return;
  const schema = found.spec.responses[status]?.content?.[type]?.schema;
  const outcome = await schema?.validate(body);
  expect(outcome?.issues, `${name} ${JSON.stringify(body).slice(0, 500)}`).toBeUndefined();
  // What a schema doesn't name, it leaves out.
  expect(outcome?.value, name).toEqual(body);
}
