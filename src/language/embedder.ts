import type { Result } from "../result";

/** A passage is kept and found; a query finds. Some models want to be told which it is. */
export type Purpose = "passage" | "query";

/** Turns texts into vectors of 1024 dimensions and unit length, in the order of the texts. */
export interface Embedder {
  /** Model and pooling: vectors of two models, or of two poolings, are never compared. */
  readonly name: string;
  /** How many texts one request takes; `embed` itself takes any number. */
  embed(texts: string[], purpose: Purpose): Promise<Result<number[][]>>;
}

/** What bge-large was trained to be asked with (its model card); passages go as they are. */
const BGE_QUERY = "Represent this sentence for searching relevant passages: ";

/** A model's input of at most 512 tokens, counted high: what is beyond would be cut anyway. */
const INPUT_MAX = 2_000;

/** The text as a model takes it. */
export const inputFor = (text: string, purpose: Purpose, model: string): string =>
  (purpose === "query" && /\bbge-/.test(model) ? BGE_QUERY + text : text).slice(0, INPUT_MAX);

/** The vector at unit length, or nothing if it is not one of the corpus. */
export function unit(vector: number[], dimensions: number): number[] | undefined {
  const length = Math.hypot(...vector);
  if (vector.length !== dimensions || !(length > 0) || !Number.isFinite(length)) return undefined;
  return vector.map((value) => value / length);
}

/** Does `embed` for any number of texts, a batch at a time; the first that fails ends it. */
export async function inBatches(
  texts: string[],
  size: number,
  embed: (batch: string[]) => Promise<Result<number[][]>>,
): Promise<Result<number[][]>> {
  const all: number[][] = [];
  for (let from = 0; from < texts.length; from += size) {
    const done = await embed(texts.slice(from, from + size));
    if (!done.ok) return done;
    all.push(...done.value);
  }
  return { ok: true, value: all };
}

/** Remembers the last questions' vectors, so that the same words are not asked twice. */
export function cachingEmbedder(embedder: Embedder, limit: number): Embedder {
  const known = new Map<string, number[]>();
  return {
    name: embedder.name,
    async embed(texts, purpose) {
      const keys = texts.map((text) => `${purpose}:${text}`);
      const unknown = [...new Set(texts.filter((_, index) => !known.has(keys[index] ?? "")))];
      if (purpose === "passage") return embedder.embed(texts, purpose);
      const made = await embedder.embed(unknown, purpose);
      if (!made.ok) return made;
      const fresh = new Map(
        unknown.map((text, index) => [`${purpose}:${text}`, made.value[index]]),
      );
      const vectors = keys.map((key) => fresh.get(key) ?? known.get(key) ?? []);
      for (const [index, key] of keys.entries()) {
        known.delete(key);
        known.set(key, vectors[index] ?? []);
        if (known.size > limit) known.delete(known.keys().next().value ?? "");
      }
      return { ok: true, value: vectors };
    },
  };
}
