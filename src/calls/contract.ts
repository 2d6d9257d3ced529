import { z } from "zod";
import { CALL_STATES, INTENTS, SENTIMENTS } from "../db/calls";
import { id, timeCursor } from "../ids";
import { money } from "../money";
import { CONSENT_EXAMPLE, prospectData } from "../prospects/prospect";
import { isoMoment, isoTime } from "../time";

const CALL_ID = "0b9a9c1e-5a3f-4c7e-9d51-2f6f0e5b7a10";
const CALL_KEY = "va:call:outbound:spring-renewals:jo-miller";

/** Body of `POST /call/initiate`. */
export const initiateBody = z
  .strictObject({
    campaign_id: id,
    prospect_id: id,
    phone_number: z.string().min(1).max(40),
    prospect_data: prospectData.optional(),
  })
  .meta({
    id: "CallStart",
    examples: [
      {
        campaign_id: "spring-renewals",
        prospect_id: "jo-miller",
        phone_number: "+12125550143",
        prospect_data: {
          name: "Jo Miller",
          company_name: "Miller Bakery",
          address: { state: "NY", postal_code: "10001", country: "US" },
          consent: CONSENT_EXAMPLE,
        },
      },
    ],
  });

/** Answer of `POST /call/initiate`: the new call, or the one that is already open (`duplicate`). */
export const initiated = z
  .object({
    call_id: id,
    call_key: z.string(),
    state: z.enum(CALL_STATES),
    attempt: z.number().int(),
    duplicate: z.boolean().meta({ description: "Whether this call was open already." }),
    not_before: z
      .string()
      .optional()
      .meta({ description: "When it will be dialed, if it may not be dialed now." }),
  })
  .meta({
    id: "StartedCall",
    examples: [
      {
        call_id: CALL_ID,
        call_key: CALL_KEY,
        state: "INITIATED",
        attempt: 1,
        duplicate: false,
      },
    ],
  });

/** A model's summary of a conversation. The prompt has the rubric for `quality_score`. */
export const callSummary = z.object({
  summary: z.string().min(1).max(4_000),
  sentiment: z.enum(SENTIMENTS),
  intent: z.enum(INTENTS),
  quality_score: z.number().int().min(0).max(100),
  objections: z.array(z.string().max(500)).max(20),
});
export type CallSummary = z.infer<typeof callSummary>;

/** Query of `GET /call`. */
export const callQuery = z.strictObject({
  campaign_id: id.optional(),
  prospect_id: id.optional(),
  state: z.enum(CALL_STATES).optional(),
  since: isoMoment.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: timeCursor.optional(),
});
export type CallQuery = z.infer<typeof callQuery>;

/** Body of `POST /call/{call_id}/control`. */
export const controlBody = z
  .strictObject({
    action: z.enum(["say", "whisper", "transfer", "end"]),
    text: z.string().trim().min(1).max(1_000).optional(),
  })
  .refine(({ action, text }) => text !== undefined || action === "transfer" || action === "end", {
    path: ["text"],
    message: "is needed to say or whisper",
  })
  .meta({
    id: "CallControl",
    examples: [{ action: "say", text: "A licensed agent will join in a minute." }],
  });
/** Answer of `POST /call/{call_id}/control`. */
export const controlView = z
  .object({ call_id: id, action: z.enum(["say", "whisper", "transfer", "end"]) })
  .meta({ id: "CallControlResult", examples: [{ call_id: CALL_ID, action: "say" }] });

const CONVERSION = { kind: "bound", premium: { amount_minor: 120_000, currency: "USD" } };
/** Body of `POST /call/{call_id}/conversion`. */
export const conversionBody = z
  .strictObject({
    kind: z.enum(["bound", "lost"]),
    premium: money.optional(),
    at: isoMoment.optional(),
  })
  .meta({ id: "NewConversion", examples: [CONVERSION] });
/** Answer of `POST /call/{call_id}/conversion`. */
export const conversionView = z
  .object({
    call_id: id,
    kind: z.enum(["bound", "lost"]),
    premium: money.optional(),
    at: isoTime,
  })
  .meta({
    id: "Conversion",
    examples: [{ call_id: CALL_ID, ...CONVERSION, at: "2026-11-25T17:30:00.000Z" }],
  });
export type Conversion = z.infer<typeof conversionBody>;
