import type { Caller } from "../../src/calls/caller";
import type { CallRequest, Report, Turn } from "../../src/calls/events";
import {
  type CallRecord,
  readRequest,
  readTranscript,
  type Transcript,
} from "../../src/calls/record";
import type { Snapshot } from "../../src/calls/snapshot";
import { callerOf } from "./call-record";
import { StoredRecords } from "./stored-json";

const CHUNK_BYTES = 1_000_000;
const TIMELINE_MAX = 200;

/** The tables of a call's object, except its outbox. */
export class CallRecords {
  readonly #stored = new StoredRecords();

  constructor(private readonly sql: SqlStorage) {
    sql.exec(`
      create table if not exists seen (event_id text primary key) without rowid;
      create table if not exists calls (call_id text primary key, open integer not null,
        record text not null, said text);
      create table if not exists turns (call_id text not null, attempt integer not null,
        role text not null, text text not null, at integer not null);
      create table if not exists planned (id integer primary key, wanted text not null);
      create table if not exists tool_uses (tool_call_id text primary key, result text not null);
      create table if not exists reports (id text not null, part integer not null,
        call_id text not null, attempt integer not null, body blob not null,
        primary key (id, part));
    `);
  }

  hasSeen(eventId: string): boolean {
    return this.sql.exec("select 1 from seen where event_id = ?", eventId).toArray().length > 0;
  }

  markSeen(eventId: string): void {
    this.sql.exec("insert or ignore into seen values (?)", eventId);
  }

  find(callId: string): CallRecord | undefined {
    const rows = this.sql.exec<{ record: string }>(
      "select record from calls where call_id = ?",
      callId,
    );
    const [row] = rows.toArray();
    return row && this.#stored.read(row.record);
  }

  /** Who is on the line in a call. */
  caller(callId: string): Caller | undefined {
    const record = this.find(callId);
    return record && callerOf(record);
  }

  /** The call that has not ended; there is one at most. */
  open(): CallRecord | undefined {
    const rows = this.sql.exec<{ record: string }>("select record from calls where open = 1");
    const [row] = rows.toArray();
    return row && this.#stored.read(row.record);
  }

  /** When the open call is due, in product time; never, if there is none. */
  dueAt(): number {
    const open = this.open();
    return open && "due" in open.state ? open.state.due : Number.POSITIVE_INFINITY;
  }

  /** The call that was requested last. */
  latest(): CallRecord | undefined {
    const sql = "select record from calls order by rowid desc limit 1";
    const [row] = this.sql.exec<{ record: string }>(sql).toArray();
    return row && this.#stored.read(row.record);
  }

  /** Changes a call that exists. */
  edit(callId: string, change: (record: CallRecord) => void): void {
    const record = this.find(callId);
    if (!record) return;
    change(record);
    this.save(record);
  }

  save(record: CallRecord): void {
    const { callId } = record.state.request;
    // Of a long timeline the middle is dropped: a long wait repeats itself.
    if (record.timeline.length > TIMELINE_MAX) record.timeline.splice(TIMELINE_MAX / 2, 1);
    this.sql.exec(
      `insert into calls (call_id, open, record) values (?, ?, ?)
        on conflict (call_id) do update set open = excluded.open, record = excluded.record`,
      callId,
      record.state.phase === "closed" ? 0 : 1,
      this.#stored.write(record),
    );
  }

  /** Stores a call that was requested during another one; it begins when that one ends. */
  plan(request: CallRequest): void {
    this.sql.exec("insert or replace into planned values (1, ?)", JSON.stringify(request));
  }

  planned(): CallRequest | undefined {
    const rows = this.sql
      .exec<{ request: string }>("select wanted as request from planned")
      .toArray();
    return rows[0] && readRequest(rows[0].request);
  }

  unplan(): void {
    this.sql.exec("delete from planned");
  }

  toolResult(toolCallId: string): string | null {
    const sql = "select result from tool_uses where tool_call_id = ?";
    return this.sql.exec<{ result: string }>(sql, toolCallId).toArray()[0]?.result ?? null;
  }

  saveToolResult(toolCallId: string, result: string): void {
    this.sql.exec("insert or ignore into tool_uses values (?, ?)", toolCallId, result);
  }

  addTurn(callId: string, attempt: number, { role, text, at }: Turn): void {
    this.sql.exec("insert into turns values (?, ?, ?, ?, ?)", callId, attempt, role, text, at);
  }

  /** Stores the transcript of a report if it holds more than the one before; false if it does not. */
  saveTranscript(callId: string, attempt: number, { turns }: Report): boolean {
    const before = this.#transcript(callId);
    const length = (all: Turn[]) => all.reduce((sum, turn) => sum + turn.text.length + 1, 0);
    if (before && attempt < before.attempt) return false;
    if (before?.attempt === attempt && length(turns) <= length(before.turns)) return false;
    const transcript: Transcript = { attempt, turns };
    const json = JSON.stringify(transcript);
    this.sql.exec("update calls set said = ? where call_id = ?", json, callId);
    return true;
  }

  #transcript(callId: string): Transcript | undefined {
    const rows = this.sql.exec<{ said: string | null }>(
      "select said from calls where call_id = ?",
      callId,
    );
    const json = rows.toArray()[0]?.said;
    return json ? readTranscript(json) : undefined;
  }

  /** The turns of an attempt: from its report if there is one, else as they came live, by time. */
  turns(callId: string, attempt: number): Turn[] {
    const reported = this.#transcript(callId);
    if (reported?.attempt === attempt && reported.turns.length > 0) return reported.turns;
    const sql = "select role, text, at from turns where call_id = ? and attempt = ? order by at";
    return this.sql.exec<Turn & { [key: string]: SqlStorageValue }>(sql, callId, attempt).toArray();
  }

  /** A report's body, gzipped, in parts that a row can hold. */
  saveBody(id: string, callId: string, attempt: number, body: Uint8Array): void {
    for (let part = 0; part * CHUNK_BYTES < body.length; part++) {
      const chunk = body.slice(part * CHUNK_BYTES, (part + 1) * CHUNK_BYTES);
      const sql = "insert or ignore into reports values (?, ?, ?, ?, ?)";
      this.sql.exec(sql, id, part, callId, attempt, chunk.buffer as ArrayBuffer);
    }
  }

  body(id: string): { attempt: number; bytes: Uint8Array } | undefined {
    const sql = "select attempt, body from reports where id = ? order by part";
    const rows = this.sql.exec<{ attempt: number; body: ArrayBuffer }>(sql, id).toArray();
    const [first] = rows;
    if (!first) return undefined;
    const bytes = new Uint8Array(rows.reduce((sum, { body }) => sum + body.byteLength, 0));
    let offset = 0;
    for (const { body } of rows) {
      bytes.set(new Uint8Array(body), offset);
      offset += body.byteLength;
    }
    return { attempt: first.attempt, bytes };
  }

  dropBody(id: string): void {
    this.sql.exec("delete from reports where id = ?", id);
  }

  snapshot(record: CallRecord, dead: Snapshot["dead"], speech: Snapshot["speech"]): Snapshot {
    const { legs, ...rest } = record;
    const { state } = record;
    return {
      ...rest,
      turns: this.turns(state.request.callId, state.attempt),
      roomUrl: legs.find(({ url }) => url !== undefined)?.url ?? null,
      providerCallIds: legs.map(({ providerCallId }) => providerCallId),
      dead,
      speech,
    };
  }
}
