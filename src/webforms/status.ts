import type { FormRunStatus } from "../db/webforms";
import type { Transitions } from "../transitions";

/**
 * The transitions of a run. Only a run that was handed to a person before it was sent may be tried
 * again. A confirmed run may change or be cancelled, if it is a meeting.
 */
export const FORM_RUN_TRANSITIONS: Transitions<FormRunStatus> = {
  filling: ["filled", "sending", "needs_human"],
  needs_human: ["sending", "needs_human"],
  sending: ["confirmed", "rejected", "ambiguous", "needs_human"],
  confirmed: ["confirmed", "cancelled"],
  filled: [],
  rejected: [],
  ambiguous: [],
  cancelled: [],
};
