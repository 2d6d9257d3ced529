import { sql } from "drizzle-orm";
import { check, customType, type PgColumn } from "drizzle-orm/pg-core";

/**
 * A moment as the whole product counts it: milliseconds since 1970, in product time unless its table
 * says otherwise. Stored as `timestamptz`.
 */
const moment = customType<{ data: number; driverData: string }>({
  dataType: () => "timestamp with time zone",
  fromDriver: (text) => Date.parse(text),
  toDriver: (ms) => new Date(ms).toISOString(),
});

export const at = (name: string) => moment(name);
export const createdAt = () => at("created_at").notNull();

/** JSON whose keys are not known beforehand. */
export type JsonObject = Record<string, unknown>;

const quoted = (words: readonly string[]) => sql.raw(words.map((word) => `'${word}'`).join(", "));

/** Holds a column to a list of words: what the type says here, the database refuses to break. */
export const oneOf = (name: string, column: PgColumn, words: readonly string[]) =>
  check(name, sql`${column} in (${quoted(words)})`);

/** Holds an array to a list of words. */
export const allOf = (name: string, column: PgColumn, words: readonly string[]) =>
  check(name, sql`${column} <@ array[${quoted(words)}]::text[]`);

/** Holds a column to the form of a SHA-256 or an HMAC by it. */
export const isHash = (name: string, column: PgColumn) =>
  check(name, sql`${column} ~ '^[0-9a-f]{64}$'`);
