import type { Caller } from "../../src/calls/caller";
import type { PreparedContext, TurnFigures } from "../../src/calls/calls";
import type { CallEvent } from "../../src/calls/events";
import type { SpeechFigures } from "../../src/calls/snapshot";
import { assemble } from "../../src/context/assemble";
import { rankByWords } from "../../src/context/rank";
import { recall } from "../../src/context/recall";
import { countHigh } from "../../src/context/tokens";
import type { SearchHit } from "../../src/corpus/corpus";
import { contentWords } from "../../src/corpus/words";
import { describeError } from "../../src/result";
import type { App } from "../compose";

/** Ranked in well under a millisecond, and more than any prompt holds. */
const ITEMS_MAX = 200;
/** A look-up is worth its cost when this many words are new. */
const NEW_WORDS_MIN = 3;
/** The next look-up waits this long after the one before began: people speak in bursts. */
const APART_MS = 700;
const TURNS_KEPT = 500;

type ContextSet = { forProspect: string | null; items: SearchHit[] };

/**
 * What may be said in the calls of an object, ready before it is asked for. Filled when a call begins
 * and, in the background, while somebody speaks; asked for once a turn, from memory alone.
 */
export class CallMemory {
  readonly #sets = new Map<string, ContextSet>();
  /** What each call looked up last, and when; or nothing while it may look up at once. */
  readonly #asked = new Map<string, { words: Set<string>; at: number }>();
  readonly #busy = new Set<string>();
  /** What each call said last while it was looked up for. */
  readonly #next = new Map<string, string>();
  readonly #words = new WeakMap<SearchHit, string[]>();

  constructor(
    private readonly ctx: DurableObjectState,
    private readonly app: App,
    private readonly callerOf: (callId: string) => Caller | undefined,
  ) {
    this.sql.exec(`create table if not exists memory (call_id text primary key, kept text not null);
      create table if not exists live_turns (call_id text not null, hit integer not null,
        cold integer not null, added_ms real not null, model_ms real not null)`);
  }

  private get sql(): SqlStorage {
    return this.ctx.storage.sql;
  }

