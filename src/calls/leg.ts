/** One connection of a call at the provider: a dial, a caller's line, or a browser's room. */
export type CallLeg = {
  providerCallId: string;
  /** The secret address of a live call's control, kept in its object and nowhere else. */
  controlUrl?: string | undefined;
  /** Where a browser joins. */
  url?: string | undefined;
};

/** What a person may do with a live call. */
export type Control =
  | { action: "say"; text: string; endAfter?: boolean }
  | { action: "whisper"; text: string }
  | { action: "transfer"; number: string; text?: string | undefined }
  | { action: "end" };
