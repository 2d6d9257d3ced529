import { type FormRunStatus, MEETING_STATUSES, type MeetingStatus } from "../db/webforms";
import type { Transitions } from "../transitions";

/** How a meeting may move: a change of its time leaves it confirmed. */
export const MEETING_TRANSITIONS: Transitions<MeetingStatus> = {
  confirmed: ["confirmed", "cancelled"],
  cancelled: [],
};

/** Whether a job has come to a meeting in a calendar. */
export const isMeeting = (status: FormRunStatus): status is MeetingStatus =>
  MEETING_STATUSES.some((one) => one === status);
