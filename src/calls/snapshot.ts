import { iso, isoOrNull } from "../time";
import type { CallListItem } from "./call-view";
import type { Turn } from "./events";
import type { PublicState } from "./outcome";
import { outcomeOf, publicState, type StartedState } from "./state";

/** One entry of a call's timeline: what happened (ms since 1970), and how the state changed. */
export type TimelineEntry = {
  at: number;
  event: string;
  from: PublicState | null;
  to: PublicState;
};

/** A copy of a call as its object knows it, for the API and for the database. */
export type Snapshot = {
  state: StartedState;
  /** Grows with every change, so that an older copy never replaces a newer one in the database. */
  version: number;
  createdAt: number;
  endedAt: number | null;
  timeline: TimelineEntry[];
  turns: Turn[];
  providerCallIds: string[];
  /** The room that a browser joins; null for a telephone call. */
  roomUrl: string | null;
  reportKey: string | null;
  durationMs: number | null;
  costMicros: number | null;
  scriptVersion: string | null;
  /** Effects that failed for good, for operators to see. */
  dead: { seq: number; effect: string; cause: string }[];
  /** Figures of the model's answers; null if it never answered. */
  speech: SpeechFigures | null;
};

type Distribution = { p50: number; p95: number; max: number };
/** How often a call's context was ready, and how much we added to the time to the first word. */
export type SpeechFigures = {
  turns: number;
  context_hits: number;
  hit_rate: number;
  cold_look_ups: number;
  added_ms: Distribution;
  model_first_byte_ms: Distribution;
};

/**
 * The result of requesting a call: a new call, the open one (`duplicate`), or one `planned` after
 * it.
 */
export type RequestResult = { snapshot: Snapshot; duplicate: boolean; planned?: boolean };

/** A call as lists show it. */
export function listItemOf(snapshot: Snapshot): CallListItem {
  const { state, createdAt, endedAt } = snapshot;
  const { request } = state;
  const end = "dial" in state ? state.dial?.end : "last" in state ? state.last?.end : undefined;
  return {
    call_id: request.callId,
    call_key: request.callKey,
    campaign_id: request.campaignId,
    prospect_id: request.prospectId,
    direction: request.direction,
    origin: request.origin,
    previous_call_id: request.previousCallId ?? null,
    state: publicState(state),
    outcome: outcomeOf(state),
    ended_reason: end?.provider || null,
    attempt: state.attempt,
    not_before: isoOrNull(state.phase === "waiting" ? state.due : null),
    created_at: iso(createdAt),
    ended_at: isoOrNull(endedAt),
  };
}

/** The timeline as the API shows it. */
export const timelineOf = ({ timeline }: Snapshot) =>
  timeline.map((entry) => ({ ...entry, at: iso(entry.at) }));

/** The transcript as the API shows it; `at` is null where the provider gave no time. */
export const transcriptOf = ({ turns }: Snapshot) =>
  turns.map(({ role, text, at }) => ({ role, text, at: at > 0 ? iso(at) : null }));
