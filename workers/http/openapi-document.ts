import type { Env, Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import { license, version } from "../../package.json";
import { jsonSchemaOf, problemOf, referenceTo } from "./operation";
import { PROBLEMS, type ProblemCode, problemView } from "./problems";
import { TAGS } from "./tags";

/** The parts of an OpenAPI document that we write and read ourselves. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  examples?: unknown[];
  [keyword: string]: unknown;
};
export type MediaType = {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
};
export type ResponseObject = {
  $ref?: string;
  description?: string;
  content?: Record<string, MediaType>;
};
export type Parameter = {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
};
export type OperationObject = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  deprecated?: boolean;
  security?: Record<string, []>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, MediaType> };
  responses: Record<string, ResponseObject>;
  "x-required-role"?: string;
};
export type OpenapiDocument = {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  components: { schemas: Record<string, Schema>; responses: Record<string, ResponseObject> };
  paths: Record<string, Record<string, OperationObject>>;
};

const DESCRIPTION = [
  "JSON in `snake_case`; times are ISO 8601 in UTC; money is `{ amount_minor, currency }`. " +
    "Clients may choose the ids of prospects, companies and campaigns: 1 to 36 of " +
    "`A-Z a-z 0-9 _ -`.",
  "Lists answer `{ items, next_cursor }`: pass `next_cursor` as `cursor` to read the next page; " +
    "null means there is none.",
  "Errors are problems (RFC 9457, `application/problem+json`) with a `code` to branch on. Unknown " +
    "fields of a body are refused by name. More fields may be added to answers at any time.",
  "Send an API key as `Authorization: Bearer <key>`. Roles: viewer < operator < admin.",
].join("\n\n");

const header = (name: string, description: string) => {
  return { type: "apiKey", in: "header", name, description };
};
const SECURITY_SCHEMES = {
  apiKey: { type: "http", scheme: "bearer", description: "An API key; see `POST /api/keys`." },
  vapiSecret: header("x-vapi-secret", "The secret that VAPI sends with its messages."),
  vapiBearer: { type: "http", scheme: "bearer", description: "The same secret as a token." },
  vapiSignature: header(
    "x-signature",
    "HMAC-SHA256 in hex over `{x-timestamp}.{body}`, not older than 5 minutes.",
  ),
  postmarkBasic: { type: "http", scheme: "basic", description: "As set in Postmark's webhook." },
  parallelSignature: header("webhook-signature", "A signature by Standard Webhooks."),
};

const PARAMETERS: Record<string, string> = {
  id: "The id of the resource.",
  call_id: "The id of the call.",
  token: "The secret part of a link; it opens the page without an API key.",
  name: "The file's name.",
  limit: "How many items a page has.",
  cursor: "The `next_cursor` of the page before.",
};

/** OpenAPI 3.1 of all routes of an app, from what stands beside each of them; without `servers`. */
export async function openapiDocument<E extends Env>(app: Hono<E>): Promise<OpenapiDocument> {
  const made = await generateSpecs(app, {
    defaultValidationErrorResponse: false,
    excludeStaticFile: false,
    documentation: {
      info: {
        title: "InsureFlow voice agent API",
        version,
        description: DESCRIPTION,
        license: { name: license, identifier: license },
      },
      security: [{ apiKey: [] }],
      components: { schemas: { Problem: jsonSchemaOf(problemView).schema } },
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    },
  });
  const document = made as unknown as OpenapiDocument;
  const { schemas } = document.components;
  for (const operations of Object.values(document.paths))
    for (const operation of Object.values(operations)) complete(operation, schemas);
  for (const schema of Object.values(schemas)) delete schema.examples;
  const responses = responsesFor(JSON.stringify(document.paths));
  return {
    ...document,
    components: { ...document.components, responses, securitySchemes: SECURITY_SCHEMES },
  } as OpenapiDocument;
}

/** Adds what follows from the guards and validators in front of an operation. */
function complete(operation: OperationObject, schemas: Record<string, Schema>): void {
  const { parameters = [], requestBody, security, responses, tags } = operation;
  const role = operation["x-required-role"];
  const add = (code: ProblemCode) => {
    responses[PROBLEMS[code].status] ??= referenceTo(code);
  };
  for (const parameter of parameters) parameter.description ??= PARAMETERS[parameter.name] ?? "";
  if (role) {
    operation.description = `${operation.description ?? ""}\n\nNeeds the role ${role}.`.trim();
    add("forbidden");
  }
  if (!security || tags[0] !== "System") add("unavailable");
  if (security?.length !== 0) add("unauthorized");
  if (requestBody || parameters.some(isValidated(security))) add("invalid_request");
  if (requestBody) add("too_large");
  if (requestBody && isJsonOnly(requestBody.content)) add("unsupported_media_type");
  if (!Object.keys(responses).some((status) => status.startsWith("4"))) add("method_not_allowed");
  responses.default = referenceTo("internal");
  for (const { content = {} } of [requestBody ?? {}, ...Object.values(responses)])
    for (const media of Object.values(content)) addExample(media, schemas);
}

/** A secret link leads on or nowhere: only keyed operations refuse a malformed parameter. */
const isValidated =
  (security: OperationObject["security"]) =>
  ({ schema, in: place }: Parameter) =>
    security?.length !== 0 && (place === "query" || schema.pattern !== undefined);
const isJsonOnly = (content: object) => Object.keys(content).join() === "application/json";

/** The example of a schema is that of the bodies that it describes. */
function addExample(media: MediaType, schemas: Record<string, Schema>): void {
  const schema = schemaAt(media.schema, schemas);
  if (schema.examples) media.example = schema.examples[0];
}

/** A schema, or the one that it refers to. */
export const schemaAt = (schema: Schema, schemas: Record<string, Schema>): Schema =>
  schemas[nameOfSchema(schema) ?? ""] ?? schema;
/** The name of the schema that this one refers to, if it does. */
export const nameOfSchema = ({ $ref = "" }: Schema): string | undefined =>
  /^#\/components\/schemas\/(\w+)$/.exec($ref)?.[1];

/** The answers for those problems that something refers to. */
const responsesFor = (paths: string) => {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  const used = codes.filter((code) => paths.includes(`"${referenceTo(code).$ref}"`));
  const named = used.map((code) => [referenceTo(code).$ref.split("/").at(-1), problemOf([code])]);
  return Object.fromEntries(named) as Record<string, ResponseObject>;
};
