import { iso, isoOrNull } from "../time";
import type { CallListItem } from "./call-view";
import type { Turn } from "./events";
import type { PublicState } from "./outcome";
import { outcomeOf, publicState, type StartedState } from "./state";

export type TimelineEntry = {
  at: number;
  event: string;
  from: PublicState | null;
  to: PublicState;
};

/** A call as its object knows it, for whoever shows or keeps it. */
export type Snapshot = {
  state: StartedState;
  /** Grows with every change, so that an older copy never replaces a newer one. */
  version: number;
  createdAt: number;
  endedAt: number | null;
  timeline: TimelineEntry[];
  turns: Turn[];
  providerCallIds: string[];
  /** Where a browser joins, if this is a call for one. */
  roomUrl: string | null;
  reportKey: string | null;
  durationMs: number | null;
  costMicros: number | null;
  scriptVersion: string | null;
  /** What this call could not do, for people to see. */
  dead: { seq: number; effect: string; cause: string }[];
  /** How quickly the model answered, and with what; null if it was never asked. */
  speech: SpeechFigures | null;
};

type Spread = { p50: number; p95: number; max: number };
/** The answers of a call: how many had the context ready, and what we added to their first word. */
export type SpeechFigures = {
  turns: number;
  context_hits: number;
  hit_rate: number;
  cold_look_ups: number;
  added_ms: Spread;
  model_first_byte_ms: Spread;
};

/** What asking for a call gives: a new one, the one that is open, or a place after that one. */
export type RequestResult = { snapshot: Snapshot; duplicate: boolean; planned?: boolean };

/** The part of a call that stands in lists. */
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

export const timelineOf = ({ timeline }: Snapshot) =>
  timeline.map((entry) => ({ ...entry, at: iso(entry.at) }));

export const transcriptOf = ({ turns }: Snapshot) =>
  turns.map(({ role, text, at }) => ({ role, text, at: at > 0 ? iso(at) : null }));
