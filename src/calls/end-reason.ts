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

/** Why a call ended. `provider` is the provider's own reason, for people to read. */
export type EndReason = {
  kind: EndKind;
  provider: string;
  /** The reason alone proves that the line never came up, so no report is needed. */
  neverConnected: boolean;
  /** The reason proves that no phone rang, so the dial counts toward no cap. */
  neverRang: boolean;
};
