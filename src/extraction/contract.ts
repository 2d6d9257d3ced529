import { z } from "zod";
import { FIELDS, REASONS } from "../db/extraction";
import { id } from "../ids";
import { extractedValue } from "./field";

const TURNS_MAX = 2_000;

/** Body of `POST /api/extract`. */
export const extractBody = z.strictObject({
  transcript: z
    .array(z.strictObject({ role: z.enum(["assistant", "user"]), text: z.string().max(20_000) }))
    .min(1)
    .max(TURNS_MAX),
  prospect_id: id.optional(),
});

/** The facts extracted from a call, as the API returns them. */
export const extractionView = z.object({
  fields: z.partialRecord(z.enum(FIELDS), extractedValue),
  missing: z.array(z.object({ field: z.enum(FIELDS), reason: z.enum(REASONS) })),
});
