import { zValidator } from "@hono/zod-validator";
import type { TypedResponse } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { StatusCode } from "hono/utils/http-status";
import { type ZodType, z } from "zod";
import { isClean } from "../../src/clean-text";
import type { Log } from "../../src/log";
import { NotConfigured } from "../../src/not-configured";
import { describeError } from "../../src/result";
import { describesItself } from "./operation";
import { PROBLEMS, type ProblemCode } from "./problems";

type FieldError = { path: string; message: string };
type Extra = { errors?: FieldError[]; headers?: Record<string, string>; [field: string]: unknown };

type ProblemBody = {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  errors?: FieldError[];
};
/** A response that tells a typed client what is in it, and under which status. */
export type Problem<Status extends number> = Response &
  TypedResponse<ProblemBody, Status & StatusCode, "json">;

/** An error as problem+json (RFC 9457), without internals. `title` is a whole sentence for a person. */
export function problem<Status extends number>(
  status: Status,
  code: ProblemCode,
  title: string,
  extra: Extra = {},
): Problem<Status> {
  const { headers, ...fields } = extra;
  const body = JSON.stringify({ type: `urn:problem:${code}`, title, status, code, ...fields });
  const response = new Response(body, {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });
  return response as Problem<Status>;
}

export const invalid = (path: string, message: string) =>
  problem(400, "invalid_request", "Invalid request", { errors: [{ path, message }] });
export const notFound = (title: string = PROBLEMS.not_found.title) =>
  problem(404, "not_found", title);
export const tooLarge = () => problem(413, "too_large", PROBLEMS.too_large.title);
export const unavailable = (title: string) =>
  problem(503, "unavailable", title, { headers: { "retry-after": "5" } });

/** A request's context, as far as its log is concerned. */
export type Logging = { get: (name: "app") => { log: Log } };

/** The answer to what a route threw; what was not expected is logged. */
export function onError(error: Error, c: Logging): Response {
  if (error instanceof HTTPException && error.status < 500) {
    if (error.status === 415)
      return problem(415, "unsupported_media_type", "Send the body as JSON");
    return invalid("", error.message || "The body is not valid JSON");
  }
  if (error instanceof NotConfigured) return unavailable(`${error.message} is not set`);
  if (codeOf(error)?.startsWith("22")) return invalid("", "A value is out of range");
  if (isDatabaseAway(error)) return unavailable(PROBLEMS.unavailable.title);
  const stack = error.stack?.split("\n").slice(1, 8);
  c.get("app").log.error("http.unexpected", { error: describeError(error), stack });
  return problem(500, "internal", PROBLEMS.internal.title);
}

/** Postgres's error code, if the error is from Postgres. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.name === "NeonDbError" ? (error as { code?: string }).code : codeOf(error.cause);
}

/** Whether there was no answer, or one with a code for connection, resources or operator (08, 53, 57). */
function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name !== "NeonDbError") return isDatabaseAway(error.cause);
  const { code } = error as { code?: string };
  return !code || /^(08|53|57)/.test(code);
}

type Found = { success: boolean; error?: unknown };
type Issue = { code: string; path: PropertyKey[]; message: string; keys?: string[] };

/** The answer to a failed validation, with every wrong path; nothing if it succeeded. */
export function refuse(result: Found): Response | undefined {
  if (result.success) return undefined;
  const { issues } = result.error as { issues: Issue[] };
  const errors = issues.flatMap(({ code, path, message, keys }) => {
    const paths = code === "unrecognized_keys" ? (keys ?? []).map((key) => [...path, key]) : [path];
    const text = code === "unrecognized_keys" ? "is not a field of this request" : message;
    return paths.map((one) => ({ path: one.map(String).join("."), message: text }));
  });
  return problem(400, "invalid_request", "Invalid request", { errors });
}

const DEPTH_MAX = 32;

/** Reports every text that cannot be stored, and everything that is nested too deep. */
function checkValue(value: unknown, path: PropertyKey[], complain: Complain): void {
  if (typeof value === "string" && !isClean(value))
    complain(path, "has characters that cannot be stored (NUL or half a surrogate pair)");
  if (value === null || typeof value !== "object") return;
  if (path.length >= DEPTH_MAX) {
    complain(path, `is nested more than ${DEPTH_MAX} deep`);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (!isClean(key)) complain(path, "has a name that cannot be stored");
    checkValue(inner, [...path, key], complain);
  }
}
type Complain = (path: PropertyKey[], message: string) => void;

/** A schema that first checks whether the value can be stored at all. */
export const keepable = <Output, Input>(schema: ZodType<Output, Input>) =>
  z
    .custom<Input>()
    .superRefine((value, context) =>
      checkValue(value, [], (path, message) => context.addIssue({ code: "custom", path, message })),
    )
    .pipe(schema);

const IS_JSON = /^application\/(json|[\w.-]+\+json)\b/i;

/** Validates the JSON body by a strict schema and names each wrong path. Anything but JSON is a 415. */
export const validJson = <Output, Input>(schema: ZodType<Output, Input>) => {
  const validate = zValidator("json", keepable(schema), refuse);
  const only: typeof validate = async (c, next) => {
    if (IS_JSON.test(c.req.header("content-type") ?? "")) return await validate(c, next);
    return problem(415, "unsupported_media_type", PROBLEMS.unsupported_media_type.title);
  };
  return describesItself(only, "json", schema);
};
export const validQuery = <Schema extends ZodType>(schema: Schema) =>
  describesItself(zValidator("query", schema, refuse), "query", schema);
export const validParam = <Schema extends ZodType>(schema: Schema) =>
  describesItself(zValidator("param", schema, refuse), "param", schema);

const JSON_MAX_BYTES = 1024 * 1024;

/** Refuses a body of more than 1 MiB, by its declared or its real length. */
export const limitBody = bodyLimit({ maxSize: JSON_MAX_BYTES, onError: tooLarge });
