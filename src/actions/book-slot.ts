import { appendAuditOnce } from "../audit/store";
import { personFor } from "../conversation/script";
import type { Meeting } from "../db/webforms";
import type { Booked, Calendar } from "../meetings/calendar";
import {
  type MeetingDeps,
  type MeetingRequest,
  meetingRunId,
  type ReachableProspect,
  readMeeting,
} from "../meetings/meeting";
import { chooseStart } from "../meetings/preference";
import { nameOf } from "../prospects/prospect";
import { fail, ok, type Result } from "../result";
import { DAY_MS, HOUR_MS, iso } from "../time";
import { beginRun, endRun, markSent } from "../webforms/store";
import { openWorkItem } from "../work-items/store";
import { mailMeeting } from "./mail-meeting";

/** How far ahead a meeting is looked for, and how soon at the earliest. */
const [NOTICE_MS, AHEAD_MS] = [4 * HOUR_MS, 14 * DAY_MS] as const;
/** Slots that were taken while we asked, one after the other. */
const TRIES_MAX = 3;
const UNKNOWN = { refused: "it may have been booked, but the outcome is unknown" };

type Outcome = Booked | { refused: string };

/** Books the free time that is nearest to what was asked for, once, and mails the invitation. */
export async function bookSlot(
  request: MeetingRequest,
  person: ReachableProspect,
  api: Calendar,
  deps: MeetingDeps,
): Promise<Result<Outcome>> {
  const { db, now } = deps;
  const { callId, zone } = request;
  const id = meetingRunId(callId);
  const begun = { id, url: "booking-api:", callId, prospectId: person.id };
  const run = await beginRun(db, begun, now());
  const before = readMeeting(run.result);
  if (before) return await invite(before, request, person, deps);
  if (run.sentAt) return ok(UNKNOWN);
  const free = await api.free(now() + NOTICE_MS, now() + AHEAD_MS, zone);
  if (!free.ok) return free;
  const booked = await firstFree(request, person, free.value, api, deps);
  if (!booked.ok || "refused" in booked.value) return booked;
  const { id: reference, start, end } = booked.value;
  const meeting: Meeting = {
    status: "confirmed",
    confirmation: { text: `Booked for ${iso(start)}`, reference, url: "booking-api:" },
    start: iso(start),
    end: iso(end),
    zone,
    sequence: 0,
  };
  await endRun(db, id, "confirmed", meeting, now());
  return await invite(meeting, request, person, deps);
}

/** Puts the meeting on record and mails the invitation; done again after a crash, each happens once. */
async function invite(
  meeting: Meeting,
  { callId }: MeetingRequest,
  person: ReachableProspect,
  deps: MeetingDeps,
) {
  const { start, end, confirmation } = meeting;
  const detail = { prospect_id: person.id, start, end, reference: confirmation.reference };
  await appendAuditOnce(deps.db, callId, { kind: "meeting_booked", detail }, deps.now());
  const mailed = await mailMeeting(callId, person, meeting, deps);
  if (!mailed.ok && mailed.error.retry) return mailed;
  if (!mailed.ok) {
    await openWorkItem(
      deps.db,
      {
        kind: "invitation_unsent",
        about: String(meeting.sequence),
        callId,
        prospectId: person.id,
        detail: { why: mailed.error.detail },
      },
      deps.now(),
    );
  }
  return ok({ id: confirmation.reference, start: Date.parse(start), end: Date.parse(end) });
}

async function firstFree(
  { callId, zone, preferredTimes, days = [] }: MeetingRequest,
  person: ReachableProspect,
  free: number[],
  api: Calendar,
  { db, now }: MeetingDeps,
): Promise<Result<Outcome>> {
  const open = new Set(free);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const start = chooseStart([...open], { said: preferredTimes, days }, zone, now());
    if (start === undefined) return ok({ refused: "no times are available in the next two weeks" });
    if (tries === 0 && !(await markSent(db, meetingRunId(callId), now())))
      return fail("the meeting is being booked", true);
    const booked = await api.book(start, {
      timeZone: zone,
      name: nameOf(personFor(person)) ?? person.email,
      email: person.email,
      phone: person.phone_number,
      notes: preferredTimes,
    });
    if (!booked.ok) return ok({ refused: booked.error.detail });
    if (booked.value === "unknown") return ok(UNKNOWN);
    if (booked.value !== "taken") return ok(booked.value);
    open.delete(start);
  }
  return ok({ refused: "each time that we tried was taken in the meantime" });
}
