import type { Result } from "../result";
import type { Caller, CallerIdentity } from "./caller";
import type { Attempt, CallEvent, CallRequest } from "./events";
import type { CallLeg, Control } from "./leg";
import type { RequestResult, Snapshot } from "./snapshot";

/** A call by the key of the object that holds it and by its id. */
export type CallRef = Pick<Attempt, "callKey" | "callId">;

/** Context for the model's next turn, from a call's prefetched set. */
export type PreparedContext = {
  block: string;
  /** The set held something. */
  hit: boolean;
  /** The set has been fetched. */
  ready: boolean;
  /** Whose private facts the call may hold; null for a caller who is not verified. */
  prospectId: string | null;
};

/** One answer of the model in a call: from the set or not, and how long we and the model took. */
export type TurnFigures = { hit: boolean; cold: boolean; addedMs: number; modelMs: number };

/** A use of a tool: who makes it, and the result of the same use before, if there was one. */
export type ToolUse = { caller: Caller; result: string | null };

/** What is done with a call while somebody is on the line. Asking for an unknown call answers null. */
export interface LiveCall {
  caller(): Promise<Caller | null>;
  /** A caller proved who they are: from now on the call is theirs. */
  identify(who: CallerIdentity): Promise<void>;
  /** Null if the call is not live. */
  control(control: Control): Promise<Result<unknown> | null>;
  toolUse(toolCallId: string): Promise<ToolUse | null>;
  saveToolResult(toolCallId: string, result: string): Promise<void>;
  /** The context for what was just said, from memory alone. */
  context(utterance: string): Promise<PreparedContext>;
  /** Starts to look up what helps to answer words that are still being spoken. */
  hint(words: string): Promise<void>;
  recordTurn(figures: TurnFigures): Promise<void>;
}

/** Every call, wherever it is kept: one object holds the calls of one key, at most one of them open. */
export interface Calls {
  /** Starts a call, or finds the one that is open. */
  request(request: CallRequest): Promise<RequestResult>;
  /** Adds a call that the provider started for us, with its leg; its caller counts as verified. */
  join(request: CallRequest, leg: CallLeg): Promise<Snapshot>;
  find(call: CallRef): Promise<Snapshot | null>;
  /** The open call of a key. */
  open(callKey: string): Promise<Snapshot | null>;
  /** Ends a call as far as that is possible; null if it has ended already. */
  cancel(call: CallRef): Promise<Snapshot | null>;
  /**
   * Commits an event and waits for nothing else. `report` is the raw report, redacted and gzipped.
   * `unknown`: there is no such call.
   */
  receive(event: CallEvent, report?: Uint8Array): Promise<"applied" | "duplicate" | "unknown">;
  /** Its person opted out: what waits is dropped, what is live is hung up. */
  stop(call: CallRef): Promise<void>;
  /** Does what is due now, and waits for it. */
  tick(callKey: string): Promise<void>;
  /** Tries an effect that failed for good again; false if it is not waiting any more. */
  retryEffect(callKey: string, seq: number): Promise<boolean>;
  live(call: CallRef): LiveCall;
}
