import type { Result } from "../result";
import type { Kind } from "./corpus";

export type StoredVector = {
  id: string;
  values: number[];
  /** Ids and kinds, never words: what a filter needs, and nothing that would have to be erased. */
  metadata: Record<string, string | boolean>;
};
export type Match = { id: string; score: number };
/** A write's place in the store's order; a read that has seen it shows what was written. */
export type Lsn = number | null;
/** What a store found by its vectors, and the last write that it had seen. */
export type VectorMatches = { matches: Match[]; indexed: Lsn };
/** Searches a second store over everybody's passages; nothing if Postgres is to search itself. */
export type VectorSearch = (
  vector: number[],
  limit: number,
  kinds: Kind[] | undefined,
  onlyAgency: boolean,
) => Promise<VectorMatches | undefined>;

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
  ): Promise<Result<VectorMatches>>;
  /** A page of all ids, in order. */
  list(namespace: string, cursor?: string): Promise<Result<{ ids: string[]; next?: string }>>;
}

/** The namespace of an embedder, in the letters that a namespace may have. */
export const namespaceOf = (model: string): string => model.replaceAll(/[^A-Za-z0-9]+/g, "-");
