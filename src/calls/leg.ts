/** One connection of a call at the provider: a dial, a caller's line, or a browser's room. */
export type CallLeg = {
  providerCallId: string;
  /** The secret address that controls a live call. Only the call's object stores it. */
  controlUrl?: string | undefined;
  /** The room that a browser joins. */
  url?: string | undefined;
};

/** A command for a live call. `whisper` is heard by the assistant only. */
export type Control =
  | { action: "say"; text: string; endAfter?: boolean }
  | { action: "whisper"; text: string }
  | { action: "transfer"; number: string; text?: string | undefined }
  | { action: "end" };
