import type { Result } from "../result";
import type { Caller, CallerIdentity } from "./caller";
import type { Attempt, CallEvent, CallRequest } from "./events";
import type { CallLeg, Control } from "./leg";
import type { RequestResult, Snapshot } from "./snapshot";

/** Names a call: the key of the object that holds it, and its id. */
export type CallRef = Pick<Attempt, "callKey" | "callId">;

/** Context for the model's next turn, from a call's prefetched search hits. */
export type PreparedContext = {
  block: string;
  /** There were hits. */
  hit: boolean;
  /** The prefetch is done. */
  ready: boolean;
  /** The prospect whose private facts may be used; null for a caller who is not verified. */
  prospectId: string | null;
};

/**
 * One answer of the model in a call: whether its context was prefetched, and how long it took (ms).
 */
export type TurnFigures = { hit: boolean; cold: boolean; addedMs: number; modelMs: number };

/** A tool call: who is on the line, and the result if the same tool call was already answered. */
export type ToolUse = { caller: Caller; result: string | null };

/** Operations on a call while somebody is on the line. An unknown call gives null. */
export interface LiveCall {
  caller(): Promise<Caller | null>;
  /** Records that the caller proved who they are. From now on the call belongs to that prospect. */
  identify(who: CallerIdentity): Promise<void>;
  /** Speaks in a live call, transfers it or ends it; null if the call is not live. */
  control(control: Control): Promise<Result<unknown> | null>;
  toolUse(toolCallId: string): Promise<ToolUse | null>;
  saveToolResult(toolCallId: string, result: string): Promise<void>;
  /** The context for an utterance. Reads memory only, so it is fast. */
  context(utterance: string): Promise<PreparedContext>;
  /** Starts a search for words that are still being spoken, so that its hits are ready in time. */
  hint(words: string): Promise<void>;
  recordTurn(figures: TurnFigures): Promise<void>;
}

/** All calls. One object holds the calls of one key, and at most one of them is open. */
export interface Calls {
  /** Starts a call, or returns the one that is open. */
  request(request: CallRequest): Promise<RequestResult>;
  /** Adds a call that the provider already started, with its leg. Its caller counts as verified. */
  join(request: CallRequest, leg: CallLeg): Promise<Snapshot>;
  /** The call as it is now; null if there is no such call. */
  find(call: CallRef): Promise<Snapshot | null>;
  /** The open call of a key; null if none is open. */
  open(callKey: string): Promise<Snapshot | null>;
  /** Cancels a call, hanging up if it is live; null if it has ended already. */
  cancel(call: CallRef): Promise<Snapshot | null>;
  /**
   * Commits an event, and returns before its effects run. `report` is the raw report, redacted and
   * gzipped. `unknown`: there is no such call.
   */
  receive(event: CallEvent, report?: Uint8Array): Promise<"applied" | "duplicate" | "unknown">;
  /** Stops a call because its person opted out: drops it if it waits, hangs up if it is live. */
  stop(call: CallRef): Promise<void>;
  /** Runs everything that is due for a key, and waits until it is done. */
  tick(callKey: string): Promise<void>;
  /** Retries an effect that failed for good; false if it is no longer there. */
  retryEffect(callKey: string, seq: number): Promise<boolean>;
  live(call: CallRef): LiveCall;
}
