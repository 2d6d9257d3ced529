import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
} from "ical-generator";
import { type Agency, personFor } from "../conversation/script";
import { greeting, renderEmail, signature } from "../email/layout";
import { phoneText } from "../formats";
import type { ProspectView } from "../prospects/prospect";

export type Appointment = {
  id: string;
  start: number;
  end: number;
  zone: string;
  /** One higher with every change (RFC 5546, 3.2.2): a calendar keeps the latest. */
  sequence: number;
  cancelled: boolean;
  updatedAt: number;
};

const WORDS = {
  booked: {
    subject: (when: string) => `Meeting confirmed: ${when}`,
    body: (when: string, { companyName, tollFreeNumber }: Agency) =>
      `Your meeting with a licensed agent at ${companyName} is confirmed for ${when}. ` +
      `A calendar invitation is attached. To reschedule or cancel, call ${phoneText(tollFreeNumber)}.`,
  },
  cancelled: {
    subject: (when: string) => `Meeting canceled: ${when}`,
    body: (when: string, { companyName, tollFreeNumber }: Agency) =>
      `Your meeting with ${companyName} on ${when} is canceled. ` +
      `To find another time, call ${phoneText(tollFreeNumber)}.`,
  },
  smallPrint: ({ companyName, postalAddress }: Agency) => [
    `You're receiving this because you asked ${companyName} for a meeting.`,
    postalAddress,
  ],
  eventTitle: ({ companyName }: Agency) => `Meeting with ${companyName}`,
  eventDescription: ({ companyName, tollFreeNumber }: Agency) =>
    `A licensed agent at ${companyName} will talk with you. ` +
    `To reschedule or cancel, call ${phoneText(tollFreeNumber)}.`,
};

/** A meeting as an email that calendars understand: the text, and the invitation beside it. */
export function invitationEmail(agency: Agency, person: ProspectView, meeting: Appointment) {
  const when = whenOf(meeting);
  const words = meeting.cancelled ? WORDS.cancelled : WORDS.booked;
  return {
    ...renderEmail({
      subject: words.subject(when),
      companyName: agency.companyName,
      paragraphs: [greeting(personFor(person)), words.body(when, agency), signature(agency)],
      smallPrint: WORDS.smallPrint(agency),
    }),
    calendar: (organizer: string) => calendarFile(agency, person, meeting, organizer),
  };
}

/** As "Tuesday, December 1, 2026 at 10:00 AM ET". */
const whenOf = ({ zone, start }: Appointment): string =>
  new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "long",
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "shortGeneric",
  }).format(start);

function calendarFile(
  agency: Agency,
  person: ProspectView,
  meeting: Appointment,
  organizer: string,
): string {
  const { id, start, end, sequence, cancelled, updatedAt } = meeting;
  const calendar = ical({
    prodId: { company: "voice-agent", product: "meeting" },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  });
  const address = /<([^>]+)>/.exec(organizer)?.[1] ?? organizer;
  calendar.createEvent({
    id: `${id}@meeting`,
    sequence,
    stamp: new Date(updatedAt),
    start: new Date(start),
    end: new Date(end),
    summary: WORDS.eventTitle(agency),
    description: WORDS.eventDescription(agency),
    organizer: { name: agency.companyName, email: address },
    attendees: [
      {
        email: person.email ?? "",
        name: person.name ?? "",
        rsvp: true,
        role: ICalAttendeeRole.REQ,
        status: ICalAttendeeStatus.NEEDSACTION,
      },
    ],
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
}
