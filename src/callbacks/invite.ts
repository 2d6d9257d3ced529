import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { phoneText } from "../formats";
import { SLOT_MS } from "./slots";

type Invite = {
  id: string;
  start: number;
  sequence: number;
  cancelled: boolean;
  updatedAt: number;
  companyName: string;
  agentName: string;
  number: string;
};

/** The appointment for a calendar (RFC 5545): the same `UID` and a higher `SEQUENCE` move it. */
export function inviteFile(invite: Invite): string {
  const calendar = ical({
    prodId: { company: "voice-agent", product: "callback" },
    method: invite.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${invite.id}@callback`,
    sequence: invite.sequence,
    stamp: new Date(invite.updatedAt),
    start: new Date(invite.start),
    end: new Date(invite.start + SLOT_MS),
    summary: `Call with ${invite.companyName}`,
    description:
      `${invite.agentName}, the AI assistant at ${invite.companyName}, will call you. ` +
      `Our number: ${phoneText(invite.number)}`,
    status: invite.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
}
