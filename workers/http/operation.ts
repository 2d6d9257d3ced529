import type { MiddlewareHandler } from "hono";
import { type DescribeRouteOptions, describeRoute, resolver, uniqueSymbol } from "hono-openapi";
import { type ZodType, z } from "zod";
import { PROBLEMS, type ProblemCode } from "./problems";
import type { Tag } from "./tags";

/** Who may call an operation. Nothing said: whoever has an API key. */
export type Access = "public" | "vapi" | "postmark" | "parallel";

/** What isn't JSON: its media type, what it is, and how it begins. */
export type Media = { type: string; description: string; example: string };
/** An answer without a body that leads on to another page. */
type Redirect = { leadsTo: string };
/** JSON by its schema, or several kinds of content for one status. */
export type Answer = ZodType | Media | Redirect | readonly (ZodType | Media)[];

/** What the API's description says of a route, besides what its validators say for themselves. */
export type Operation = {
  summary: string;
  description?: string;
  access?: Access;
  answers: Record<number, Answer>;
  /** Problems beyond those that the key, the query, the path and the body lead to. */
  problems?: readonly ProblemCode[];
  /** A body that the handler reads without a validator, by media type. */
  body?: Record<string, ZodType | Media>;
  bodyIsOptional?: boolean;
  /** Query parameters that the handler reads without a validator. */
  query?: Record<string, ZodType>;
  /** Still served for those who rely on it. */
  deprecated?: boolean;
};

export const htmlPage = (description = "A page for a person."): Media => ({
  type: "text/html",
  description,
  example: "<!doctype html>…",
});
export const media = (type: string, description: string, example: string): Media => ({
  type,
  description,
  example,
});

/** Descriptions of the routes of one tag, each to be put beside its route; names are `operationId`s. */
export function describeOperations<Name extends string>(
  tag: Tag,
  operations: Record<Name, Operation>,
): Record<Name, MiddlewareHandler> {
  const described = Object.entries<Operation>(operations).map(([operationId, operation]) => {
    return [operationId, describeRoute(specOf(operationId, tag, operation))];
  });
  return Object.fromEntries(described) as Record<Name, MiddlewareHandler>;
}

function specOf(operationId: string, tag: Tag, operation: Operation): DescribeRouteOptions {
  const { summary, description, access, answers, problems = [], body, query } = operation;
  const responses = Object.entries(answers).map(([status, answer]) => [status, responseOf(answer)]);
  const parameters = Object.entries(query ?? {}).map(([name, schema]) => {
    const { description: about, ...shape } = jsonSchemaOf(schema).schema;
    return { name, in: "query", required: false, description: about, schema: shape };
  });
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(operation.deprecated && { deprecated: true }),
    ...(access && { security: SECURITY[access] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: !operation.bodyIsOptional, content: contentOf(body) },
    }),
    responses: { ...Object.fromEntries(responses), ...responsesOf(problems) },
  } as DescribeRouteOptions;
}

const SECURITY: Record<Access, Record<string, []>[]> = {
  public: [],
  vapi: [{ vapiSecret: [] }, { vapiBearer: [] }, { vapiSignature: [] }],
  postmark: [{ postmarkBasic: [] }],
  parallel: [{ parallelSignature: [] }],
};

function responseOf(answer: Answer) {
  if ("leadsTo" in answer) {
    const location = { description: "Where to go on.", schema: { type: "string" } };
    return { description: answer.leadsTo, headers: { location } };
  }
  const kinds: readonly (ZodType | Media)[] = Array.isArray(answer) ? answer : [answer];
  const content = kinds.map((kind) => [isSchema(kind) ? "application/json" : kind.type, kind]);
  const [first] = kinds;
  const description = first && !isSchema(first) ? first.description : "OK";
  return { description, content: contentOf(Object.fromEntries(content)) };
}

const isSchema = (kind: Answer): kind is ZodType => kind instanceof z.ZodType;

function contentOf(kinds: Record<string, ZodType | Media>) {
  const content = Object.entries(kinds).map(([type, kind]) => {
    if (isSchema(kind)) return [type, { schema: schemaOf(kind) }];
    const { example } = kind;
    return [type, { schema: { type: "string", contentMediaType: type }, example }];
  });
  return Object.fromEntries(content);
}

/** Problems by status: a status that has one code only is the same for all operations. */
function responsesOf(codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  const answers = [...byStatus].map(([status, same]) => {
    const [only] = same;
    return [status, only && same.length === 1 ? referenceTo(only) : problemOf(same)];
  });
  return Object.fromEntries(answers);
}

/** Where the description keeps the answer for a problem that many operations share. */
export function referenceTo(code: ProblemCode) {
  const name = code.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { $ref: `#/components/responses/${name}` };
}

/** The answer for problems of these codes, of one status. */
export function problemOf(codes: ProblemCode[]) {
  const examples = codes.map((code) => {
    const { status, title } = PROBLEMS[code];
    return [code, { value: { type: `urn:problem:${code}`, title, status, code } }];
  });
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].when}`).join("\n\n"),
    content: {
      "application/problem+json": {
        schema: { $ref: "#/components/schemas/Problem" },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

type Override = NonNullable<z.core.ToJSONSchemaParams["override"]>;
/** Leaves out what says nothing to a reader: a format's own pattern, and the range of any integer. */
const override: Override = ({ zodSchema, jsonSchema }) => {
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // Zod drops the examples of a schema that transforms what it takes; ours are of what it takes.
  const examples = z.globalRegistry.get(zodSchema)?.examples;
  if (Array.isArray(examples)) jsonSchema.examples = examples;
};
type Converted = Awaited<ReturnType<ReturnType<typeof resolver>["toOpenAPISchema"]>>;

/**
 * JSON Schema of what is sent, with defaults and before any transformation, and the schemas with names
 * that it refers to. We ask zod ourselves: the library's converter drops what stands beside a `$ref`.
 */
export function jsonSchemaOf(schema: ZodType): Converted {
  const options = { unrepresentable: "any", override, io: "input" } as const;
  const { properties, $defs = {} } = z.toJSONSchema(z.object({ schema }), options);
  const text = JSON.stringify({ ...properties, components: { schemas: $defs } });
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
}

/** A schema as the description's generator takes it. */
export const schemaOf = (schema: ZodType) => ({
  ...resolver(schema),
  toOpenAPISchema: async () => jsonSchemaOf(schema),
});

/** Lets a validator say itself what it checks. */
export const describesItself = <Handler extends MiddlewareHandler>(
  validate: Handler,
  target: "json" | "query" | "param",
  schema: ZodType,
): Handler => Object.assign(validate, { [uniqueSymbol]: { target, ...schemaOf(schema) } });

/** Lets a guard say which role it asks for. */
export const asksForRole = <Handler extends MiddlewareHandler>(guard: Handler, role: string) =>
  Object.assign(guard, { [uniqueSymbol]: { spec: { "x-required-role": role } } });
