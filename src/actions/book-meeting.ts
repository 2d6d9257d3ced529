import { appendAuditOnce } from "../audit/store";
import { formValues } from "../meetings/form-values";
import { type MeetingDeps, type MeetingRequest, meetingRunId } from "../meetings/meeting";
import { ok, type Result } from "../result";
import { runForm } from "../webforms/run";
import { openWorkItem } from "../work-items/store";
import { bookSlot } from "./book-slot";

/** Books the meeting that somebody asked for, once, with its confirmation; without one, a person takes over. */
export async function bookMeeting(
  request: MeetingRequest,
  deps: MeetingDeps,
): Promise<Result<undefined>> {
  const { callId, person } = request;
  if (!deps.meetings) return await escalate(request, "no calendar or booking page is set up", deps);
  if (request.unclear) return await escalate(request, "the time they want was not clear", deps);
  if (!person?.email) return await escalate(request, "there is no email address on record", deps);
  if ("api" in deps.meetings) {
    const booked = await bookSlot(
      request,
      { ...person, email: person.email },
      deps.meetings.api,
      deps,
    );
    if (!booked.ok) return booked;
    return "refused" in booked.value
      ? await escalate(request, booked.value.refused, deps)
      : ok(undefined);
  }
  const done = await runForm(
    {
      id: meetingRunId(callId),
      url: deps.meetings.page,
      values: formValues(request, person),
      submit: true,
      callId,
      prospectId: person.id,
    },
    deps,
  );
  if (!done.ok) return done.error.retry ? done : await escalate(request, done.error.detail, deps);
  const { status, reason, problems, confirmation } = done.value.report;
  if (status === "confirmed") {
    const detail = { prospect_id: person.id, reference: confirmation?.reference };
    await appendAuditOnce(deps.db, callId, { kind: "meeting_booked", detail }, deps.now());
    return ok(undefined);
  }
  const why = [`the booking page's answer is ${status}`, reason].filter(Boolean).join("; ");
  return await escalate(request, why, deps, problems);
}

async function escalate(
  { callId, person }: MeetingRequest,
  why: string,
  { db, now }: MeetingDeps,
  /** The page's own words. They may be about the person, so they stay out of the item's title. */
  problems?: string[],
): Promise<Result<undefined>> {
  await openWorkItem(
    db,
    {
      kind: "meeting_request",
      reason: why,
      callId,
      prospectId: person?.id ?? null,
      detail: { form: "WEB_MEETING_FORM", why, problems },
    },
    now(),
  );
  return ok(undefined);
}
