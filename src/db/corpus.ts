import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  halfvec,
  index,
  integer,
  jsonb,
  pgTable,
  sparsevec,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, createdAt, oneOf } from "./columns";
import { companies, prospects } from "./prospects";
import { DIMENSIONS, embedding } from "./vector";

/** What can be found. The agency's own knowledge is research that belongs to no company. */
export const CHUNK_KINDS = ["call", "research", "company", "email"] as const;

export const SOURCE_TYPES = [
  "call",
  "summary",
  "research",
  "company",
  "email",
  "agency",
  "record",
] as const;

/** Where a piece is from. */
export type StoredSource = {
  type: (typeof SOURCE_TYPES)[number];
  url?: string | undefined;
  title?: string | undefined;
  /** ISO 8601 */
  date?: string | undefined;
  /** 0 to 1 */
  confidence?: number | undefined;
  speaker?: string | undefined;
  turn?: number | undefined;
};

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Words share dimensions by their hash; with a million of them hardly any two ever do. */
const WORDS = 1_048_576;

/**
 * Everything that can be found, in pieces that fit the embedding model. `terms` are a piece's words
 * by their weight in BM25, so that its score is one inner product.
 */
export const chunks = pgTable(
  "chunks",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: CHUNK_KINDS }).notNull(),
    /** What it is a piece of: a call, a finding, a company, an email. */
    ownerId: text("owner_id").notNull(),
    seq: integer("seq").notNull(),
    /** Goes with the prospect. */
    prospectId: text("prospect_id").references(() => prospects.id, { onDelete: "cascade" }),
    /** Goes with the company. */
    companyId: text("company_id").references(() => companies.id, { onDelete: "cascade" }),
    title: text("title"),
    text: text("text").notNull(),
    source: jsonb("source").$type<StoredSource>().notNull(),
    /** When it was said, found or sent. */
    at: at("at").notNull(),
    contentHash: text("content_hash").notNull(),
    tsv: tsvector("tsv")
      .generatedAlwaysAs(sql`to_tsvector('english', searchable(title, text))`)
      .notNull(),
    terms: sparsevec("terms", { dimensions: WORDS })
      .generatedAlwaysAs(sql`bm25_terms(searchable(title, text))`)
      .notNull(),
    embedding: halfvec("embedding", { dimensions: DIMENSIONS }),
    /** By which model and pooling: vectors of two are never compared. */
    model: text("model"),
    /** When it is to be embedded, in machine time; nothing once it is. */
    dueAt: at("due_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("chunks_owner").on(t.kind, t.ownerId, t.seq),
    index("chunks_prospect").on(t.prospectId, t.at),
    index("chunks_company").on(t.companyId, t.at),
    index("chunks_hash").on(t.contentHash),
    index("chunks_unembedded").on(t.dueAt, t.createdAt).where(sql`embedding is null`),
    index("chunks_tsv").using("gin", t.tsv),
    index("chunks_embedding")
      .using("hnsw", t.embedding.op("halfvec_cosine_ops"))
      .with({ m: 16, ef_construction: 128 }),
    oneOf("chunks_kind", t.kind, CHUNK_KINDS),
    check("chunks_seq", sql`${t.seq} >= 0`),
    check("chunks_due", sql`(${t.embedding} is null) = (${t.dueAt} is not null)`),
    check("chunks_model", sql`(${t.embedding} is null) = (${t.model} is null)`),
  ],
);

/** In how many pieces a word occurs, as of the last count. */
export const lexemes = pgTable(
  "lexemes",
  {
    lexeme: text("lexeme").primaryKey(),
    pieces: integer("pieces").notNull(),
  },
  (t) => [check("lexemes_pieces", sql`${t.pieces} >= 1`)],
);

export const CORPUS_STATE_KEYS = ["agency", "lexemes", "migration", "model"] as const;

/** What there is one of: how many pieces were counted, which model embeds, where the vectors are. */
export const corpusState = pgTable(
  "corpus_state",
  {
    key: text("key", { enum: CORPUS_STATE_KEYS }).primaryKey(),
    value: jsonb("value").$type<unknown>().notNull(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [oneOf("corpus_state_key", t.key, CORPUS_STATE_KEYS)],
);

/** What the second vector store must still be told, one row a piece: upsert it, or delete it. */
export const vectorSync = pgTable(
  "vector_sync",
  {
    /** No reference: that a piece is gone has to be told after it has gone. */
    chunkId: text("chunk_id").primaryKey(),
    namespace: text("namespace").notNull(),
    deleted: boolean("deleted").notNull().default(false),
    /** Grows with every change, so that what was told in between is told again. */
    revision: integer("revision").notNull().default(1),
    tries: integer("tries").notNull().default(0),
    error: text("error"),
    dueAt: at("due_at"),
    /** The store's own number of the write, when it took it. */
    lsn: bigint("lsn", { mode: "number" }),
  },
  (t) => [
    index("vector_sync_due").on(t.dueAt).where(sql`due_at is not null`),
    check("vector_sync_revision", sql`${t.revision} >= 1`),
    check("vector_sync_tries", sql`${t.tries} >= 0`),
  ],
);

/** One look at both stores for the same question. */
export const shadowReads = pgTable(
  "shadow_reads",
  {
    id: text("id").primaryKey(),
    at: at("at").notNull(),
    /** How many of the ten first they had in common, in percent. */
    overlapPercent: integer("overlap_percent").notNull(),
    missing: text("missing").array().notNull(),
  },
  (t) => [
    index("shadow_reads_at").on(t.at),
    check("shadow_reads_overlap", sql`${t.overlapPercent} between 0 and 100`),
  ],
);

/** Findings about companies, with their sources. A row is a ResearchData. */
export const researchCorpus = pgTable(
  "research_corpus",
  {
    id: text("id").primaryKey(),
    companyId: text("company_id").references(() => companies.id, { onDelete: "cascade" }),
    title: text("title"),
    findings: text("findings").notNull(),
    sources: jsonb("sources").$type<{ url: string }[]>().notNull().default([]),
    confidence: integer("confidence_percent"),
    findingsEmbedding: embedding("findings_embedding"),
    foundAt: at("found_at"),
    createdAt: createdAt(),
  },
  (t) => [check("research_corpus_confidence", sql`${t.confidence} between 0 and 100`)],
);
