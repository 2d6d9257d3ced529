import { z } from "zod";
import { CHUNK_KINDS, SOURCE_TYPES } from "../db/corpus";
import { id } from "../ids";

export type Kind = (typeof CHUNK_KINDS)[number];

/** The source of a passage. The assistant says nothing that has no source. */
export const source = z
  .object({
    type: z.enum(SOURCE_TYPES),
    url: z.string().optional(),
    title: z.string().optional(),
    /** ISO 8601 */
    date: z.string().optional(),
    /** 0 to 1 */
    confidence: z.number().optional(),
    speaker: z.string().optional(),
    /** The index of the transcript's first turn in the passage. */
    turn: z.number().optional(),
  })
  .meta({ id: "Source", description: "Where a text is from." });
export type Source = z.infer<typeof source>;

/** A part of a text, small enough to be embedded. `at` is ms since 1970. */
export type Passage = { title?: string | undefined; text: string; source: Source; at: number };
/**
 * All passages of one owner, in order. Saving it removes the owner's passages that are not in it.
 */
export type SourceText = {
  kind: Kind;
  ownerId: string;
  prospectId?: string | null | undefined;
  companyId?: string | null | undefined;
  /** The position of the first passage. Earlier positions are not touched. */
  from?: number;
  /** Later positions are not touched either. */
  alone?: boolean;
  passages: Passage[];
};

/** How a query ranks: by meaning, by words, or by both. */
export const MODES = ["hybrid", "vector", "text"] as const;
/** A query to the corpus. */
export type Question = {
  text: string;
  /** The vector of `text`. Without it, words alone decide. */
  vector?: number[] | undefined;
  mode: (typeof MODES)[number];
  kinds?: Kind[] | undefined;
  /** Searches only what is about this prospect or company; with both, about either. */
  prospectId?: string | undefined;
  companyId?: string | undefined;
  /** Includes the prospect's company. */
  withCompany?: boolean | undefined;
  /** Includes the agency's own knowledge. */
  withAgency?: boolean | undefined;
  limit: number;
  /** Drops vectors whose cosine similarity is lower. */
  minCosine?: number | undefined;
};
/** The best passage of one call, research finding, company or email. */
export type SearchHit = {
  kind: Kind;
  /** The owner's id. */
  id: string;
  chunkId: string;
  /** 0 to 1, comparable within one query only. */
  score: number;
  text: string;
  /** The part around the query's words, each between `**`; null if it has none of them. */
  highlight: string | null;
  source: Source;
};

/** The search over everything the agency knows, wherever the vectors are stored. */
export interface Corpus {
  /** The best hits, best first. Throws if the database is down. */
  search(question: Question): Promise<SearchHit[]>;
  /** As `search` (`found`), plus the newest passages about them (`known`), in one round trip. */
  gather(question: Question): Promise<{ found: SearchHit[]; known: SearchHit[] }>;
  /** The ids of the chunks with the nearest vectors, for comparing two stores. */
  nearest(vector: number[], limit: number): Promise<string[]>;
}

/** Query of `GET /api/search`. */
export const searchQuery = z.strictObject({
  q: z.string().trim().min(1).max(2_000),
  kinds: z
    .string()
    .transform((text) => text.split(",").map((kind) => kind.trim()))
    .pipe(z.array(z.enum(CHUNK_KINDS)).min(1))
    .optional(),
  prospect_id: id.optional(),
  company_id: id.optional(),
  mode: z.enum(MODES).default("hybrid"),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

/** Answer of `GET /api/search`, best first. */
export const searchResult = z
  .object({
    items: z.array(
      z
        .object({
          kind: z.enum(CHUNK_KINDS),
          id: z.string(),
          score: z.number().min(0).max(1),
          text: z.string(),
          highlight: z.string().nullable(),
          source,
          chunk_id: z.string(),
        })
        .meta({ id: "SearchHit" }),
    ),
  })
  .meta({
    id: "SearchResult",
    examples: [
      {
        items: [
          {
            kind: "call",
            id: "0b9a9c1e-5a3f-4c7e-9d51-2f6f0e5b7a10",
            score: 0.88,
            text: "user: We renew our liability in March.",
            highlight: "We **renew** our liability in March.",
            source: { type: "call", date: "2026-11-24T15:00:00.000Z", speaker: "user", turn: 4 },
            chunk_id: "call:0b9a9c1e:4",
          },
        ],
      },
    ],
  });

/** Past calls count as similar above this cosine similarity, as the requirements set it. */
export const SIMILAR_CALL = 0.7;
