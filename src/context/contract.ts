import { z } from "zod";
import { source } from "../corpus/corpus";
import { CHUNK_KINDS } from "../db/corpus";
import { id } from "../ids";

/** Body of `POST /api/context`: shows the context that an utterance would get in a prospect's call. */
export const contextBody = z
  .strictObject({
    prospect_id: id,
    utterance: z.string().max(4_000),
    turns: z
      .array(z.strictObject({ role: z.enum(["user", "assistant"]), text: z.string().max(20_000) }))
      .max(1_000)
      .optional(),
  })
  .meta({
    id: "ContextRequest",
    examples: [{ prospect_id: "jo-miller", utterance: "What did you quote us last year?" }],
  });

const item = z
  .object({
    kind: z.enum(CHUNK_KINDS),
    id: z.string(),
    score: z.number(),
    text: z.string(),
    source,
    tokens: z.number().int(),
  })
  .meta({ id: "ContextItem" });
const section = z
  .object({
    name: z.string(),
    budget: z.number().int().meta({ description: "Tokens that this section may take." }),
    tokens: z.number().int(),
    items: z.array(item),
  })
  .meta({ id: "ContextSection" });

/** Answer of `POST /api/context`. */
export const contextView = z
  .object({
    sections: z.array(section),
    total_tokens: z.number().int(),
    base_prompt_tokens: z.number().int(),
    system_prompt: z.string(),
    took_ms: z.number(),
  })
  .meta({
    id: "Context",
    examples: [
      {
        sections: [
          {
            name: "company",
            budget: 300,
            tokens: 42,
            items: [
              {
                kind: "company",
                id: "miller-bakery",
                score: 0.91,
                text: "Miller Bakery employs 12 people.",
                source: { type: "record", date: "2026-11-20T09:00:00.000Z" },
                tokens: 42,
              },
            ],
          },
        ],
        total_tokens: 42,
        base_prompt_tokens: 910,
        system_prompt: "You are Jennifer, …",
        took_ms: 38,
      },
    ],
  });
