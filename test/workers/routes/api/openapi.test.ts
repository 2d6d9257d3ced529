import { env, exports } from "cloudflare:workers";
import { expect, inject, test, vi } from "vitest";
import type {
  MediaType,
  OpenapiDocument,
  OperationObject,
  Schema,
} from "../../../../workers/http/openapi-document";
import { http } from "../../../../workers/router";
import { validateAnswer } from "../../documented";
import { ask, aWorld, real } from "../../world";

aWorld();

const description = async (): Promise<OpenapiDocument> =>
  (await ask("/api/openapi.json", { key: "" })).body;
const operationsOf = ({ paths }: OpenapiDocument) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, OperationObject] => {
      return [`${method.toUpperCase()} ${path}`, operation];
    }),
  );
const mediaOf = ({ requestBody, responses }: OperationObject): MediaType[] =>
  [requestBody ?? {}, ...Object.values(responses)].flatMap(({ content }) =>
    Object.values(content ?? {}),
  );

test("the API's description names every route that there is, and no other", async () => {
  const served = http.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  const document = await description();
  const described = operationsOf(document).map(([name]) => name);
  expect(described.sort()).toEqual([...new Set(served)].sort());
  const body = document.paths["/call/initiate"]?.post?.requestBody?.content["application/json"];
  expect(body?.schema.$ref).toBe("#/components/schemas/CallStart");
  const schema = document.components.schemas.CallStart;
  expect(schema?.required).toEqual(["campaign_id", "prospect_id", "phone_number"]);
  expect(schema?.additionalProperties).toBe(false);
});

test("every operation has a name of its own, a tag, a summary, answers and errors", async () => {
  const document = await description();
  const tags = document.tags.map(({ name }) => name);
  const ids = operationsOf(document).map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [name, operation] of operationsOf(document)) {
    const statuses = Object.keys(operation.responses);
    expect(operation.operationId, name).toMatch(/^[a-z][A-Za-z]+$/);
    expect(tags, name).toContain(operation.tags[0]);
    expect(operation.summary, name).toMatch(/^[A-Z].*[^.]$/);
    expect(
      statuses.some((status) => /^[123]/.test(status)),
      name,
    ).toBe(true);
    expect(
      statuses.some((status) => /^4/.test(status)),
      name,
    ).toBe(true);
    if (!operation.security) expect(statuses, name).toEqual(expect.arrayContaining(["401", "503"]));
  }
});

test("every body has a schema with a name, and an example", async () => {
  const document = await description();
  for (const [name, operation] of operationsOf(document))
    for (const media of mediaOf(operation)) {
      expect(media.schema.$ref ?? media.schema.contentMediaType, name).toBeDefined();
      expect(media.example ?? Object.values(media.examples ?? {})[0], name).toBeDefined();
    }
});

test("no two schemas of objects are the same without a name", async () => {
  const { components } = await description();
  const seen = new Map<string, string>();
  const look = (schema: Schema, path: string, named: boolean): void => {
    const size = Object.keys(schema.properties ?? {}).length;
    const text = JSON.stringify(schema.properties);
    if (size > 2 && !named) expect(seen.get(text), path).toBeUndefined();
    if (size > 2) seen.set(text, path);
    for (const [name, inner] of Object.entries(schema.properties ?? {}))
      look(inner, `${path}.${name}`, false);
    if (schema.items) look(schema.items, `${path}[]`, false);
    for (const inner of schema.anyOf ?? []) look(inner, path, false);
  };
  for (const [name, schema] of Object.entries(components.schemas)) look(schema, name, true);
  expect(seen.size).toBeGreaterThan(30);
});

test("an example of a body passes where that body is checked", async () => {
  vi.setSystemTime(Date.parse("2026-11-24T15:00:00Z"));
  const document = await description();
  for (const [name, operation] of operationsOf(document)) {
    const body = operation.requestBody?.content["application/json"]?.example;
    if (!body || !operation.parameters?.every(({ schema }) => schema.pattern)) continue;
    const [method = "", path = ""] = name.split(" ");
    const answer = await ask(path.replaceAll(/{\w+}/g, "none"), { method, body });
    expect(answer.body?.errors, name).toBeUndefined();
  }
});

test("an example of an answer is one", async () => {
  for (const [name, { responses }] of operationsOf(await description()))
    for (const [status, { content = {} }] of Object.entries(responses)) {
      const example = content["application/json"]?.example;
      const [method = "", path = ""] = name.split(" ");
      if (!example || path.includes("openapi")) continue;
      const outcome = await validateAnswer(method, path, status, example);
      expect(outcome?.issues, name).toBeUndefined();
      expect(outcome?.value, name).toEqual(example);
    }
});

test("what is described as public opens without a key, and nothing else does", async () => {
  for (const [name, { security }] of operationsOf(await description())) {
    const [method = "", path = ""] = name.split(" ");
    const body = method === "GET" ? undefined : {};
    const { status } = await ask(path.replaceAll(/{\w+}/g, "none"), { method, body, key: "" });
    expect([name, status === 401]).toEqual([name, security?.length !== 0]);
  }
});

test("the description holds under Redocly's recommended rules", async () => {
  const body = JSON.stringify(await description());
  const linted = await real(inject("redoclyUrl"), { method: "POST", body });
  expect(await linted.json()).toEqual([]);
});

const docs = (query = "") => exports.default.fetch(`https://worker.example/api/docs${query}`);

test("the description's page shows every operation, without a script", async () => {
  const response = await docs();
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src/);
  const page = await response.text();
  for (const [, { operationId }] of operationsOf(await description()))
    expect(page).toContain(`id="${operationId}"`);
  expect(page).not.toContain("<script");
});

test("an operation is found by a word, and shown with its fields, limits, codes and a curl", async () => {
  const page = await (await docs("?q=/call/initiate+duplicate")).text();
  expect(page).toContain('id="startCall"');
  expect(page).not.toContain('id="createCampaign"');
  expect(page).toContain("curl -X POST &quot;https://worker.example/call/initiate&quot;");
  expect(page).toContain('<code>phone_number</code> <b class="required">required</b>');
  expect(page).toContain("1 to 40 characters");
  expect(page).toContain("<code>contact_blocked</code>");
});

test("what a search asks for is text on the page, and no part of it", async () => {
  expect(await (await docs("?q=<b>x</b>")).text()).toContain("&lt;b&gt;x&lt;/b&gt;");
});

test("what exists on a local installation only is described nowhere else", async () => {
  const production = { ...env, ENVIRONMENT: "production" };
  const context = { waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext;
  const request = new Request("https://worker.example/api/openapi.json");
  const { paths } = (await (await http.fetch(request, production, context)).json()) as {
    paths: object;
  };
  expect(Object.keys(paths)).toContain("/call");
  expect(Object.keys(paths)).not.toContain("/dev/clock");
});
