import type { Result } from "../result";

/** What a text is embedded for. Some models treat stored passages and queries differently. */
export type Purpose = "passage" | "query";

/** Turns texts into vectors of 1024 dimensions and unit length, in the same order. */
export interface Embedder {
  /** Model and pooling. Vectors of different models or poolings cannot be compared. */
  readonly name: string;
  /** Embeds any number of texts, in batches. Fails if one batch fails. */
  embed(texts: string[], purpose: Purpose): Promise<Result<number[][]>>;
}

/** The prefix for queries from bge-large's model card. Passages have none. */
const BGE_QUERY = "Represent this sentence for searching relevant passages: ";

/** Characters that surely hold 512 tokens, the model's limit. It would ignore the rest. */
const INPUT_MAX = 2_000;

/** The text as the model expects it: with its query prefix, and not too long. */
export const inputFor = (text: string, purpose: Purpose, model: string): string =>
  (purpose === "query" && /\bbge-/.test(model) ? BGE_QUERY + text : text).slice(0, INPUT_MAX);

/** Scales a vector to unit length; undefined if it has other dimensions or is not finite. */
export function toUnitLength(vector: number[], dimensions: number): number[] | undefined {
  const length = Math.hypot(...vector);
  if (vector.length !== dimensions || !(length > 0) || !Number.isFinite(length)) return undefined;
  return vector.map((value) => value / length);
}

/** Calls `embed` in batches of `size` texts, and stops at the first failure. */
export async function inBatches(
  texts: string[],
  size: number,
  embed: (batch: string[]) => Promise<Result<number[][]>>,
): Promise<Result<number[][]>> {
  const all: number[][] = [];
  for (let from = 0; from < texts.length; from += size) {
    const result = await embed(texts.slice(from, from + size));
    if (!result.ok) return result;
    all.push(...result.value);
  }
  return { ok: true, value: all };
}

/** Caches the vectors of the last `limit` queries. */
export function cachingEmbedder(embedder: Embedder, limit: number): Embedder {
  const cache = new Map<string, number[]>();
  return {
    name: embedder.name,
    async embed(texts, purpose) {
      const keys = texts.map((text) => `${purpose}:${text}`);
      const missing = [...new Set(texts.filter((_, index) => !cache.has(keys[index] ?? "")))];
      if (purpose === "passage") return embedder.embed(texts, purpose);
      const embeddings = await embedder.embed(missing, purpose);
      if (!embeddings.ok) return embeddings;
      const fresh = new Map(
        missing.map((text, index) => [`${purpose}:${text}`, embeddings.value[index]]),
      );
      const vectors = keys.map((key) => fresh.get(key) ?? cache.get(key) ?? []);
      for (const [index, key] of keys.entries()) {
        cache.delete(key);
        cache.set(key, vectors[index] ?? []);
        if (cache.size > limit) cache.delete(cache.keys().next().value ?? "");
      }
      return { ok: true, value: vectors };
    },
  };
}