  /** The context for what was just said; `ready` is false while nothing was fetched yet. */
  context(callId: string, utterance: string): PreparedContext {
    const set = this.#set(callId);
    this.hint(callId, utterance);
    const prospectId = this.#whose(callId);
    if (!set) return { block: "", hit: false, ready: false, prospectId };
    const { block } = assemble(
      rankByWords(set.items, utterance, (item) => this.#wordsOf(item)),
      [],
      countHigh,
    );
    return { block, hit: set.items.length > 0, ready: true, prospectId };
  }

  /** Somebody says this just now: what helps to answer is looked up behind their words. */
  hint(callId: string, said: string): void {
    const words = contentWords(said);
    const before = this.#asked.get(callId);
    const fresh = words.filter((word) => !before?.words.has(word));
    const now = this.app.machineNow();
    const begun = this.#set(callId) !== undefined;
    if (begun && fresh.length < NEW_WORDS_MIN) return;
    // What comes while a look-up is under way, or before there is a set, has its turn after it.
    if (!begun || this.#busy.has(callId)) this.#next.set(callId, said);
    if (this.#busy.has(callId) || (begun && before && now - before.at < APART_MS)) return;
    const noted = begun ? [...(before?.words ?? []), ...words] : [];
    this.#asked.set(callId, { words: new Set(noted), at: now });
    this.#lookUp(callId, begun ? said : "");
  }

  /** The call is over: what was known of its person need not lie here any longer. */
  private forget(callId: string): void {
    for (const kept of [this.#sets, this.#asked, this.#next]) kept.delete(callId);
    this.sql.exec("delete from memory where call_id = ?", callId);
  }

  /** What a cold look-up found is kept for the turns to come. */
  keep(callId: string, items: SearchHit[]): void {
    const before = this.#set(callId)?.items ?? [];
    const known = new Set(items.map(({ chunkId }) => chunkId));
    const all = [...items, ...before.filter(({ chunkId }) => !known.has(chunkId))];
    const kept = { forProspect: this.#whose(callId), items: all.slice(0, ITEMS_MAX) };
    this.#sets.set(callId, kept);
    const sql = "insert or replace into memory values (?, ?)";
    this.sql.exec(sql, callId, JSON.stringify(kept));
  }

  /** Fetches what is known when a call begins, and what helps to answer each thing that is said. */
  heard(event: CallEvent): void {
    const { callId } = event;
    if (event.type === "reported") this.forget(callId);
    const begins =
      event.type === "accepted" ||
      event.type === "answered" ||
      (event.type === "requested" && event.request.direction !== "outbound");
    if (begins && !this.#set(callId)) this.#lookUp(callId, "");
    if (event.type === "spoke" && event.turn.role === "user") this.hint(callId, event.turn.text);
  }

  recordTurn(callId: string, { hit, cold, addedMs, modelMs }: TurnFigures): void {
    const sql = "insert into live_turns values (?, ?, ?, ?, ?)";
    this.sql.exec(sql, callId, hit ? 1 : 0, cold ? 1 : 0, addedMs, modelMs);
  }

  /** The answers of a call so far; null before the first. */
  figures(callId: string): SpeechFigures | null {
    const sql = "select * from live_turns where call_id = ? limit ?";
    const rows = this.sql
      .exec<{ hit: number; cold: number; added_ms: number; model_ms: number }>(
        sql,
        callId,
        TURNS_KEPT,
      )
      .toArray();
    if (rows.length === 0) return null;
    const hits = rows.filter(({ hit }) => hit).length;
    return {
      turns: rows.length,
      context_hits: hits,
      hit_rate: Math.round((hits / rows.length) * 100) / 100,
      cold_look_ups: rows.filter(({ cold }) => cold).length,
      added_ms: spread(rows.map(({ added_ms }) => added_ms)),
      model_first_byte_ms: spread(rows.map(({ model_ms }) => model_ms)),
    };
  }

  /** An item's words, taken apart once: a turn comes every few seconds, and the set stays. */
  #wordsOf(item: SearchHit): string[] {
    const known = this.#words.get(item);
    if (known) return known;
    const words = contentWords(item.text);
    this.#words.set(item, words);
    return words;
  }

  /** A caller who proved who they are may hear more than a stranger: the set is another's then. */
  #set(callId: string): ContextSet | undefined {
    let set = this.#sets.get(callId);
    if (!set) {
      const sql = "select kept from memory where call_id = ?";
      const [row] = this.sql.exec<{ kept: string }>(sql, callId).toArray();
      set = row && (JSON.parse(row.kept) as ContextSet);
      if (set) this.#sets.set(callId, set);
    }
    return set?.forProspect === this.#whose(callId) ? set : undefined;
  }

  /** Whose private facts this call may hold. */
  #whose(callId: string): string | null {
    const caller = this.callerOf(callId);
    return caller?.verified ? caller.prospectId : null;
  }

  #lookUp(callId: string, utterance: string): void {
    if (this.#busy.has(callId) || !this.callerOf(callId)) return;
    this.#busy.add(callId);
    const prospectId = this.#whose(callId);
    const work = Promise.resolve()
      .then(() => recall(this.app, { prospectId: prospectId ?? undefined, utterance }))
      .then((items) => {
        // Who speaks may have changed meanwhile: what was found is then not theirs.
        if (this.#whose(callId) === prospectId) this.keep(callId, items);
      })
      .catch((error) => {
        // The same words are worth another look.
        this.#asked.delete(callId);
        console.error({ event: "memory.not-filled", callId, error: describeError(error) });
      })
      .finally(() => {
        this.#busy.delete(callId);
        const next = this.#next.get(callId);
        this.#next.delete(callId);
        if (next && this.#set(callId)) this.hint(callId, next);
      });
    this.ctx.waitUntil(work);
  }
}

function spread(values: number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
