import { z } from "zod";
import { FIELDS, FORMS, REASONS } from "../db/extraction";
import { id } from "../ids";
import { extractedValue } from "./field";

const TURNS_MAX = 2_000;

/** Body of `POST /api/extract`. */
export const extractBody = z
  .strictObject({
    transcript: z
      .array(z.strictObject({ role: z.enum(["assistant", "user"]), text: z.string().max(20_000) }))
      .min(1)
      .max(TURNS_MAX),
    prospect_id: id.optional(),
  })
  .meta({
    id: "ExtractionRequest",
    examples: [
      { transcript: [{ role: "user", text: "There are twelve of us. Please send me a quote." }] },
    ],
  });

const describedValue = extractedValue.meta({
  id: "ExtractedValue",
  description: "A value, how sure it is, and the words in the transcript that it stands on.",
});
const extraction = z.object({
  fields: z.partialRecord(z.enum(FIELDS), describedValue),
  missing: z.array(z.object({ field: z.enum(FIELDS), reason: z.enum(REASONS) })),
});
/** What was said in a call, as the API shows it. */
export const extractionView = extraction.meta({ id: "Extraction" });

/** Answer of `POST /api/extract`. */
export const extractAnswer = extraction
  .extend({ forms: z.array(z.object({ form: z.enum(FORMS), why: z.string() })) })
  .meta({
    id: "ExtractionResult",
    examples: [
      {
        fields: {
          employee_count: {
            value: 12,
            confidence: 0.97,
            evidence: { turn: 0, quote: "There are twelve of us" },
          },
        },
        missing: [{ field: "renewal_date", reason: "not_said" }],
        forms: [{ form: "PDF_QUOTE_FORM", why: 'they asked for a quote: "send me a quote"' }],
      },
    ],
  });
