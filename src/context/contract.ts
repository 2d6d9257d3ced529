import { z } from "zod";
import { id } from "../ids";

/**
 * Body of `POST /api/context`: shows the context that an utterance would get in a prospect's call.
 */
export const contextBody = z.strictObject({
  prospect_id: id,
  utterance: z.string().max(4_000),
  turns: z
    .array(z.strictObject({ role: z.enum(["user", "assistant"]), text: z.string().max(20_000) }))
    .max(1_000)
    .optional(),
});
