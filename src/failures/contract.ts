import { z } from "zod";
import { FAILURE_KINDS } from "../db/failures";
import { isoTime } from "../time";

const FAILURE_ID = "effect_7c1f";

export const failureView = z
  .object({
    id: z.string(),
    kind: z.enum(FAILURE_KINDS),
    cause: z.string(),
    detail: z.unknown().meta({ description: "What a retry needs to know; by kind." }),
    count: z.number().int(),
    created_at: isoTime,
    last_at: isoTime,
  })
  .meta({
    id: "Failure",
    examples: [
      {
        id: FAILURE_ID,
        kind: "task",
        cause: "openai answered 500",
        detail: { task: "extract", call_id: "0b9a9c1e-5a3f-4c7e-9d51-2f6f0e5b7a10" },
        count: 2,
        created_at: "2026-11-24T15:05:00.000Z",
        last_at: "2026-11-24T15:20:00.000Z",
      },
    ],
  });

export const dismissedFailure = z
  .object({ id: z.string(), dismissed: z.literal(true) })
  .meta({ id: "DismissedFailure", examples: [{ id: FAILURE_ID, dismissed: true }] });
export const retriedFailure = z
  .object({ id: z.string(), retried: z.literal(true) })
  .meta({ id: "Retried", examples: [{ id: FAILURE_ID, retried: true }] });
