import type { Attempt, CallUpdate, Report } from "../calls/events";
import type { CallLeg, Control } from "../calls/leg";
import type { Result } from "../result";

/** What a call needs to know: whom to call and what to say. */
export type Brief = {
  /** E.164; empty in a browser. */
  to: string;
  customerName?: string | undefined;
  firstMessage: string;
  systemPrompt: string;
  /** The message to leave on a machine. Without it, none is left. */
  voicemailMessage?: string | undefined;
  /** The URL of a recording to play to a machine instead of a spoken message. */
  voicemailAudioUrl?: string | undefined;
  keyterms: string[];
  /** The tools that the assistant may call, by name. */
  tools?: { name: string; description: string; parameters: Record<string, unknown> }[];
};

/** What a dial can lead to. */
export type DialUpdate = Extract<
  CallUpdate,
  { type: "accepted" | "refused" | "linesBusy" | "dialUnknown" }
>;
/** The result of a dial, with the leg if there is one. */
export type DialAnswer = DialUpdate & { leg?: CallLeg | undefined };

/** The telephone provider. */
export interface Telephony {
  /** Dials once. Never throws: anything but a clear yes or no is `dialUnknown`. */
  dial(attempt: Attempt, brief: Brief, dialedAt: number): Promise<DialAnswer>;
  /**
   * Looks up a dial whose fate is unknown. `since` is machine time, which the provider uses too.
   */
  find(attempt: Attempt, since: number, abandoned: string[]): Promise<Result<CallLeg | undefined>>;
  /** Fetches a call's report; undefined if the call has not ended. */
  report(providerCallId: string): Promise<Result<Report | undefined>>;
  /** Sends a command to a live call. The report says how the call ended. */
  control(leg: CallLeg, control: Control): Promise<Result<unknown>>;
  /** The answer to an inbound call: the whole assistant, in the provider's shape. */
  pickUp(attempt: Attempt, brief: Brief, at: number): object;
  /** Starts a call that a browser joins at `url`. */
  webCall(attempt: Attempt, brief: Brief, at: number): Promise<Result<CallLeg & { url: string }>>;
  /** Fetches the recording; undefined if there is none. */
  recording(providerCallId: string): Promise<Result<Response | undefined>>;
}
