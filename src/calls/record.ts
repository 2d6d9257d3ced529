import { z } from "zod";
import { CALL_DIRECTIONS, CALL_ORIGINS, CALL_OUTCOMES, CALL_STATES } from "../db/calls";
import { traceparent } from "../trace";
import { END_KINDS } from "./end-reason";
import type { CallRequest, Turn } from "./events";
import type { CallLeg } from "./leg";
import type { TimelineEntry } from "./snapshot";
import type { Dial, StartedState } from "./state";

/**
 * PERSISTED CONTRACT. One call as its object stores it, as JSON in SQLite. A deploy meets records
 * of older versions in the middle of their call. To change the shape, raise `RECORD_VERSION`, add a
 * step to `UPGRADES` and add a record of the previous version to `test/fixtures/call-records`.
 */
export type CallRecord = {
  state: StartedState;
  /** Grows with every change, so that an older projection never replaces a newer one. */
  version: number;
  createdAt: number;
  endedAt: number | null;
  timeline: TimelineEntry[];
  /**
   * Every connection at the provider, oldest first. Their control addresses are stored only here.
   */
  legs: CallLeg[];
  reportKey: string | null;
  durationMs: number | null;
  costMicros: number | null;
  scriptVersion: string | null;
  /** The caller proved who they are. */
  verified?: boolean;
  /** The voicemail message that the last dial carried. */
  voicemail?: { text: string; version: string } | undefined;
};

/** The version that is written today. Version 0 had no `format` field. */
export const RECORD_VERSION = 1;

const text = z.string().optional();
const count = z.number().int().min(0);
const time = z.number();

const request = z.looseObject({
  callKey: z.string(),
  callId: z.string(),
  campaignId: z.string().nullable(),
  prospectId: z.string().nullable(),
  direction: z.enum(CALL_DIRECTIONS),
  to: z.string(),
  origin: z.enum(CALL_ORIGINS),
  providerCallId: text,
  previousCallId: text,
  notBefore: time.optional(),
  zones: z.array(z.string()),
  scriptVersion: text,
  answers: text,
  promise: text,
  tryNumber: count,
  firstTryAt: time,
  traceparent,
}) satisfies z.ZodType<CallRequest>;

const endReason = z.looseObject({
  kind: z.enum(END_KINDS),
  provider: z.string(),
  neverConnected: z.boolean(),
  neverRang: z.boolean(),
});
const dial = z.looseObject({
  dialedAt: time,
  providerCallId: text,
  hasVoicemail: z.boolean(),
  lineStatus: z.enum(["nothing", "ringing", "connected", "machine"]),
  userSpoke: z.boolean(),
  end: endReason.exactOptional(),
}) satisfies z.ZodType<Dial>;

const base = z.looseObject({
  request,
  attempt: count,
  networkFailures: count,
  linesBusy: count,
  neverRang: z.array(z.number()),
  abandoned: z.array(z.string()),
  optedOut: z.boolean().exactOptional(),
  wrongNumber: z.boolean().exactOptional(),
  hangUp: z.boolean().exactOptional(),
});
const state = z.discriminatedUnion("phase", [
  base.extend({
    phase: z.literal("waiting"),
    due: time,
    why: z.enum(["time", "retry"]),
    last: dial.exactOptional(),
  }),
  base.extend({ phase: z.literal("queued"), due: time, last: dial.exactOptional() }),
  base.extend({
    phase: z.literal("dialUnknown"),
    due: time,
    dial,
    unanswered: count,
    empty: count,
    emptyAt: time.exactOptional(),
  }),
  base.extend({ phase: z.literal("dialed"), due: time, dial, asked: count }),
  base.extend({
    phase: z.literal("closed"),
    state: z.enum(["VOICEMAIL", "COMPLETED", "FAILED", "CANCELLED"]),
    outcome: z.enum(CALL_OUTCOMES),
    reported: z.boolean(),
    dial: dial.optional(),
    revision: count,
    emptyTranscript: z.boolean().exactOptional(),
  }),
]) satisfies z.ZodType<StartedState>;

const leg = z.looseObject({ providerCallId: z.string(), controlUrl: text, url: text });
const publicState = z.enum(CALL_STATES);
const record = z.looseObject({
  state,
  version: count,
  createdAt: time,
  endedAt: time.nullable(),
  timeline: z.array(
    z.looseObject({ at: time, event: z.string(), from: publicState.nullable(), to: publicState }),
  ),
  legs: z.array(leg),
  reportKey: z.string().nullable(),
  durationMs: z.number().nullable(),
  costMicros: z.number().nullable(),
  scriptVersion: z.string().nullable(),
  verified: z.boolean().exactOptional(),
  voicemail: z.looseObject({ text: z.string(), version: z.string() }).optional(),
}) satisfies z.ZodType<CallRecord>;

type Json = { [name: string]: unknown };

/** The step from each version to the next, by the older version. */
const UPGRADES: ((record: Json) => Json)[] = [
  /** 0 to 1: fields and phases renamed. */
  ({ lines, state, ...rest }) => {
    const { wanted, wordless, phase, ...more } = state as Json;
    const phases: Json = { out: "dialed", unsure: "dialUnknown" };
    const dialOf = (name: string): Json => {
      const { carries, heard, ...fields } = (more[name] ?? {}) as Json;
      return more[name] ? { [name]: { ...fields, hasVoicemail: carries, lineStatus: heard } } : {};
    };
    return {
      ...rest,
      legs: lines,
      state: {
        ...more,
        request: wanted,
        phase: phases[String(phase)] ?? phase,
        ...(wordless !== undefined && { emptyTranscript: wordless }),
        ...dialOf("dial"),
        ...dialOf("last"),
      },
    };
  },
];

/** Encodes a record in the current version. */
export const writeRecord = (callRecord: CallRecord): string =>
  JSON.stringify({ format: RECORD_VERSION, ...callRecord });

/**
 * Decodes a record of the current or an older version. Throws, with the wrong path, if it cannot.
 */
export function readRecord(json: string): CallRecord {
  const { format = 0, ...fields } = JSON.parse(json) as Json;
  if (Number(format) > RECORD_VERSION) throw new Error(`written by a later version: ${format}`);
  const steps = UPGRADES.slice(Number(format));
  return parsed(
    record,
    steps.reduce((older, upgrade) => upgrade(older), fields),
  );
}

/** Decodes a request that was stored while another call was under way. Throws if it cannot. */
export const readRequest = (json: string): CallRequest => parsed(request, JSON.parse(json));

/** The turns of an attempt, from its report. */
export type Transcript = { attempt: number; turns: Turn[] };

const transcript = z.looseObject({
  attempt: z.number(),
  turns: z.array(
    z.looseObject({ role: z.enum(["assistant", "user"]), text: z.string(), at: z.number() }),
  ),
}) satisfies z.ZodType<Transcript>;

/** Decodes a transcript. Throws if it cannot. */
export const readTranscript = (json: string): Transcript => parsed(transcript, JSON.parse(json));

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const paths = result.error.issues.map(({ path }) => path.map(String).join("."));
  throw new Error(`stored JSON cannot be read: ${paths.join(", ")}`);
}
