import type { Db } from "../db/client";
import type { Embedder } from "../language/embedder";
import { ok, type Result } from "../result";
import { claimBare, keepVectors, type Owner, release } from "./store";

/** What one request to the embedding model takes at once. */
const BATCH = 100;
/**
 * How many vectors are written at once. Each is put into the index, which in a small Postgres takes
 * long: other questions come in between.
 */
const WRITTEN_AT_ONCE = 5;

export type EmbedDeps = { db: Db; embedder: Embedder; machineNow: () => number };

/** Embeds up to one batch of what has no vector yet; tells how many pieces it took. */
export async function embedBatch(deps: EmbedDeps, only?: Owner): Promise<Result<number>> {
  const { db, embedder, machineNow } = deps;
  const bare = await claimBare(db, embedder.name, BATCH, machineNow(), only);
  if (bare.length === 0) return ok(0);
  const inputs = [...new Set(bare.map(({ input }) => input))];
  const made = await embedder.embed(inputs, "passage");
  if (!made.ok) {
    await release(
      db,
      bare.map(({ id }) => id),
    );
    return made;
  }
  const vectors = new Map(inputs.map((input, index) => [input, made.value[index] ?? []]));
  const rows = bare.map(({ id, input }) => ({ id, vector: vectors.get(input) ?? [] }));
  for (let from = 0; from < rows.length; from += WRITTEN_AT_ONCE)
    await keepVectors(db, embedder.name, rows.slice(from, from + WRITTEN_AT_ONCE));
  return ok(bare.length);
}

/** Embeds everything of one owner, whatever others are at. */
export async function embedOwner(deps: EmbedDeps, owner: Owner): Promise<Result<undefined>> {
  for (;;) {
    const done = await embedBatch(deps, owner);
    if (!done.ok) return done;
    if (done.value === 0) return ok(undefined);
  }
}
