import type { Attempt, CallUpdate, Report } from "../calls/events";
import type { CallLeg, Control } from "../calls/leg";
import type { Result } from "../result";

/** Whom to call, and what to say: everything that a dial needs. */
export type Brief = {
  /** E.164; nothing in a browser. */
  to: string;
  customerName?: string | undefined;
  firstMessage: string;
  systemPrompt: string;
  /** The message for a voicemail; without it none is left. */
  voicemailMessage?: string | undefined;
  /** A recording for the voicemail, instead of a spoken text. */
  voicemailAudioUrl?: string | undefined;
  keyterms: string[];
  /** The tools of the assistant; it asks us to run one by its name. */
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
  /** Controls a live call. How it ended is in its report. */
  control(leg: CallLeg, control: Control): Promise<Result<unknown>>;
  /** The answer to an inbound call: the whole assistant, in the provider's shape. */
  pickUp(attempt: Attempt, brief: Brief, at: number): object;
  /** Creates a call that a browser joins. */
  webCall(attempt: Attempt, brief: Brief, at: number): Promise<Result<CallLeg & { url: string }>>;
  /** The recording, or nothing if there is none. */
  recording(providerCallId: string): Promise<Result<Response | undefined>>;
}
