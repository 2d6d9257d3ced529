import { lineStatusOf } from "../conversation/machine-detection";
import type { CALL_OUTCOMES, CALL_STATES } from "../db/calls";
import type { Report } from "./events";

/** The state of a call as the outside sees it. */
export type PublicState = (typeof CALL_STATES)[number];
export type FinalState = "VOICEMAIL" | "COMPLETED" | "FAILED" | "CANCELLED";

export type Outcome = (typeof CALL_OUTCOMES)[number];

export const END_KINDS = [
  "answered",
  "voicemail",
  "no_answer",
  "busy",
  "network",
  "lines_busy",
  "daily_limit",
  "invalid_number",
  "cancelled",
  "provider_error",
  "other",
] as const;
export type EndKind = (typeof END_KINDS)[number];

/** Why a call ended, in our words. `provider` keeps the provider's own, for people to read. */
export type EndReason = {
  kind: EndKind;
  provider: string;
  /** Proof by itself that the line never came up: nothing needs to be waited for. */
  neverConnected: boolean;
  /** Proof that no phone rang: such a dial counts towards no cap. */
  neverRang: boolean;
};

/** What an end means: a final state, another try, or that only a report can tell. */
export type EndVerdict =
  | { state: FinalState; outcome: Outcome; unanswered?: boolean }
  | "network"
  | "linesBusy"
  | "dailyLimit"
  | "waitForReport";

const NO_ANSWER: EndVerdict = { state: "FAILED", outcome: "no_answer", unanswered: true };

/**
 * Decides from the reason alone where it proves that nobody was reached, else from the report.
 * "Answered" needs a person's words: a line that is up proves only that something picked up.
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
    case "voicemail": // What a machine says is written down as a user's words.
      if (hasVoicemail && spoke("assistant"))
        return { state: "VOICEMAIL", outcome: "voicemail_left" };
      return NO_ANSWER;
  }
  const words = report?.turns.filter(({ role }) => role === "user").map(({ text }) => text) ?? [];
  const heardLine = lineStatusOf(words); // A second opinion to the provider's own detection.
  if (heardLine === "screening") return { state: "FAILED", outcome: "screened", unanswered: true };
  if (heardLine === "machine") return NO_ANSWER;
  // A report without any words does not take back those that were heard.
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
