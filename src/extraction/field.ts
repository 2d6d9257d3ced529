import { z } from "zod";
import { FIELDS, type REASONS } from "../db/extraction";

export type Field = (typeof FIELDS)[number];

export const DOCUMENTS = ["quote", "proposal"] as const;

/** The words that a value stands on, and in which turn of the transcript they are. */
export const evidence = z.object({ turn: z.number().int().min(0), quote: z.string() });
/** A value counts when it is surer than this, and its quote is really there. */
export const CONFIDENCE_MIN = 0.8;

/**
 * A value as we made it out of the quote, never as a model wrote it: text, number, ISO date
 * (`2027-03` where only the month was said), money in minor units, or a list. `said` keeps the wording
 * where it says more than the value.
 */
export const extracted = z.object({
  value: z.unknown(),
  confidence: z.number(),
  evidence,
  said: z.string().optional(),
});
export type Extracted = z.infer<typeof extracted>;

export type Missing = { field: Field; reason: (typeof REASONS)[number] };
export type Extraction = { fields: Partial<Record<Field, Extracted>>; missing: Missing[] };

/** What a model is asked for: what it thinks was said, and where. All of it is checked. */
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

/** A turn as it is looked at. */
export type Turn = { role: "assistant" | "user"; text: string };
