import type { Booking } from "../booking/booking";
import type { Extraction } from "../extraction/field";
import { derivedId } from "../ids";
import type { ProspectView } from "../prospects/prospect";
import { fail, ok, type Result } from "../result";
import { DAY_MS, HOUR_MS, iso } from "../time";
import { type FormDeps, runForm } from "../webforms/run";
import { beginRun, endRun, markSent } from "../webforms/store";
import type { FormValues } from "../webforms/values";
import { openWorkItem } from "../work-items/store";
import { inviteLetter } from "./invitation";
import { type MailDeps, mailInvitation } from "./mail";
import { chooseStart } from "./preference";

/** How far ahead a meeting is looked for, and how soon at the earliest. */
const [NOTICE_MS, AHEAD_MS] = [4 * HOUR_MS, 14 * DAY_MS] as const;
/** Slots that were taken while we asked, one after the other. */
const TRIES_MAX = 3;

export type Wish = {
  callId: string;
  person: ProspectView | undefined;
  zone: string;
  preferredTimes: string | undefined;
  fields: Extraction["fields"];
};
export type MeetingDeps = FormDeps &
  MailDeps & {
    /** Where meetings are booked: an interface, or the address of a page with a form; nothing is a person. */
    meetings: { api: Booking } | { page: string } | undefined;
  };

/** The meeting's job, of which there is one for a call. */
export const meetingRunId = (callId: string): string => derivedId("meeting", callId);

/** Books the meeting that somebody asked for, once, with proof; what cannot be proven is for a person. */
export async function meet(wish: Wish, deps: MeetingDeps): Promise<Result<undefined>> {
  const { callId, person } = wish;
  if (!deps.meetings)
    return await byPerson(wish, "no place is set up where meetings are booked", deps);
  if (!person?.email) return await byPerson(wish, "there is no email address on record", deps);
  if ("api" in deps.meetings)
    return await bySlots(wish, person, person.email, deps.meetings.api, deps);
  const done = await runForm(
    {
      id: meetingRunId(callId),
      url: deps.meetings.page,
      values: valuesFor(wish, person),
      submit: true,
      callId,
      prospectId: person.id,
    },
    deps,
  );
  if (!done.ok) return done.error.retry ? done : await byPerson(wish, done.error.detail, deps);
  const { status, reason, problems } = done.value.report;
  if (status === "confirmed") return ok(undefined);
  return await byPerson(
    wish,
    [`the page's answer is ${status}`, reason, ...(problems ?? [])].filter(Boolean).join("; "),
    deps,
  );
}

async function bySlots(
  wish: Wish,
  person: ProspectView,
  email: string,
  api: Booking,
  deps: MeetingDeps,
): Promise<Result<undefined>> {
  const { db, now } = deps;
  const { callId, zone } = wish;
  const id = meetingRunId(callId);
  const run = await beginRun(
    db,
    { id, url: "booking-api:", callId, prospectId: person.id },
    new Date(now()),
  );
  if (run.status === "confirmed") return ok(undefined);
  if (run.sentAt)
    return await byPerson(
      wish,
      "it may have been booked, and what became of it is not known",
      deps,
    );
  const free = await api.free(now() + NOTICE_MS, now() + AHEAD_MS, zone);
  if (!free.ok) return free;
  const open = new Set(free.value);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const start = chooseStart([...open], wish.preferredTimes, zone, now());
    if (start === undefined)
      return await byPerson(wish, "no time is free in the next two weeks", deps);
    if (tries === 0 && !(await markSent(db, id, new Date(now()))))
      return fail("the meeting is being booked", true);
    const name = person.name ?? [person.first_name, person.last_name].filter(Boolean).join(" ");
    const booked = await api.book(start, {
      timeZone: zone,
      name: name || email,
      email,
      phone: person.phone_number,
      notes: wish.preferredTimes,
    });
    if (!booked.ok) return await byPerson(wish, booked.error.detail, deps);
    if (booked.value === "unknown")
      return await byPerson(
        wish,
        "it may have been booked, and what became of it is not known",
        deps,
      );
    if (booked.value === "taken") {
      open.delete(start);
      continue;
    }
    const { id: reference, start: from, end } = booked.value;
    const confirmation = { text: `Booked for ${iso(from)}`, reference, url: "booking-api:" };
    await endRun(
      db,
      id,
      "confirmed",
      { status: "confirmed", confirmation, start: iso(from), end: iso(end) },
      new Date(now()),
    );
    return await mailInvitation(
      {
        callId,
        person,
        email,
        letter: inviteLetter(deps.agency(), person, {
          id,
          start: from,
          end,
          zone,
          sequence: 0,
          cancelled: false,
          updatedAt: now(),
        }),
      },
      deps,
    );
  }
  return await byPerson(wish, "every time that was tried was taken meanwhile", deps);
}

/** What a form may ask for, from the record; what was said counts only where it was proven. */
function valuesFor({ preferredTimes, fields }: Wish, person: ProspectView): FormValues {
  const { company, address } = person;
  const told = (name: keyof Extraction["fields"]) => {
    const value = fields[name]?.value;
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const values: Record<string, string | undefined> = {
    ...{
      name: person.name ?? undefined,
      given_name: person.first_name ?? undefined,
      family_name: person.last_name ?? undefined,
    },
    ...{
      email: person.email ?? undefined,
      tel: person.phone_number,
      organization: company?.name ?? undefined,
    },
    ...{
      address_line1: address?.line1,
      address_level2: address?.city,
      address_level1: address?.state,
      postal_code: address?.postal_code,
      country: address?.country,
    },
    ...{
      employee_count: told("employee_count") ?? company?.employee_count?.toString(),
      coverage_type: told("coverage_type"),
    },
    ...{
      current_carrier: told("current_carrier"),
      renewal_date: told("renewal_date"),
      preferred_times: preferredTimes,
    },
    industry: company?.industry ?? undefined,
  };
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ""),
  );
}

async function byPerson(
  { callId, person }: Wish,
  why: string,
  { db, now }: MeetingDeps,
): Promise<Result<undefined>> {
  const item = {
    kind: "meeting_request",
    title: `Somebody wants a meeting: ${why}`.slice(0, 300),
    callId,
  };
  await openWorkItem(
    db,
    { ...item, prospectId: person?.id ?? null, detail: { form: "WEB_MEETING_FORM", why } },
    new Date(now()),
  );
  return ok(undefined);
}
