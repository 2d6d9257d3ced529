import type { Db } from "../db/client";
import type { Embedder } from "../language/embedder";
import type { Log } from "../log";
import { ok, type Result } from "../result";
import { DAY_MS } from "../time";
import { claimUnembedded, keepVectors, type Owner, release, setAside } from "./store";

/** Texts in one request to the embedding model. */
const BATCH = 100;
/**
 * Vectors in one write. Adding them to the index is slow in a small Postgres, so small writes let
 * other queries run in between.
 */
const WRITE_BATCH = 5;

/** What embedding uses. Claims expire in machine time. */
export type EmbedDeps = { db: Db; embedder: Embedder; machineNow: () => number; log: Log };

/** How long to wait before a chunk that the model refused is tried again. */
const SET_ASIDE_MS = DAY_MS;

/**
 * Embeds one batch of chunks without a vector, of one owner if given. Returns how many it embedded.
 */
export async function embedBatch(deps: EmbedDeps, owner?: Owner): Promise<Result<number>> {
  const { db, embedder, machineNow, log } = deps;
  const unembedded = await claimUnembedded(db, embedder.name, BATCH, machineNow(), owner);
  const embeddings = await vectorsOf([...new Set(unembedded.map(({ input }) => input))], embedder);
  if (!embeddings.ok) {
    await release(db, idsOf(unembedded));
    return embeddings;
  }
  const rows = unembedded.flatMap(({ id, input, contentHash }) => {
    const vector = embeddings.value.get(input);
    return vector ? [{ id, contentHash, vector }] : [];
  });
  for (let from = 0; from < rows.length; from += WRITE_BATCH)
    await keepVectors(db, embedder.name, rows.slice(from, from + WRITE_BATCH));
  const refused = unembedded.filter(({ input }) => !embeddings.value.has(input));
  if (refused.length > 0) {
    log.error("corpus.passage-refused", { ids: idsOf(refused) });
    await setAside(db, idsOf(refused), machineNow() + SET_ASIDE_MS);
  }
  return ok(rows.length);
}
const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id);

/** A text that no model refuses. */
const PLAIN = "insurance";

/**
 * The vectors of texts, without those that the model refuses. They are found by halving the batch,
 * once a plain text has shown that neither the key nor the model is at fault.
 */
async function vectorsOf(inputs: string[], embedder: Embedder): Promise<Result<Vectors>> {
  const embeddings = await embedAll(inputs, embedder);
  if (embeddings.ok || embeddings.error.retry) return embeddings;
  const plain = await embedder.embed([PLAIN], "passage");
  return plain.ok ? await embedByHalves(inputs, embedder) : embeddings;
}
type Vectors = Map<string, number[]>;

async function embedAll(inputs: string[], embedder: Embedder): Promise<Result<Vectors>> {
  if (inputs.length === 0) return ok(new Map());
  const embeddings = await embedder.embed(inputs, "passage");
  return embeddings.ok
    ? ok(new Map(inputs.map((input, at) => [input, embeddings.value[at] ?? []])))
    : embeddings;
}

/** Embeds each half of a refused batch by itself, down to the single text that is refused. */
async function embedByHalves(refused: string[], embedder: Embedder): Promise<Result<Vectors>> {
  const all: Vectors = new Map();
  if (refused.length === 1) return ok(all);
  const middle = Math.ceil(refused.length / 2);
  for (const half of [refused.slice(0, middle), refused.slice(middle)]) {
    const embeddings = await embedAll(half, embedder);
    const found =
      embeddings.ok || embeddings.error.retry ? embeddings : await embedByHalves(half, embedder);
    if (!found.ok) return found;
    for (const [input, vector] of found.value) all.set(input, vector);
  }
  return ok(all);
}

/** Embeds all of an owner's chunks, including those that somebody else has claimed. */
export async function embedOwner(deps: EmbedDeps, owner: Owner): Promise<Result<undefined>> {
  for (;;) {
    const result = await embedBatch(deps, owner);
    if (!result.ok) return result;
    if (result.value === 0) return ok(undefined);
  }
}
