import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
} from "ical-generator";
import { type Agency, personFor } from "../conversation/script";
import { renderEmail } from "../email/layout";
import { nameOf, type ProspectView } from "../prospects/prospect";

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

/** A meeting as an email that calendars understand: the text, and the invitation beside it. */
export function invitationEmail(agency: Agency, person: ProspectView, meeting: Appointment) {
  const when = new Intl.DateTimeFormat("en-US", {
    timeZone: meeting.zone,
    dateStyle: "full",
    timeStyle: "short",
  }).format(meeting.start);
  const who = personFor(person);
  const name = who.firstName ?? nameOf(who);
  const lines = [
    `Hello${name ? ` ${name}` : ""},`,
    meeting.cancelled
      ? `Our meeting on ${when} (${meeting.zone}) is cancelled. To find another time, call ${agency.tollFreeNumber}.`
      : `Our meeting is booked: ${when} (${meeting.zone}). A licensed person of our agency talks with you. ` +
        `The invitation for your calendar is attached; to move or cancel it, call ${agency.tollFreeNumber}.`,
    `${agency.agentName}, AI assistant of ${agency.companyName}`,
  ];
  const small = [
    `You get this because you asked ${agency.companyName} for a meeting. ${agency.postalAddress}`,
  ];
  const subject = meeting.cancelled ? `Cancelled: our meeting on ${when}` : `Our meeting: ${when}`;
  return {
    subject,
    ...renderEmail({ lines, small }),
    calendar: (organizer: string) => calendarFile(agency, person, meeting, organizer),
  };
}

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
    summary: `Meeting with ${agency.companyName}`,
    description: `A licensed person of ${agency.companyName} talks with you. ${agency.tollFreeNumber}`,
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
