import { z } from "zod";
import type { Caller } from "../../src/calls/caller";
import type { PreparedContext, TurnFigures } from "../../src/calls/calls";
import type { CallEvent } from "../../src/calls/events";
import type { SpeechFigures } from "../../src/calls/snapshot";
import { assemble } from "../../src/context/assemble";
import { rankByWords } from "../../src/context/rank";
import { recall } from "../../src/context/recall";
import { countHigh } from "../../src/context/tokens";
import { type SearchHit, source } from "../../src/corpus/corpus";
import { contentWords } from "../../src/corpus/words";
import { CHUNK_KINDS } from "../../src/db/corpus";
import { describeError } from "../../src/result";
import type { App } from "../compose";

/** More than any prompt holds, and still ranked in well under a millisecond. */
const ITEMS_MAX = 200;
/** Fewer new words than this are not worth a look-up. */
const NEW_WORDS_MIN = 3;
/** Look-ups begin at least this far apart: people speak in bursts. */
const LOOK_UP_GAP_MS = 700;
const TURNS_MAX = 500;

/** The context of a call, and whose private facts it holds; null for a caller who is not verified. */
type ContextSet = { forProspect: string | null; items: SearchHit[] };
/** A set as the object stores it. One that another version stored and that cannot be read is fetched again. */
const storedSet: z.ZodType<ContextSet> = z.object({
  forProspect: z.string().nullable(),
  items: z.array(
    z.object({
      kind: z.enum(CHUNK_KINDS),
      id: z.string(),
      chunkId: z.string(),
      score: z.number(),
      text: z.string(),
      highlight: z.string().nullable(),
      source,
    }),
  ),
});

/**
 * The context of an object's calls, ready before it is asked for: fetched when a call begins and, in
 * the background, while somebody speaks; read once a turn, from memory alone.
 */
export class CallMemory {
  readonly #sets = new Map<string, ContextSet>();
  /** The words that each call looked up, and when it last did; nothing while it may do so at once. */
  readonly #lookedUp = new Map<string, { words: Set<string>; at: number }>();
  /** Calls with a look-up under way. */
  readonly #busy = new Set<string>();
  /** What was said last in each call while a look-up was under way. */
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
    const prospectId = this.#verifiedProspect(callId);
    if (!set) return { block: "", hit: false, ready: false, prospectId };
    const { block } = assemble(
      rankByWords(set.items, utterance, (item) => this.#wordsOf(item)),
      [],
      countHigh,
    );
    return { block, hit: set.items.length > 0, ready: true, prospectId };
  }

  /** Starts to look up what helps to answer these words, which may still be being spoken. */
  hint(callId: string, utterance: string): void {
    const words = contentWords(utterance);
    const before = this.#lookedUp.get(callId);
    const fresh = words.filter((word) => !before?.words.has(word));
    const now = this.app.machineNow();
    const begun = this.#set(callId) !== undefined;
    if (begun && fresh.length < NEW_WORDS_MIN) return;
    // Words that come during a look-up, or before there is a set, are looked up after it.
    if (!begun || this.#busy.has(callId)) this.#next.set(callId, utterance);
    if (this.#busy.has(callId) || (begun && before && now - before.at < LOOK_UP_GAP_MS)) return;
    const all = begun ? [...(before?.words ?? []), ...words] : [];
    this.#lookedUp.set(callId, { words: new Set(all), at: now });
    this.#lookUp(callId, begun ? utterance : "");
  }

  /** The call is over: its person's facts need not stay here any longer. */
  #forget(callId: string): void {
    for (const map of [this.#sets, this.#lookedUp, this.#next]) map.delete(callId);
    this.sql.exec("delete from memory where call_id = ?", callId);
  }

  /** Adds what a look-up found to the set, for the turns to come. */
  #add(callId: string, items: SearchHit[]): void {
    const before = this.#set(callId)?.items ?? [];
    const known = new Set(items.map(({ chunkId }) => chunkId));
    const all = [...items, ...before.filter(({ chunkId }) => !known.has(chunkId))];
    const set = { forProspect: this.#verifiedProspect(callId), items: all.slice(0, ITEMS_MAX) };
    this.#sets.set(callId, set);
    const sql = "insert or replace into memory values (?, ?)";
    this.sql.exec(sql, callId, JSON.stringify(set));
  }

  /** Fetches what is known when a call begins, and what helps to answer when the caller speaks. */
  onEvent(event: CallEvent): void {
    const { callId } = event;
    if (event.type === "reported") this.#forget(callId);
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

  /** How quickly the answers of a call came, and with what; null before the first. */
  figures(callId: string): SpeechFigures | null {
    const sql = "select * from live_turns where call_id = ? limit ?";
    const rows = this.sql
      .exec<{ hit: number; cold: number; added_ms: number; model_ms: number }>(
        sql,
        callId,
        TURNS_MAX,
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

  /** An item's words, split once: a turn comes every few seconds, and the set stays. */
  #wordsOf(item: SearchHit): string[] {
    const split = this.#words.get(item);
    if (split) return split;
    const words = contentWords(item.text);
    this.#words.set(item, words);
    return words;
  }

  /** The set of a call, unless its caller was verified since: then it is a stranger's. */
  #set(callId: string): ContextSet | undefined {
    let set = this.#sets.get(callId);
    if (!set) {
      const sql = "select kept from memory where call_id = ?";
      const [row] = this.sql.exec<{ kept: string }>(sql, callId).toArray();
      set = row && storedSet.safeParse(JSON.parse(row.kept)).data;
      if (set) this.#sets.set(callId, set);
    }
    return set?.forProspect === this.#verifiedProspect(callId) ? set : undefined;
  }

  /** Whose private facts this call may hold; null for a caller who is not verified. */
  #verifiedProspect(callId: string): string | null {
    const caller = this.callerOf(callId);
    return caller?.verified ? caller.prospectId : null;
  }

  #lookUp(callId: string, utterance: string): void {
    if (this.#busy.has(callId) || !this.callerOf(callId)) return;
    this.#busy.add(callId);
    const prospectId = this.#verifiedProspect(callId);
    const work = Promise.resolve()
      .then(() => recall(this.app, { prospectId: prospectId ?? undefined, utterance }))
      .then((items) => {
        // The caller may have been verified meanwhile: what was found is then not theirs.
        if (this.#verifiedProspect(callId) === prospectId) this.#add(callId, items);
      })
      .catch((error) => {
        // The same words are worth another look.
        this.#lookedUp.delete(callId);
        const fields = { call_id: callId, error: describeError(error) };
        this.app.log.error("memory.not-filled", fields);
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
