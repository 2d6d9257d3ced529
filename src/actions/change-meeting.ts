import { auditStatement } from "../audit/store";
import { type Meeting, type MeetingDeps, meetingRunId, readMeeting } from "../meetings/meeting";
import { fail, ok, type Result } from "../result";
import { iso } from "../time";
import { endRun, findRun } from "../webforms/store";

export type Change = { do: "move"; start: number } | { do: "cancel"; reason?: string | undefined };
type Refused = "unknown_meeting" | "not_booked_here" | "taken";

/**
 * Moves or cancels a meeting where it was booked. What the person's calendar needs is mailed by the task
 * that booked it, which tells how the meeting stands now.
 */
export async function changeMeeting(
  callId: string,
  change: Change,
  deps: MeetingDeps,
): Promise<Result<Meeting | { refused: Refused }>> {
  const { db, now, meetings } = deps;
  const id = meetingRunId(callId);
  const run = await findRun(db, id);
  const known = run && readMeeting(run.result);
  if (run?.status === "cancelled" && known && change.do === "cancel") return ok(known);
  if (run?.status !== "confirmed" || !known) return ok({ refused: "unknown_meeting" });
  if (!meetings || !("api" in meetings) || known.confirmation?.url !== "booking-api:")
    return ok({ refused: "not_booked_here" });
  const { reference } = known.confirmation;
  const next = { ...known, sequence: known.sequence + 1 };
  if (change.do === "cancel") {
    const cancelled = await meetings.api.cancel(reference, change.reason);
    if (!cancelled.ok) return cancelled;
    next.status = "cancelled";
  } else {
    const moved = await meetings.api.move(reference, change.start);
    if (!moved.ok) return moved;
    if (moved.value === "taken") return ok({ refused: "taken" });
    if (moved.value === "unknown")
      return fail("it may have been moved; look at the calendar before it is tried again", false);
    const { id: uid, start, end } = moved.value;
    const confirmation = { ...known.confirmation, text: `Moved to ${iso(start)}`, reference: uid };
    Object.assign(next, { confirmation, start: iso(start), end: iso(end) });
  }
  const kind = change.do === "cancel" ? "meeting_cancelled" : "meeting_moved";
  const { start, end } = next;
  const detail = {
    prospect_id: run.prospectId,
    start,
    end,
    ...(change.do === "cancel" && change.reason && { reason: change.reason }),
  };
  const at = now();
  const noted = auditStatement(db, callId, { kind, detail }, at);
  await db.batch([endRun(db, id, next.status, next, at), noted]);
  return ok(next);
}
