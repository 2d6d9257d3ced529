import { z } from "zod";
import {
  CALL_DIRECTIONS,
  CALL_ORIGINS,
  CALL_OUTCOMES,
  CALL_STATES,
  INTENTS,
  SENTIMENTS,
} from "../db/calls";
import { FORMS } from "../db/extraction";
import { TASK_STATUSES } from "../db/task-runs";
import { extractionView } from "../extraction/contract";
import { id, timeCursor } from "../ids";
import { prospectData } from "../prospects/prospect";
import { isoMoment } from "../time";

/** Body of `POST /call/initiate`. */
export const initiateBody = z.strictObject({
  campaign_id: id,
  prospect_id: id,
  phone_number: z.string().min(1).max(40),
  prospect_data: prospectData.optional(),
});

/** Answer of `POST /call/initiate`: the new call, or the one that is already open (`duplicate`). */
export const initiated = z.object({
  call_id: id,
  call_key: z.string(),
  state: z.enum(CALL_STATES),
  attempt: z.number().int(),
  duplicate: z.boolean(),
  not_before: z.string().optional(),
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

const turn = z.object({
  role: z.enum(["assistant", "user"]),
  text: z.string(),
  at: z.string().nullable(),
});
const mark = z.object({
  at: z.string(),
  event: z.string(),
  from: z.enum(CALL_STATES).nullable(),
  to: z.enum(CALL_STATES),
});
const task = z.object({
  name: z.string(),
  status: z.enum(TASK_STATUSES),
  tries: z.number().int(),
  error: z.string().nullable(),
});
const decision = z.object({
  at: z.string().nullable(),
  channel: z.string(),
  allowed: z.boolean(),
  reason_code: z.string().nullable(),
  rule: z.string().nullable(),
  rule_version: z.string(),
});

const distribution = z.object({ p50: z.number(), p95: z.number(), max: z.number() });
/** All times are in ms. `added_ms` is our own share of the time to the model's first word. */
const speechFigures = z.object({
  turns: z.number().int(),
  context_hits: z.number().int(),
  hit_rate: z.number(),
  cold_look_ups: z.number().int(),
  added_ms: distribution,
  model_first_byte_ms: distribution,
});

/** An item of `GET /call`. */
export const callListItem = z.object({
  call_id: id,
  call_key: z.string(),
  campaign_id: z.string().nullable(),
  prospect_id: z.string().nullable(),
  direction: z.enum(CALL_DIRECTIONS),
  origin: z.enum(CALL_ORIGINS),
  previous_call_id: z.string().nullable(),
  state: z.enum(CALL_STATES),
  outcome: z.enum(CALL_OUTCOMES).nullable(),
  ended_reason: z.string().nullable(),
  attempt: z.number().int(),
  not_before: z.string().nullable(),
  created_at: z.string(),
  ended_at: z.string().nullable(),
});
export type CallListItem = z.infer<typeof callListItem>;

/** Answer of `GET /call/{call_id}`: a call with everything that is known about it. */
export const callData = callListItem.extend({
  script_version: z.string().nullable(),
  timeline: z.array(mark),
  transcript: z.array(turn),
  summary: z.string().nullable(),
  sentiment: z.enum(SENTIMENTS).nullable(),
  intent: z.enum(INTENTS).nullable(),
  quality_score: z.number().int().nullable(),
  recording_url: z.string().nullable(),
  speech: speechFigures.nullable(),
  extraction: extractionView.nullable(),
  forms: z.array(z.object({ form: z.enum(FORMS), why: z.string(), status: z.string() })),
  follow_ups: z.array(z.unknown()),
  documents: z.array(z.unknown()),
  voicemail: z
    .object({
      id: z.string(),
      delivered: z.boolean(),
      delivered_at: z.string().nullable(),
      text: z.string().nullable(),
      text_version: z.string().nullable(),
      emailed_at: z.string().nullable(),
      clicked_at: z.string().nullable(),
      called_back_at: z.string().nullable(),
      callback_call_id: z.string().nullable(),
      converted_at: z.string().nullable(),
      expires_at: z.string().nullable(),
    })
    .nullable(),
  emails: z.array(
    z.object({
      id,
      kind: z.string(),
      status: z.string(),
      message_id: z.string().nullable(),
      sent_at: z.string().nullable(),
    }),
  ),
  tasks: z.array(task),
  decisions: z.array(decision),
  links: z.record(z.string(), z.string()),
});
export type CallData = z.infer<typeof callData>;

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
  });

const money = z.strictObject({
  amount_minor: z.number().int().min(0).max(1_000_000_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be a currency code such as USD"),
});
/** Body of `POST /call/{call_id}/conversion`. */
export const conversionBody = z.strictObject({
  kind: z.enum(["bound", "lost"]),
  premium: money.optional(),
  at: isoMoment.optional(),
});
export type Conversion = z.infer<typeof conversionBody>;
