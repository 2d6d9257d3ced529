import { bookMeeting } from "../actions/book-meeting";
import { hashesOf } from "../audit/store";
import { extractionOf } from "../extraction/store";
import { meetingRunId } from "../meetings/meeting";
import { findProspect } from "../prospects/store";
import { fail, ok } from "../result";
import { findRun } from "../webforms/store";
import type { Task } from "./task";

/** Books the meeting that a caller asked for: by a calendar's API, a web form, or a person. */
export const fillWebForm: Task = async (callId, deps) => {
  const extraction = await extractionOf(deps.db, callId);
  if (!extraction) return fail("the call was not looked at yet", true);
  const meetingForm = extraction.forms.find(({ form }) => form === "WEB_MEETING_FORM");
  if (!meetingForm) return ok(undefined);
  const person = extraction.prospectId
    ? await findProspect(deps.db, extraction.prospectId)
    : undefined;
  const times = (extraction.fields.preferred_times?.value ?? []) as {
    said: string;
    day?: string;
  }[];
  const request = {
    callId,
    person,
    zone: await deps.zoneOf(extraction.prospectId),
    preferredTimes: times.map(({ said }) => said).join("; ") || undefined,
    days: times.flatMap(({ day }) => day ?? []),
    unclear: extraction.missing.some(
      ({ field, reason }) => field === "preferred_times" && reason === "unclear",
    ),
    fields: extraction.fields,
  };
  const booking = await bookMeeting(request, deps);
  if (!booking.ok) return booking;
  const run = await findRun(deps.db, meetingRunId(callId));
  const { person: _, ...input } = request;
  return ok({ audit: { ...hashesOf(input, run?.result), ...(run && { kept: [run.id] }) } });
};
