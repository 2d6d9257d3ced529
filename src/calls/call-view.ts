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
import { documentAnswer } from "../documents/contract";
import { extractionView } from "../extraction/contract";
import { id } from "../ids";
import { isoTime } from "../time";

const CALL_ID = "0b9a9c1e-5a3f-4c7e-9d51-2f6f0e5b7a10";
const CALL_KEY = "va:call:outbound:spring-renewals:jo-miller";

const turn = z
  .object({ role: z.enum(["assistant", "user"]), text: z.string(), at: isoTime.nullable() })
  .meta({ id: "Turn" });
const mark = z
  .object({
    at: isoTime,
    event: z.string(),
    from: z.enum(CALL_STATES).nullable(),
    to: z.enum(CALL_STATES),
  })
  .meta({ id: "TimelineEntry" });
const task = z
  .object({
    name: z.string(),
    status: z.enum(TASK_STATUSES),
    tries: z.number().int(),
    error: z.string().nullable(),
  })
  .meta({ id: "TaskRun" });
const decision = z
  .object({
    at: isoTime.nullable(),
    channel: z.string(),
    allowed: z.boolean(),
    reason_code: z.string().nullable(),
    rule: z.string().nullable(),
    rule_version: z.string(),
  })
  .meta({ id: "ContactDecision", description: "Why the compliance gate allowed or denied it." });

const spread = z
  .object({ p50: z.number(), p95: z.number(), max: z.number() })
  .meta({ id: "Spread", description: "Milliseconds." });
/** `added_ms` is what we put before the model's own time to its first word. */
const speechFigures = z
  .object({
    turns: z.number().int(),
    context_hits: z.number().int(),
    hit_rate: z.number(),
    cold_look_ups: z.number().int(),
    added_ms: spread,
    model_first_byte_ms: spread,
  })
  .meta({ id: "SpeechFigures" });

const voicemail = z
  .object({
    id: z.string(),
    delivered: z.boolean(),
    delivered_at: isoTime.nullable(),
    text: z.string().nullable(),
    text_version: z.string().nullable(),
    emailed_at: isoTime.nullable(),
    clicked_at: isoTime.nullable(),
    called_back_at: isoTime.nullable(),
    callback_call_id: z.string().nullable(),
    converted_at: isoTime.nullable(),
    expires_at: isoTime.nullable(),
  })
  .meta({ id: "Voicemail" });
const email = z
  .object({
    id,
    kind: z.string(),
    status: z.string(),
    message_id: z.string().nullable(),
    sent_at: isoTime.nullable(),
  })
  .meta({ id: "SentEmail" });
/** A form that the call asked for; `proof` is what a page answered to a web form. */
const requestedForm = z
  .object({
    form: z.enum(FORMS),
    why: z.string(),
    status: z.string(),
    proof: z
      .looseObject({
        status: z.string(),
        form_id: z.string(),
        screenshot_url: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: "RequestedForm" });
const followUp = z
  .object({
    kind: z.string(),
    status: z.string(),
    result: z.unknown(),
    document_id: z.string().nullable(),
    due_at: isoTime.nullable(),
  })
  .meta({ id: "FollowUp" });

const LIST_ITEM = {
  call_id: CALL_ID,
  call_key: CALL_KEY,
  campaign_id: "spring-renewals",
  prospect_id: "jo-miller",
  direction: "outbound",
  origin: "api",
  previous_call_id: null,
  state: "COMPLETED",
  outcome: "conversation",
  ended_reason: "customer-ended-call",
  attempt: 1,
  not_before: null,
  created_at: "2026-11-24T15:00:00.000Z",
  ended_at: "2026-11-24T15:04:10.000Z",
};

const listItem = z.object({
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
  not_before: isoTime.nullable(),
  created_at: isoTime,
  ended_at: isoTime.nullable(),
});
/** One line of `GET /call`. */
export const callListItem = listItem.meta({ id: "CallListItem", examples: [LIST_ITEM] });
export type CallListItem = z.infer<typeof callListItem>;

const CALL_EXAMPLE = {
  ...LIST_ITEM,
  script_version: "default-cold:1",
  timeline: [
    { at: "2026-11-24T15:00:00.000Z", event: "requested", from: null, to: "INITIATED" },
    { at: "2026-11-24T15:04:10.000Z", event: "ended", from: "CONNECTED", to: "COMPLETED" },
  ],
  transcript: [{ role: "user", text: "Please send me a quote.", at: "2026-11-24T15:01:00.000Z" }],
  summary: "Jo asked for a general liability quote.",
  sentiment: "positive",
  intent: "quote",
  quality_score: 86,
  recording_url: `/call/${CALL_ID}/recording`,
  speech: null,
  extraction: null,
  forms: [{ form: "PDF_QUOTE_FORM", why: "they asked for a quote", status: "awaiting_release" }],
  follow_ups: [],
  documents: [],
  voicemail: null,
  emails: [],
  tasks: [{ name: "summarise", status: "done", tries: 1, error: null }],
  decisions: [
    {
      at: "2026-11-24T15:00:00.000Z",
      channel: "voice",
      allowed: true,
      reason_code: null,
      rule: null,
      rule_version: "2026-11-25.1",
    },
  ],
  links: { self: `/call/${CALL_ID}` },
};

/** Answer of `GET /call/{call_id}`: a call with all that is known of it (the seeds' CallData). */
export const callData = listItem
  .extend({
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
    forms: z.array(requestedForm),
    follow_ups: z.array(followUp),
    documents: z.array(documentAnswer),
    voicemail: voicemail.nullable(),
    emails: z.array(email),
    tasks: z.array(task),
    decisions: z.array(decision),
    links: z.record(z.string(), z.string()),
  })
  .meta({ id: "Call", examples: [CALL_EXAMPLE] });
export type CallData = z.infer<typeof callData>;
