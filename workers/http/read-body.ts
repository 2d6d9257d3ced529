import type { Context } from "hono";
import type { ZodType, z } from "zod";
import { invalid, keepable, refuse } from "./problem";

/** Whether a browser sent a form, which is answered with a page. */
export const isForm = (c: Context): boolean =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(
    c.req.header("content-type") ?? "",
  );

/** The body of a form or of JSON by a schema, or the problem with it. */
export async function readBody<Schema extends ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema> | Response> {
  const read = isForm(c) ? c.req.parseBody() : c.req.json();
  const body: unknown = await read.catch(() => undefined);
  if (body === undefined) return invalid("", "The body is neither JSON nor a form");
  const parsed = keepable(schema).safeParse(body);
  return parsed.success
    ? (parsed.data as z.infer<Schema>)
    : (refuse(parsed) ?? invalid("", "The body is not valid"));
}
