import type { Db } from "../db/client";
import type { Embedder } from "../language/embedder";
import type { Log } from "../log";
import { ok, type Result } from "../result";
import { DAY_MS } from "../time";
import { claimUnembedded, keepVectors, type Owner, release, setAside } from "./store";

/** What one request to the embedding model takes at once. */
const BATCH = 100;
/**
 * How many vectors are written at once. Each is put into the index, which in a small Postgres takes
 * long: other questions come in between.
 */
const WRITTEN_AT_ONCE = 5;

export type EmbedDeps = { db: Db; embedder: Embedder; machineNow: () => number; log: Log };

/** How long a piece is left alone that the model refuses by itself. */
const SET_ASIDE_MS = DAY_MS;

/** Embeds up to one batch of what has no vector yet; tells how many pieces it took. */
export async function embedBatch(deps: EmbedDeps, only?: Owner): Promise<Result<number>> {
  const { db, embedder, machineNow, log } = deps;
  const unembedded = await claimUnembedded(db, embedder.name, BATCH, machineNow(), only);
  const made = await vectorsOf([...new Set(unembedded.map(({ input }) => input))], embedder);
  if (!made.ok) {
    await release(db, idsOf(unembedded));
    return made;
  }
  const rows = unembedded.flatMap(({ id, input, contentHash }) => {
    const vector = made.value.get(input);
    return vector ? [{ id, contentHash, vector }] : [];
  });
  for (let from = 0; from < rows.length; from += WRITTEN_AT_ONCE)
    await keepVectors(db, embedder.name, rows.slice(from, from + WRITTEN_AT_ONCE));
  const refused = unembedded.filter(({ input }) => !made.value.has(input));
  if (refused.length > 0) {
    log.error("corpus.passage-refused", { ids: idsOf(refused) });
    await setAside(db, idsOf(refused), machineNow() + SET_ASIDE_MS);
  }
  return ok(rows.length);
}
const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id);

/** A text that no model has anything against. */
const PLAIN = "insurance";

/**
 * The vectors of texts. One that a model refuses holds no other back: it is found by halving, if a plain
 * text shows that it is not the key or the model that is wrong.
 */
async function vectorsOf(inputs: string[], embedder: Embedder): Promise<Result<Vectors>> {
  const made = await embedAll(inputs, embedder);
  if (made.ok || made.error.retry) return made;
  const plain = await embedder.embed([PLAIN], "passage");
  return plain.ok ? await byHalves(inputs, embedder) : made;
}
type Vectors = Map<string, number[]>;

async function embedAll(inputs: string[], embedder: Embedder): Promise<Result<Vectors>> {
  if (inputs.length === 0) return ok(new Map());
  const made = await embedder.embed(inputs, "passage");
  return made.ok ? ok(new Map(inputs.map((input, at) => [input, made.value[at] ?? []]))) : made;
}

/** The vectors of texts that were refused together: each half is asked for by itself. */
async function byHalves(refused: string[], embedder: Embedder): Promise<Result<Vectors>> {
  const all: Vectors = new Map();
  if (refused.length === 1) return ok(all);
  const middle = Math.ceil(refused.length / 2);
  for (const half of [refused.slice(0, middle), refused.slice(middle)]) {
    const made = await embedAll(half, embedder);
    const found = made.ok || made.error.retry ? made : await byHalves(half, embedder);
    if (!found.ok) return found;
    for (const [input, vector] of found.value) all.set(input, vector);
  }
  return ok(all);
}

/** Embeds everything of one owner, whatever others are at. */
export async function embedOwner(deps: EmbedDeps, owner: Owner): Promise<Result<undefined>> {
  for (;;) {
    const done = await embedBatch(deps, owner);
    if (!done.ok) return done;
    if (done.value === 0) return ok(undefined);
  }
}
