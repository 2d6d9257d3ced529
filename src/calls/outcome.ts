import { lineStatusOf } from "../conversation/machine-detection";
import type { CALL_OUTCOMES, CALL_STATES } from "../db/calls";
import type { EndReason } from "./end-reason";
import type { Report } from "./events";

/** The state of a call as the API shows it. */
export type PublicState = (typeof CALL_STATES)[number];
/** The states in which a call can end. */
export type FinalState = "VOICEMAIL" | "COMPLETED" | "FAILED" | "CANCELLED";

export type Outcome = (typeof CALL_OUTCOMES)[number];

/** The kinds of reasons for an end, whichever provider gave them. */
/** What an end means: a final state, another try, or a wait for the report. */
export type EndVerdict =
  | { state: FinalState; outcome: Outcome; unanswered?: boolean }
  | "network"
  | "linesBusy"
  | "dailyLimit"
  | "waitForReport";

const NO_ANSWER: EndVerdict = { state: "FAILED", outcome: "no_answer", unanswered: true };

/**
 * Decides what an end means: from the reason alone if it proves that nobody was reached, otherwise
 * from the report. A conversation needs a person's words; an open line may be a machine.
 */
export function outcomeFrom(
  reason: EndReason,
  report: Report | undefined,
  hasVoicemail: boolean,
  userSpoke = false,
): EndVerdict {
  if (!reason.neverConnected && !report) return "waitForReport";
  const spoke = (role: string) =>
    report?.turns.some((turn) => turn.role === role && turn.text.trim() !== "") ?? false;
  switch (reason.kind) {
    case "no_answer":
      return NO_ANSWER;
    case "busy":
      return { state: "FAILED", outcome: "busy", unanswered: true };
    case "invalid_number":
      return { state: "FAILED", outcome: "invalid_number" };
    case "lines_busy":
      return "linesBusy";
    case "daily_limit":
      return "dailyLimit";
    case "voicemail": // A machine's greeting is transcribed as the user's words.
      if (hasVoicemail && spoke("assistant"))
        return { state: "VOICEMAIL", outcome: "voicemail_left" };
      return NO_ANSWER;
  }
  const words = report?.turns.filter(({ role }) => role === "user").map(({ text }) => text) ?? [];
  const lineStatus = lineStatusOf(words); // A second opinion to the provider's own detection.
  if (lineStatus === "screening") return { state: "FAILED", outcome: "screened", unanswered: true };
  if (lineStatus === "machine") return NO_ANSWER;
  // A report without a transcript does not undo words that we received live.
  if (spoke("user") || (userSpoke && report?.turns.length === 0))
    return { state: "COMPLETED", outcome: "conversation" };
  switch (reason.kind) {
    case "network":
      return "network";
    case "cancelled":
      return { state: "CANCELLED", outcome: "cancelled" };
    case "answered":
      return { state: "COMPLETED", outcome: "no_conversation" };
    case "provider_error":
      return { state: "FAILED", outcome: "provider_error" };
    case "other":
      if (report?.connected) return { state: "COMPLETED", outcome: "no_conversation" };
      return { state: "FAILED", outcome: "provider_error" };
  }
}
