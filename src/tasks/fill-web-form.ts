import { bookMeeting } from "../actions/book-meeting";
import { hashesOf } from "../audit/store";
import { extractionOf } from "../extraction/store";
import { meetingRunId } from "../meetings/meeting";
import { findProspect } from "../prospects/store";
import { fail, ok } from "../result";
import { findRun } from "../webforms/store";
import type { Task } from "./task";

/** Books the meeting that a call asked for: by an interface, else by a form, else by a person. */
export const fillWebForm: Task = async (callId, deps) => {
  const made = await extractionOf(deps.db, callId);
  if (!made) return fail("the call was not looked at yet", true);
  const asked = made.forms.find(({ form }) => form === "WEB_MEETING_FORM");
  if (!asked) return ok(undefined);
  const person = made.prospectId ? await findProspect(deps.db, made.prospectId) : undefined;
  const times = (made.fields.preferred_times?.value ?? []) as { said: string; day?: string }[];
  const request = {
    callId,
    person,
    zone: await deps.zoneOf(made.prospectId),
    preferredTimes: times.map(({ said }) => said).join("; ") || undefined,
    days: times.flatMap(({ day }) => day ?? []),
    unclear: made.missing.some(
      ({ field, reason }) => field === "preferred_times" && reason === "unclear",
    ),
    fields: made.fields,
  };
  const done = await bookMeeting(request, deps);
  if (!done.ok) return done;
  const run = await findRun(deps.db, meetingRunId(callId));
  const { person: _, ...input } = request;
  return ok({ proof: { ...hashesOf(input, run?.result), ...(run && { kept: [run.id] }) } });
};
