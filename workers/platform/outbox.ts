import type { Failure } from "../../src/result";
import { MINUTE_MS, SECOND_MS } from "../../src/time";

const TRIES_MAX = 10;
const RETRY_MS = 2 * SECOND_MS;
const RETRY_MS_MAX = MINUTE_MS;
/** Longer than any effect takes: a row that is still started after this was abandoned. */
const LEASE_MS = 45 * SECOND_MS;
type Status = "waiting" | "started" | "dead";
/** A pending effect of a call. */
export type Row<Effect> = {
  seq: number;
  callId: string;
  effect: Effect;
  status: Status;
  tries: number;
  cause: string;
  /** The trace that it continues (W3C). */
  traceparent: string | null;
};

/**
 * The pending effects of an object, in its SQLite. A row is deleted when its effect is done, and stays
 * as `dead` when it failed for good. `untiring` effects are tried forever.
 */
export class Outbox<Effect extends { do: string }> {
  constructor(
    private readonly sql: SqlStorage,
    private readonly untiring: readonly Effect["do"][],
    /** Reads an effect from its JSON; nothing if it is none. */
    private readonly read: (json: string) => Effect | undefined,
  ) {
    // `autoincrement` never reuses a number, and an effect's number is in its result's id.
    sql.exec(`create table if not exists outbox (
      seq integer primary key autoincrement, call_id text not null, kind text not null,
      effect text not null, next_at integer not null, status text not null default 'waiting',
      tries integer not null default 0, cause text not null default '', traceparent text)`);
    // Objects of versions before traces lack the column.
    const columns = sql.exec<{ name: string }>("select name from pragma_table_info('outbox')");
    if (!columns.toArray().some(({ name }) => name === "traceparent"))
      sql.exec("alter table outbox add column traceparent text");
    // Whatever had started a row died with the object before this one: the row is due now.
    sql.exec("update outbox set status = 'waiting', next_at = 0 where status = 'started'");
  }

  add(callId: string, effect: Effect, now: number, traceparent?: string): void {
    const json = JSON.stringify(effect);
    const sql = `insert into outbox (call_id, kind, effect, next_at, traceparent)
      values (?, ?, ?, ?, ?)`;
    this.sql.exec(sql, callId, effect.do, json, now, traceparent ?? null);
  }

  /** Adds an effect unless one of its kind waits for the call: that one serves both. */
  addOnce(callId: string, effect: Effect, now: number, traceparent?: string): void {
    const waiting = "call_id = ? and kind = ? and status = 'waiting'";
    const sql = `select 1 from outbox where ${waiting}`;
    if (this.sql.exec(sql, callId, effect.do).toArray().length === 0)
      this.add(callId, effect, now, traceparent);
  }

  /** Marks what is due as started, in one step, so that two drains never take the same row. */
  take(now: number): Row<Effect>[] {
    const sql = `update outbox set tries = tries + 1, next_at = ?, status = 'started'
      where status <> 'dead' and next_at <= ? returning *`;
    return this.#query(sql, now + LEASE_MS, now);
  }

  /** One row that nobody can read stops no other: it is dead, for people to see. */
  #bury(seq: number): void {
    const sql = "update outbox set status = 'dead', cause = ? where seq = ?";
    this.sql.exec(sql, "this version does not know the effect", seq);
  }

  done(seq: number): void {
    this.sql.exec("delete from outbox where seq = ?", seq);
  }

  /** Schedules the next try, or gives up: true if the row is dead now. */
  failed({ seq, tries, effect }: Row<Effect>, { retry, detail }: Failure, now: number): boolean {
    const dead = !retry || (tries >= TRIES_MAX && !this.untiring.includes(effect.do));
    const wait = Math.min(RETRY_MS * 2 ** (tries - 1), RETRY_MS_MAX);
    const sql = "update outbox set status = ?, cause = ?, next_at = ? where seq = ?";
    this.sql.exec(sql, dead ? "dead" : "waiting", detail.slice(0, 1_000), now + wait, seq);
    return dead;
  }

  /** Revives a dead row; false if there is none. */
  resume(seq: number, now: number): boolean {
    const sql = `update outbox set status = 'waiting', tries = 0, next_at = ?
      where seq = ? and status = 'dead'`;
    return this.sql.exec(sql, now, seq).rowsWritten > 0;
  }

  rows(): Row<Effect>[] {
    return this.#query("select * from outbox order by seq");
  }

  /** The dead effects of a call, for people to see. */
  dead(callId: string): { seq: number; effect: string; cause: string }[] {
    const sql = `select seq, kind as effect, cause from outbox
      where call_id = ? and status = 'dead'`;
    return this.sql.exec<{ seq: number; effect: string; cause: string }>(sql, callId).toArray();
  }

  /** When the next row is due. */
  nextAt(): number {
    const sql = "select min(next_at) as at from outbox where status <> 'dead'";
    return this.sql.exec<{ at: number | null }>(sql).one().at ?? Number.POSITIVE_INFINITY;
  }

  #query(sql: string, ...values: unknown[]): Row<Effect>[] {
    type Stored = Omit<Row<Effect>, "effect" | "callId"> & { effect: string; call_id: string };
    const rows = this.sql.exec<Stored>(sql, ...values).toArray();
    return rows.flatMap(({ call_id, ...row }) => {
      const effect = this.read(row.effect);
      if (effect) return { ...row, callId: call_id, effect };
      this.#bury(row.seq);
      return [];
    });
  }
}
