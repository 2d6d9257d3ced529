import type { EndKind, EndReason } from "../calls/end-reason";
import groups from "./ended-reasons.json";

/** The group of every reason that VAPI documents (its `CallEndedReason`, 597 values). */
const GROUP = new Map(
  Object.entries(groups).flatMap(([group, reasons]) => reasons.map((one) => [one, group] as const)),
);

/** Reasons that mean something else to us than their group does. */
const SPECIAL = new Map<string, EndKind>([
  ["call.start.error-subscription-concurrency-limit-reached", "lines_busy"],
  ["call.start.error-vapi-number-outbound-daily-limit", "daily_limit"],
  ["twilio-reported-customer-misdialed", "invalid_number"],
  ["manually-canceled", "cancelled"],
  ["call-deleted", "cancelled"],
  ["scheduled-call-deleted", "cancelled"],
]);
const KIND = new Map<string, EndKind>([
  ["answered", "answered"],
  ["no_answer", "no_answer"],
  ["busy_declined", "busy"],
  ["voicemail", "voicemail"],
  ["network_retryable", "network"],
  ["provider_or_config", "provider_error"],
]);

/** VAPI adds reasons without notice. Unknown ones are recognized by their prefix. */
const PROVIDER_ERROR =
  /^(pipeline-|call\.in-progress\.error-|call\.start\.|call-start-|assistant-request-|assistant-not-)/;

/** The dial itself failed. Other network reasons can occur in the middle of a conversation. */
const DIAL_FAILED =
  /^(twilio|vonage)-failed-to-connect-call$|sip-outbound-call-failed-to-connect$|outbound-sip-\d{3}-/;
/** Refused before any phone could ring. */
const BEFORE_DIAL = /^(call\.start\.|call-start-|assistant-not-|assistant-request-)/;
const MISDIALED = /^(twilio-reported-customer-misdialed|scheduled-call-deleted)$/;

/**
 * Translates VAPI's reason. A missing or unknown one is `other`, and only a report can say more.
 */
export function endReason(provider: string | undefined): EndReason {
  const text = provider ?? "";
  const group = GROUP.get(text) ?? (PROVIDER_ERROR.test(text) ? "provider_or_config" : "other");
  const kind = SPECIAL.get(text) ?? KIND.get(group) ?? "other";
  const unanswered = kind === "no_answer" || kind === "busy";
  const neverRang = BEFORE_DIAL.test(text) || MISDIALED.test(text) || DIAL_FAILED.test(text);
  return {
    kind,
    provider: text,
    neverConnected: unanswered || neverRang,
    neverRang: neverRang && !unanswered,
  };
}
