import { z } from "zod";
import { CHUNK_KINDS, SOURCE_TYPES } from "../db/corpus";
import { id } from "../ids";

export type Kind = (typeof CHUNK_KINDS)[number];

/** Where a piece is from: nothing is said to anybody that has none. */
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
    /** The first of a transcript's turns in this piece. */
    turn: z.number().optional(),
  })
  .meta({ id: "Source", description: "Where a text is from." });
export type Source = z.infer<typeof source>;

/** A piece of something, as it is kept. */
export type Passage = { title?: string | undefined; text: string; source: Source; at: number };
/** Everything of one owner, in order; what was kept before and is not among it goes. */
export type SourceText = {
  kind: Kind;
  ownerId: string;
  prospectId?: string | null | undefined;
  companyId?: string | null | undefined;
  /** The first piece's place; those before it are somebody else's. */
  from?: number;
  /** Only these places are touched: what lies behind them is somebody else's too. */
  alone?: boolean;
  pieces: Passage[];
};

export const MODES = ["hybrid", "vector", "text"] as const;
export type Question = {
  text: string;
  /** The text's vector; without it words alone decide. */
  vector?: number[] | undefined;
  mode: (typeof MODES)[number];
  kinds?: Kind[] | undefined;
  /** Only what is about them; both together: what is about one or the other. */
  prospectId?: string | undefined;
  companyId?: string | undefined;
  /** The prospect's company counts as them. */
  withCompany?: boolean | undefined;
  /** The agency's own knowledge comes along, whoever it is about. */
  withAgency?: boolean | undefined;
  limit: number;
  /** Vectors less alike than this (cosine) are no answer. */
  minCosine?: number | undefined;
};
/** One answer a call, finding, company or email: its best piece. */
export type SearchHit = {
  kind: Kind;
  /** The owner's id. */
  id: string;
  chunkId: string;
  /** 0 to 1 within one question. */
  score: number;
  text: string;
  /** The piece around the question's words, which stand between `**`. */
  highlight: string | null;
  source: Source;
};

/** What can be asked, wherever the vectors are kept. */
export interface Corpus {
  /** The best answers, best first. Throws when a store is away. */
  search(question: Question): Promise<SearchHit[]>;
  /** The same, and with it, in one go, the newest that there is on them, whatever they ask. */
  gather(question: Question): Promise<{ found: SearchHit[]; known: SearchHit[] }>;
  /** The ids of the pieces whose vectors are nearest, for comparing two stores. */
  nearest(vector: number[], limit: number): Promise<string[]>;
}

/** `GET /api/search` */
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

/** Similar past calls are those above this cosine (the user's document, "Semantic search"). */
export const SIMILAR_CALL = 0.7;
