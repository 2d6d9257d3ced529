import { and, asc, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import { getTableConfig, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { Db } from "./client";

/** A table whose rows are work: each is due at a time, or never while that is null. */
export type DueTable = PgTable & { dueAt: PgColumn };

export type Take<Table extends DueTable> = {
  now: number;
  /** How many rows at most. */
  limit: number;
  /** For how long nobody else takes them; what has not been settled by then is due again. */
  leaseMs: number;
  /** What else must hold of a row. */
  where?: SQL | undefined;
  /** What else a row becomes when it is taken. */
  set?: { [Column in keyof Table["$inferInsert"]]?: Table["$inferInsert"][Column] | SQL };
  /** What decides between rows that are due at the same time; else their key does. */
  orderBy?: PgColumn;
  /** Whether rows are taken before their time, and out of another's hands. */
  early?: boolean;
};

type Taken<Table extends PgTable> = Promise<Table["$inferSelect"][]> &
  RunnableQuery<Table["$inferSelect"][], "pg">;

/**
 * Takes rows that are due, the longest due first, and leases them: two takers at once never share a
 * row, and a row that was settled meanwhile is not taken. It is one statement, for a batch too.
 */
export function takeDue<Table extends DueTable>(
  db: Db,
  table: Table,
  { now, limit, leaseMs, where, set, orderBy, early = false }: Take<Table>,
): Taken<Table> {
  const queue: DueTable = table;
  const key = keyOf(queue);
  const isDue = and(early ? isNotNull(queue.dueAt) : lte(queue.dueAt, now), where);
  // A query of its own, which locks: as a condition it could be evaluated, and take, several times.
  const due = db.$with("due").as(
    db
      .select(Object.fromEntries(key.map((column) => [column.name, column])))
      .from(queue)
      .where(isDue)
      .orderBy(asc(queue.dueAt), ...(orderBy ? [asc(orderBy)] : []), ...key)
      .limit(limit)
      .for("update", { skipLocked: true }),
  );
  const names = sql.join(
    key.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const isMine = sql`(${sql.join(key, sql`, `)}) in (select ${names} from ${due})`;
  return db
    .with(due)
    .update(queue)
    .set({ ...set, dueAt: now + leaseMs })
    .where(and(isMine, isDue))
    .returning() as Taken<Table>;
}

/** The columns that tell a row from the others. */
function keyOf(table: PgTable): PgColumn[] {
  const { columns, primaryKeys } = getTableConfig(table);
  return primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
}

/** How long a row waits after its `tries`-th failure: twice as long each time, up to `maxMs`. */
export const backoff = (tries: number, { baseMs, maxMs }: { baseMs: number; maxMs: number }) =>
  Math.min(baseMs * 2 ** tries, maxMs);
