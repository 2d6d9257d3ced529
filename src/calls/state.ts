import type { EndReason } from "./end-reason";
import type { CallRequest } from "./events";
import type { FinalState, Outcome, PublicState } from "./outcome";

/** The part of a call's state that every phase has. */
export type StateBase = {
  request: CallRequest;
  /** The number of the current dial, from 1. */
  attempt: number;
  networkFailures: number;
  linesBusy: number;
  /** The attempts that provably rang no phone. */
  neverRang: number[];
  /** Ids of provider calls that were abandoned. Their later events are ignored. */
  abandoned: string[];
  optedOut?: boolean;
  wrongNumber?: boolean;
  hangUp?: boolean;
};
/** A dial that was sent, and what we know about it. */
export type Dial = {
  dialedAt: number;
  providerCallId?: string | undefined;
  /** The dial carried a message for a machine. */
  hasVoicemail: boolean;
  lineStatus: "nothing" | "ringing" | "connected" | "machine";
  userSpoke: boolean;
  end?: EndReason;
};
/**
 * `due` is when to wake the call, in product time. Every open phase has one, so every call ends.
 */
export type CallState =
  | { phase: "new" }
  | (StateBase & { phase: "waiting"; due: number; why: "time" | "retry"; last?: Dial })
  | (StateBase & { phase: "queued"; due: number; last?: Dial })
  | (StateBase & {
      phase: "dialUnknown";
      due: number;
      dial: Dial;
      unanswered: number;
    } & EmptyAnswers)
  | (StateBase & { phase: "dialed"; due: number; dial: Dial; asked: number })
  | (StateBase & {
      phase: "closed";
      state: FinalState;
      outcome: Outcome;
      reported: boolean;
    } & ClosedFields);
/** How many look-ups found nothing, and when the last of them counted. */
type EmptyAnswers = { empty: number; emptyAt?: number };
/** `emptyTranscript`: the report had no words, so live words may still make it a conversation. */
type ClosedFields = { dial?: Dial | undefined; revision: number; emptyTranscript?: boolean };
/** The state of a call that exists. */
export type StartedState = Exclude<CallState, { phase: "new" }>;
/** The state in one phase. */
export type Phase<P extends CallState["phase"]> = Extract<CallState, { phase: P }>;
/** The state of a call that has not ended. */
export type OpenState = Phase<"waiting" | "queued" | "dialUnknown" | "dialed">;

/** Work that the machine orders, as plain data. The call's object carries it out. */
export type Effect =
  | { do: "dial"; attempt: number }
  | { do: "lookUp"; attempt: number; dialedAt: number }
  | { do: "ask"; attempt: number; providerCallId: string }
  | { do: "hangUp"; attempt: number }
  /** The number does not exist. It is never called again, whoever is listed under it. */
  | { do: "retireNumber" }
  /** Nobody was reached. A callback link is left, by the voicemail of this dial and by email. */
  | { do: "leaveLink"; attempt: number; delivered: boolean; at: number }
  /**
   * The person opted out, or has a wrong number. They are suppressed, however many tries that
   * takes. `say` ends a live call with a farewell, in case the assistant does not.
   */
  | { do: "applyOptOut"; as: "opted_out" | "wrong_number"; say: boolean }
  /** A promised call failed, so a person has to take over. */
  | { do: "escalate"; why: "missed_callback" | "missed_transfer"; outcome?: Outcome }
  | { do: "afterCall"; revision: number; talked: boolean };
/** An entry for the timeline: what happened, and the state it led to. */
export type Mark = { event: string; to: PublicState };
/**
 * The result of an event: the new state, effects to run, timeline entries, and the next call if
 * any.
 */
export type Step = { state: CallState; effects: Effect[]; marks: Mark[]; next?: CallRequest };

/** The state as the API shows it. */
export function publicState(state: CallState): PublicState {
  switch (state.phase) {
    case "new":
    case "queued":
    case "dialUnknown":
      return "INITIATED";
    case "waiting":
      return state.why === "retry" ? "RETRY_SCHEDULED" : "SCHEDULED";
    case "dialed":
      if (state.dial.lineStatus === "connected") return "CONNECTED";
      if (state.dial.lineStatus === "machine") return "VOICEMAIL_PENDING";
      return state.dial.lineStatus === "ringing" ? "RINGING" : "INITIATED";
    case "closed":
      return state.state;
  }
}

/**
 * The outcome of a closed call, else null. An opt-out outranks a wrong number, which outranks the
 * end.
 */
export function outcomeOf(state: CallState): Outcome | null {
  if (state.phase !== "closed") return null;
  if (state.optedOut) return "opted_out";
  return state.wrongNumber ? "wrong_number" : state.outcome;
}

/** A step without an entry in the timeline. */
export const stay = (state: CallState, ...effects: Effect[]): Step => ({
  state,
  effects,
  marks: [],
});
/** A step with an entry in the timeline. */
export const move = (state: StartedState, event: string, ...effects: Effect[]): Step => ({
  state,
  effects,
  marks: [{ event, to: publicState(state) }],
});
/** Drops what belongs to one phase only. */
export const base = (state: StartedState): StateBase => ({
  request: state.request,
  attempt: state.attempt,
  networkFailures: state.networkFailures,
  linesBusy: state.linesBusy,
  neverRang: state.neverRang,
  abandoned: state.abandoned,
  ...(state.optedOut && { optedOut: true }),
  ...(state.wrongNumber && { wrongNumber: true }),
  ...(state.hangUp && { hangUp: true }),
});

/**
 * Whether a call is scheduled and was never dialed. It gives way to a call that the person asks
 * for.
 */
export const isOnlyScheduled = (state: CallState): boolean =>
  state.phase === "waiting" && !state.last;
