import type pg from "pg";
import { type Answer, type Ask, Refusal, type Routes } from "../server";

type Query = { query: string; params?: unknown[] };

const ISOLATION: Record<string, string> = {
  ReadUncommitted: "read uncommitted",
  ReadCommitted: "read committed",
  RepeatableRead: "repeatable read",
  Serializable: "serializable",
};
const BODY_MAX_BYTES = 64 * 1024 * 1024;

/** Neon's SQL over HTTP (`proxy/src/serverless/sql_over_http.rs`): one statement, or one transaction. */
export function neon(pool: pg.Pool): Routes {
  return {
    "POST /sql": async (ask) => {
      if (!ask.headers["neon-connection-string"])
        throw new Refusal(400, { message: "missing header: Neon-Connection-String" });
      if (ask.body.length > BODY_MAX_BYTES)
        throw new Refusal(507, { message: "request is too large" });
      const body = ask.json() as Query | { queries: Query[] };
      const client = await pool.connect();
      try {
        if ("queries" in body) return await transaction(client, body.queries, ask);
        return { body: await run(client, body) };
      } catch (error) {
        return failed(error);
      } finally {
        client.release();
      }
    },
  };
}

async function transaction(client: pg.PoolClient, queries: Query[], ask: Ask): Promise<Answer> {
  const header = (name: string) => String(ask.headers[`neon-batch-${name}`] ?? "");
  const isolation = ISOLATION[header("isolation-level")];
  await client.query(
    `begin${isolation ? ` isolation level ${isolation}` : ""}${header("read-only") === "true" ? " read only" : ""}`,
  );
  try {
    const results = [];
    for (const query of queries) results.push(await run(client, query));
    await client.query("commit");
    return { body: { results } };
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function run(client: pg.PoolClient, { query, params = [] }: Query) {
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

/** Parameters travel as text; what is neither text nor null goes as its JSON. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

const FIELDS = [
  ...["code", "severity", "detail", "hint", "position", "internalPosition", "internalQuery"],
  ...["where", "schema", "table", "column", "dataType", "constraint", "file", "line", "routine"],
];

function failed(error: unknown): Answer {
  const { message, ...known } = error as Error & Record<string, unknown>;
  if (!known.code) return { status: 500, body: { message } };
  const fields = FIELDS.map((name) => [name, known[name] ?? null]);
  return { status: 400, body: { message, ...Object.fromEntries(fields) } };
}
