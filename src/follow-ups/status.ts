import type { FollowUpStatus } from "../db/follow-ups";
import type { Transitions } from "../transitions";

/** How a follow-up may move. One that was stopped comes back with its reason. */
export const FOLLOW_UP_TRANSITIONS: Transitions<FollowUpStatus> = {
  due: ["sent", "stopped"],
  stopped: ["due"],
  sent: [],
};
