import type { Attempt, News, Report } from "../calls/events";
import type { Result } from "../result";

/** What is said and to whom; all that a dial needs to know. */
export type Brief = {
  /** E.164 */
  to: string;
  customerName?: string | undefined;
  firstMessage: string;
  systemPrompt: string;
  /** What is left on a machine; without it nothing is. */
  voicemailMessage?: string | undefined;
  keyterms: string[];
};

/** The secret address of a live call's control, kept in its object and nowhere else. */
export type Line = { providerCallId: string; controlUrl?: string | undefined };
export type DialNews = Extract<
  News,
  { type: "accepted" | "refused" | "linesBusy" | "dialUnknown" }
>;
export type DialAnswer = DialNews & { line?: Line | undefined };

export interface Telephony {
  /** Never throws, never repeats: what is neither a clear yes nor a clear no is `dialUnknown`. */
  dial(attempt: Attempt, brief: Brief, dialedAt: number): Promise<DialAnswer>;
  /** Looks for a dial of unknown fate. `since` is machine time: the provider's own clock. */
  find(attempt: Attempt, since: number, abandoned: string[]): Promise<Result<Line | undefined>>;
  /** Asks how a call stands: its report if it has ended, nothing if it has not. */
  report(providerCallId: string): Promise<Result<Report | undefined>>;
  /** Asks a live call to end. How it ended is told by its report. */
  hangUp(line: Line): Promise<Result<unknown>>;
  /** The recording, or nothing if there is none. */
  recording(providerCallId: string): Promise<Result<Response | undefined>>;
}
