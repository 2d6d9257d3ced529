import { z } from "zod";
import { FIELDS, type REASONS } from "../db/extraction";

export type Field = (typeof FIELDS)[number];

/** The words that prove a value, and the index of their turn in the transcript. */
export const evidence = z.object({ turn: z.number().int().min(0), quote: z.string() });
/** A claim counts only if its confidence is higher than this. */
export const CONFIDENCE_MIN = 0.8;

/**
 * A value parsed from the quote, never copied from the model: text, number, ISO date (`2027-03` if
 * only the month was said), money in minor units, or a list. `said` is the original wording, where
 * it says more than the value.
 */
export const extractedValue = z.object({
  value: z.unknown(),
  confidence: z.number(),
  evidence,
  said: z.string().optional(),
});
export type ExtractedValue = z.infer<typeof extractedValue>;

/** A field without a value, and the reason. */
export type MissingField = { field: Field; reason: (typeof REASONS)[number] };
/** The facts of a conversation, and the fields without a value. */
export type Extraction = {
  fields: Partial<Record<Field, ExtractedValue>>;
  missing: MissingField[];
};

/** The model's answer: what it thinks was said, and where. Every claim is checked. */
export const modelAnswer = z.object({
  found: z
    .array(
      z.object({
        field: z.enum(FIELDS),
        value: z.string().max(500),
        confidence: z.number().min(0).max(1),
        turn: z.number().int().min(0),
        quote: z.string().min(1).max(1_000),
      }),
    )
    .max(200),
});
export type Claim = z.infer<typeof modelAnswer>["found"][number];

/** A turn of a transcript. */
export type Turn = { role: "assistant" | "user"; text: string };
