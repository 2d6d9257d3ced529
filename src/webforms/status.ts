import type { FormRunStatus } from "../db/webforms";
import type { Transitions } from "../transitions";

/**
 * How the job of a web form may move. Only a job that a person was asked to look at before anything
 * left us is tried again; a confirmed one moves on where it is a meeting.
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
