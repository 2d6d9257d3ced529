import type { Result } from "../result";

export type StoredVector = {
  id: string;
  values: number[];
  /** Ids and kinds, never words: what a filter needs, and nothing that would have to be erased. */
  metadata: Record<string, string | boolean>;
};
export type Match = { id: string; score: number };
/** A write's place in the store's order; a read that has seen it shows what was written. */
export type Lsn = number | null;

/**
 * A second place for vectors, which takes what it is told in its own time. Namespaces hold the
 * vectors of one model each.
 */
export interface VectorStore {
  /** At most 100 at a time. */
  upsert(namespace: string, vectors: StoredVector[]): Promise<Result<Lsn>>;
  /** At most 1,000 at a time. Removing what is not there is fine. */
  remove(namespace: string, ids: string[]): Promise<Result<Lsn>>;
  /** Removes everything of a model that is not used any more. */
  clear(namespace: string): Promise<Result<Lsn>>;
  query(
    namespace: string,
    vector: number[],
    limit: number,
    filter?: Record<string, unknown>,
  ): Promise<Result<{ matches: Match[]; indexed: Lsn }>>;
  /** A page of all ids, in order. */
  list(namespace: string, cursor?: string): Promise<Result<{ ids: string[]; next?: string }>>;
}

/** The namespace of an embedder, in the letters that a namespace may have. */
export const namespaceOf = (model: string): string => model.replaceAll(/[^A-Za-z0-9]+/g, "-");
