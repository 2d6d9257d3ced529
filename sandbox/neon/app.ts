import { type Context, Hono } from "hono";
import type pg from "pg";
import { z } from "zod";
import { bodySize, Refusal, readJson } from "../server";

const statement = z.object({ query: z.string(), params: z.array(z.unknown()).default([]) });
type Statement = z.infer<typeof statement>;
const sqlRequest = z.union([z.object({ queries: z.array(statement) }), statement]);

const ISOLATION: Record<string, string> = {
  ReadUncommitted: "read uncommitted",
  ReadCommitted: "read committed",
  RepeatableRead: "repeatable read",
  Serializable: "serializable",
};
const BODY_MAX_BYTES = 64 * 1024 * 1024;
/** The details of an error that Neon passes on. */
const ERROR_FIELDS = [
  "code",
  "severity",
  "detail",
  "hint",
  "position",
  "internalPosition",
  "internalQuery",
  "where",
  "schema",
  "table",
  "column",
  "dataType",
  "constraint",
  "file",
  "line",
  "routine",
];

/** Neon's SQL over HTTP (`proxy/src/serverless/sql_over_http.rs`): one statement, or one transaction. */
export function neon(pool: pg.Pool): Hono {
  const app = new Hono();
  app.post("/", async (c) => {
    if (!c.req.header("neon-connection-string"))
      throw new Refusal(400, { message: "missing header: Neon-Connection-String" });
    if ((await bodySize(c)) > BODY_MAX_BYTES)
      throw new Refusal(507, { message: "request is too large" });
    const request = sqlRequest.safeParse(await readJson(c));
    if (!request.success) throw new Refusal(400, { message: z.prettifyError(request.error) });
    const client = await pool.connect();
    try {
      if ("queries" in request.data)
        return c.json({ results: await runTransaction(client, request.data.queries, c) });
      return c.json(await run(client, request.data));
    } catch (error) {
      return answerError(c, error);
    } finally {
      client.release();
    }
  });
  return app;
}

async function runTransaction(client: pg.PoolClient, statements: Statement[], c: Context) {
  const isolation = ISOLATION[c.req.header("neon-batch-isolation-level") ?? ""];
  const level = isolation ? ` isolation level ${isolation}` : "";
  const access = c.req.header("neon-batch-read-only") === "true" ? " read only" : "";
  await client.query(`begin${level}${access}`);
  try {
    const results = [];
    for (const one of statements) results.push(await run(client, one));
    await client.query("commit");
    return results;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function run(client: pg.PoolClient, { query, params }: Statement) {
  const values = params.map(asText);
  const result = await client.query({ text: query, values, rowMode: "array" });
  return {
    fields: result.fields,
    rows: result.rows,
    command: result.command ?? "",
    rowCount: result.rowCount,
    rowAsArray: true,
  };
}

/** Parameters travel as text. What is neither text nor null travels as its JSON. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** An error with a code is Postgres's answer to a statement; any other is the server's own failure. */
function answerError(c: Context, error: unknown) {
  if (!(error instanceof Error)) throw error;
  const details: Record<string, unknown> = Object.fromEntries(Object.entries(error));
  if (!details.code) return c.json({ message: error.message }, 500);
  const fields = ERROR_FIELDS.map((name) => [name, details[name] ?? null]);
  return c.json({ message: error.message, ...Object.fromEntries(fields) }, 400);
}
