import type { Result } from "../result";
import type { Kind } from "./corpus";

/** A vector and the metadata that queries filter by. */
export type StoredVector = {
  id: string;
  values: number[];
  /** Ids and kinds for filters. Never words, which might have to be erased. */
  metadata: Record<string, string | boolean>;
};
/** A chunk's id and its similarity to the query. */
export type Match = { id: string; score: number };
/** The sequence number of a write. A query that has indexed it shows the write. */
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
 * A second store for vectors, which applies writes with a delay. Each namespace holds the vectors
 * of one model.
 */
export interface VectorStore {
  /** Adds or replaces at most 100 vectors. */
  upsert(namespace: string, vectors: StoredVector[]): Promise<Result<Lsn>>;
  /** Removes at most 1,000 vectors. Unknown ids are ignored. */
  remove(namespace: string, ids: string[]): Promise<Result<Lsn>>;
  /** Removes all vectors of a model that is no longer used. */
  clear(namespace: string): Promise<Result<Lsn>>;
  /** The nearest vectors, and the last write that the answer includes. */
  query(
    namespace: string,
    vector: number[],
    limit: number,
    filter?: Record<string, unknown>,
  ): Promise<Result<VectorMatches>>;
  /** A page of all ids, in order. */
  list(namespace: string, cursor?: string): Promise<Result<{ ids: string[]; next?: string }>>;
}

/** The namespace of an embedding model, in the characters that Pinecone allows. */
export const namespaceOf = (model: string): string => model.replaceAll(/[^A-Za-z0-9]+/g, "-");
