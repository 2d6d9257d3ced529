import type { Attempt, CallUpdate, Report } from "../calls/events";
import type { CallLeg, Control } from "../calls/leg";
import type { Result } from "../result";

/** What is said and to whom; all that a dial needs to know. */
export type Brief = {
  /** E.164; nothing in a browser. */
  to: string;
  customerName?: string | undefined;
  firstMessage: string;
  systemPrompt: string;
  /** What is left on a machine; without it nothing is. */
  voicemailMessage?: string | undefined;
  /** A recording that is played to a machine instead of a spoken text. */
  voicemailAudioUrl?: string | undefined;
  keyterms: string[];
  /** What the assistant may do; each is asked of us by its name. */
  tools?: { name: string; description: string; parameters: Record<string, unknown> }[];
};

export type DialUpdate = Extract<
  CallUpdate,
  { type: "accepted" | "refused" | "linesBusy" | "dialUnknown" }
>;
export type DialAnswer = DialUpdate & { leg?: CallLeg | undefined };

export interface Telephony {
  /** Never throws, never repeats: what is neither a clear yes nor a clear no is `dialUnknown`. */
  dial(attempt: Attempt, brief: Brief, dialedAt: number): Promise<DialAnswer>;
  /** Looks for a dial of unknown fate. `since` is machine time: the provider's own clock. */
  find(attempt: Attempt, since: number, abandoned: string[]): Promise<Result<CallLeg | undefined>>;
  /** Asks how a call stands: its report if it has ended, nothing if it has not. */
  report(providerCallId: string): Promise<Result<Report | undefined>>;
  /** Works on a live call. How it ended is told by its report. */
  control(leg: CallLeg, control: Control): Promise<Result<unknown>>;
  /** What to answer to a call that comes in: the whole assistant, in the provider's shape. */
  pickUp(attempt: Attempt, brief: Brief, at: number): object;
  /** Makes a call that a browser joins. */
  webCall(attempt: Attempt, brief: Brief, at: number): Promise<Result<CallLeg & { url: string }>>;
  /** The recording, or nothing if there is none. */
  recording(providerCallId: string): Promise<Result<Response | undefined>>;
}
