import type { CallRequest } from "./events";
import type { EndReason, FinalState, Outcome, PublicState } from "./outcome";

/** What is true of a call in every phase. */
export type StateBase = {
  request: CallRequest;
  /** The dial that is prepared, under way or done, from 1. */
  attempt: number;
  networkFailures: number;
  linesBusy: number;
  /** Attempts of which it is proven that no phone rang. */
  neverRang: number[];
  /** Provider calls that came to nothing and of which any later news is old news. */
  abandoned: string[];
  optedOut?: boolean;
  wrongNumber?: boolean;
  hangUp?: boolean;
};
/** What we know of a dial that has left us. */
export type Dial = {
  dialedAt: number;
  providerCallId?: string | undefined;
  /** The dial carried a message for a machine. */
  hasVoicemail: boolean;
  lineStatus: "nothing" | "ringing" | "connected" | "machine";
  userSpoke: boolean;
  end?: EndReason;
};
/** `due` is when the call wants to be woken, in product time. Every open phase has one. */
export type CallState =
  | { phase: "new" }
  | (StateBase & { phase: "waiting"; due: number; why: "time" | "retry"; last?: Dial })
  | (StateBase & { phase: "queued"; due: number; last?: Dial })
  | (StateBase & { phase: "dialUnknown"; due: number; dial: Dial; unanswered: number } & LookedUp)
  | (StateBase & { phase: "dialed"; due: number; dial: Dial; asked: number })
  | (StateBase & {
      phase: "closed";
      state: FinalState;
      outcome: Outcome;
      reported: boolean;
    } & Ended);
/** How many empty answers there were, and when the last one counted. */
type LookedUp = { empty: number; emptyAt?: number };
/** `emptyTranscript`: the report had no words at all, so that those heard live stand in for them. */
type Ended = { dial?: Dial | undefined; revision: number; emptyTranscript?: boolean };
export type StartedState = Exclude<CallState, { phase: "new" }>;
export type Phase<P extends CallState["phase"]> = Extract<CallState, { phase: P }>;
export type OpenState = Phase<"waiting" | "queued" | "dialUnknown" | "dialed">;

/** What the machine wants done. Plain data: the Durable Object does it. */
export type Effect =
  | { do: "dial"; attempt: number }
  | { do: "lookUp"; attempt: number; dialedAt: number }
  | { do: "ask"; attempt: number; providerCallId: string }
  | { do: "hangUp"; attempt: number }
  /** The number does not exist: it is not called again, whoever is listed under it. */
  | { do: "retireNumber" }
  /** Nobody was reached: a way back is left, by the message of this dial and by email. */
  | { do: "leaveLink"; attempt: number; delivered: boolean; at: number }
  /**
   * The person asked to be left alone, or is not who was meant: they are suppressed, however often
   * the database must be asked. `say` ends a live call with a farewell, where the agent does not.
   */
  | { do: "applyOptOut"; as: "opted_out" | "wrong_number"; say: boolean }
  /** A promise to a person could not be kept by us: somebody else must. */
  | { do: "escalate"; why: "missed_callback" | "missed_transfer"; outcome?: Outcome }
  | { do: "afterCall"; revision: number; talked: boolean };
/** One line of the timeline: what happened, and the state it led to. */
export type Mark = { event: string; to: PublicState };
export type Step = { state: CallState; effects: Effect[]; marks: Mark[]; next?: CallRequest };

/** The state as the outside sees it. */
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

/** What a person asked of us outranks how the call ended, and leaving alone outranks all. */
export function outcomeOf(state: CallState): Outcome | null {
  if (state.phase !== "closed") return null;
  if (state.optedOut) return "opted_out";
  return state.wrongNumber ? "wrong_number" : state.outcome;
}

export const stay = (state: CallState, ...effects: Effect[]): Step => ({
  state,
  effects,
  marks: [],
});
export const move = (state: StartedState, event: string, ...effects: Effect[]): Step => ({
  state,
  effects,
  marks: [{ event, to: publicState(state) }],
});
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

/** A call that has not been dialed yet gives way to one that the person asks for. */
export const isOnlyScheduled = (state: CallState): boolean =>
  state.phase === "waiting" && !state.last;
