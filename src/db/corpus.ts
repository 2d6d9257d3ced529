import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
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
import { at, createdAt } from "./columns";
import { companies, prospects } from "./prospects";
import { DIMENSIONS, embedding } from "./vector";

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
    kind: text("kind").notNull(),
    /** What it is a piece of: a call, a finding, a company, an email. */
    ownerId: text("owner_id").notNull(),
    seq: integer("seq").notNull(),
    /** Goes with the prospect. */
    prospectId: text("prospect_id").references(() => prospects.id, { onDelete: "cascade" }),
    companyId: text("company_id"),
    title: text("title"),
    text: text("text").notNull(),
    source: jsonb("source").notNull(),
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
  ],
);

/** In how many pieces a word occurs, as of the last count. */
export const lexemes = pgTable("lexemes", {
  lexeme: text("lexeme").primaryKey(),
  pieces: integer("pieces").notNull(),
});

/** What there is one of: how many pieces were counted, which model embeds, where the vectors are. */
export const corpusState = pgTable("corpus_state", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  updatedAt: at("updated_at").notNull(),
});

/** What the second vector store must still be told, one row a piece: upsert it, or delete it. */
export const vectorSync = pgTable(
  "vector_sync",
  {
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
  (t) => [index("vector_sync_due").on(t.dueAt).where(sql`due_at is not null`)],
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
  (t) => [index("shadow_reads_at").on(t.at)],
);

/** Findings about companies, with their sources. A row is a ResearchData. */
export const researchCorpus = pgTable("research_corpus", {
  id: text("id").primaryKey(),
  companyId: text("company_id").references(() => companies.id),
  title: text("title"),
  findings: text("findings").notNull(),
  sources: jsonb("sources").notNull().default([]),
  confidence: integer("confidence_percent"),
  findingsEmbedding: embedding("findings_embedding"),
  foundAt: at("found_at"),
  createdAt: createdAt(),
});
