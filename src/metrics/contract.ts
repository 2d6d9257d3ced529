import { z } from "zod";

const trigger = z
  .object({
    at_calls_a_day: z.number(),
    adds: z.string(),
    what_to_do: z.string(),
    reached: z.boolean(),
    in_place: z.boolean(),
  })
  .meta({ id: "RoadmapTrigger" });

const TRIGGER = {
  at_calls_a_day: 1000,
  adds: "Pinecone",
  what_to_do: "Set PINECONE_HOST and PINECONE_API_KEY, then migrate.",
  reached: false,
  in_place: false,
};

/** Answer of `GET /api/roadmap`. */
export const roadmapView = z
  .object({
    calls_today: z.number().int(),
    calls_a_day: z.number().meta({ description: "The mean of the last seven days." }),
    embeddings: z.number().int(),
    stage: z.string(),
    cost_a_month_usd: z.object({ from: z.number(), to: z.number() }),
    triggers: z.array(trigger),
    due: trigger.nullable().meta({ description: "Reached, and not yet in place." }),
    next: trigger.nullable(),
  })
  .meta({
    id: "Roadmap",
    examples: [
      {
        calls_today: 120,
        calls_a_day: 103.4,
        embeddings: 5400,
        stage: "Scaling",
        cost_a_month_usd: { from: 500, to: 1000 },
        triggers: [TRIGGER],
        due: null,
        next: TRIGGER,
      },
    ],
  });
