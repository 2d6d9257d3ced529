import { auditStatement } from "../audit/store";
import type { Meeting } from "../db/webforms";
import { type MeetingDeps, meetingRunId, readMeeting } from "../meetings/meeting";
import { isMeeting, MEETING_TRANSITIONS } from "../meetings/status";
import { fail, ok, type Result } from "../result";
import { iso } from "../time";
import { mayMove } from "../transitions";
import { endRun, findRun } from "../webforms/store";

export type MeetingChange =
  | { do: "move"; start: number }
  | { do: "cancel"; reason?: string | undefined };
type MeetingRefusal = "unknown_meeting" | "not_booked_here" | "taken";

/**
 * Moves or cancels a meeting where it was booked. The task that booked it mails what the person's
 * calendar needs.
 */
export async function changeMeeting(
  callId: string,
  change: MeetingChange,
  deps: MeetingDeps,
): Promise<Result<Meeting | { refused: MeetingRefusal }>> {
  const { db, now, meetings } = deps;
  const id = meetingRunId(callId);
  const run = await findRun(db, id);
  if (!run || !isMeeting(run.status)) return ok({ refused: "unknown_meeting" });
  const meeting = readMeeting(run.result);
  const isCancel = change.do === "cancel";
  if (run.status === "cancelled" && isCancel && meeting) return ok(meeting);
  if (!mayMove(MEETING_TRANSITIONS, run.status, isCancel ? "cancelled" : "confirmed"))
    return ok({ refused: "unknown_meeting" });
  if (!meeting || !meetings || !("api" in meetings) || meeting.confirmation.url !== "booking-api:")
    return ok({ refused: "not_booked_here" });
  const { reference } = meeting.confirmation;
  const next = { ...meeting, sequence: meeting.sequence + 1 };
  if (isCancel) {
    const cancelled = await meetings.api.cancel(reference, change.reason);
    if (!cancelled.ok) return cancelled;
    next.status = "cancelled";
  } else {
    const moved = await meetings.api.move(reference, change.start);
    if (!moved.ok) return moved;
    if (moved.value === "taken") return ok({ refused: "taken" });
    if (moved.value === "unknown")
      return fail("it may have been moved; check the calendar before you try again", false);
    const { id: uid, start, end } = moved.value;
    const confirmation = {
      ...meeting.confirmation,
      text: `Moved to ${iso(start)}`,
      reference: uid,
    };
    Object.assign(next, { confirmation, start: iso(start), end: iso(end) });
  }
  const kind = isCancel ? "meeting_cancelled" : "meeting_moved";
  const { start, end } = next;
  const detail = {
    prospect_id: run.prospectId,
    start,
    end,
    ...(isCancel && change.reason && { reason: change.reason }),
  };
  const at = now();
  const entry = auditStatement(db, callId, { kind, detail }, at);
  await db.batch([endRun(db, id, next.status, next, at), entry]);
  return ok(next);
}
