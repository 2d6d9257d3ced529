import { z } from "zod";
import { type CallRequest, DIRECTIONS, ORIGINS, type Turn } from "../../src/calls/events";
import { END_KINDS, OUTCOMES, STATES } from "../../src/calls/outcome";
import type { StartedState } from "../../src/calls/state";
import { traceparent } from "../../src/trace";
import type { CallRecord } from "./call-record";

/**
 * The JSON that a call's object stores outlives the version that wrote it: this is a contract with
 * every later version. What changes its meaning gets a new number, and older ones are still read.
 */
const FORMAT = 1;

const optionalText = z.string().optional();
export const storedRequest: z.ZodType<CallRequest> = z.looseObject({
  callKey: z.string(),
  callId: z.string(),
  campaignId: z.string().nullable(),
  prospectId: z.string().nullable(),
  direction: z.enum(DIRECTIONS),
  to: z.string(),
  origin: z.enum(ORIGINS),
  providerCallId: optionalText,
  previousCallId: optionalText,
  notBefore: z.number().optional(),
  zones: z.array(z.string()),
  scriptVersion: optionalText,
  answers: optionalText,
  promise: optionalText,
  tryNumber: z.number(),
  firstTryAt: z.number(),
  traceparent,
});

const end = z.looseObject({
  kind: z.enum(END_KINDS),
  provider: z.string(),
  neverConnected: z.boolean(),
  neverRang: z.boolean(),
});
const dial = z.looseObject({
  dialedAt: z.number(),
  providerCallId: optionalText,
  hasVoicemail: z.boolean(),
  lineStatus: z.enum(["nothing", "ringing", "connected", "machine"]),
  userSpoke: z.boolean(),
  end: end.exactOptional(),
});
const flag = z.boolean().exactOptional();
const base = z.looseObject({
  request: storedRequest,
  attempt: z.number(),
  networkFailures: z.number(),
  linesBusy: z.number(),
  neverRang: z.array(z.number()),
  abandoned: z.array(z.string()),
  optedOut: flag,
  wrongNumber: flag,
  hangUp: flag,
});
const due = z.number();
const state: z.ZodType<StartedState> = z.discriminatedUnion("phase", [
  base.extend({
    phase: z.literal("waiting"),
    due,
    why: z.enum(["time", "retry"]),
    last: dial.exactOptional(),
  }),
  base.extend({ phase: z.literal("queued"), due, last: dial.exactOptional() }),
  base.extend({
    phase: z.literal("dialUnknown"),
    due,
    dial,
    unanswered: z.number(),
    empty: z.number(),
    emptyAt: z.number().exactOptional(),
  }),
  base.extend({ phase: z.literal("dialed"), due, dial, asked: z.number() }),
  base.extend({
    phase: z.literal("closed"),
    state: z.enum(["VOICEMAIL", "COMPLETED", "FAILED", "CANCELLED"]),
    outcome: z.enum(OUTCOMES),
    reported: z.boolean(),
    dial: dial.optional(),
    revision: z.number(),
    emptyTranscript: flag,
  }),
]);

const storedRecord: z.ZodType<CallRecord> = z.looseObject({
  state,
  version: z.number(),
  createdAt: z.number(),
  endedAt: z.number().nullable(),
  timeline: z.array(
    z.looseObject({
      at: z.number(),
      event: z.string(),
      from: z.enum(STATES).nullable(),
      to: z.enum(STATES),
    }),
  ),
  legs: z.array(
    z.looseObject({ providerCallId: z.string(), controlUrl: optionalText, url: optionalText }),
  ),
  reportKey: z.string().nullable(),
  durationMs: z.number().nullable(),
  costMicros: z.number().nullable(),
  scriptVersion: z.string().nullable(),
  verified: flag,
  voicemail: z.looseObject({ text: z.string(), version: z.string() }).exactOptional(),
});

/** The turns of an attempt, from its report. */
export type Transcript = { attempt: number; turns: Turn[] };
export const storedTranscript: z.ZodType<Transcript> = z.looseObject({
  attempt: z.number(),
  turns: z.array(
    z.looseObject({ role: z.enum(["assistant", "user"]), text: z.string(), at: z.number() }),
  ),
});

export const writeStored = (value: object): string => JSON.stringify({ format: FORMAT, ...value });

/** Reads what an object stored; throws, with the path that is wrong, if it cannot be read. */
export function readStored<T>(json: string, schema: z.ZodType<T>): T {
  const { format = FORMAT, ...value } = JSON.parse(json);
  if (format !== FORMAT) throw new Error(`stored by a later version: format ${format}`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map(({ path }) => path.map(String).join("."));
  throw new Error(`stored JSON cannot be read: ${paths.join(", ")}`);
}

/** Call records as JSON. Each is checked when it is first read; what was written here is known. */
export class StoredRecords {
  readonly #checked = new Map<string, string>();

  read(json: string): CallRecord {
    const { format: _, ...value } = JSON.parse(json);
    const callId = value.state?.request?.callId;
    if (this.#checked.get(callId) === json) return value;
    const record = readStored(json, storedRecord);
    this.#checked.set(record.state.request.callId, json);
    return record;
  }

  write(record: CallRecord): string {
    const json = writeStored(record);
    this.#checked.set(record.state.request.callId, json);
    return json;
  }
}
