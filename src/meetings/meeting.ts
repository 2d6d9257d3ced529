import type { Agency } from "../conversation/script";
import type { Db } from "../db/client";
import type { FormRunResult, Meeting } from "../db/webforms";
import type { EmailSender } from "../email/email";
import type { Extraction } from "../extraction/field";
import { derivedId } from "../ids";
import type { ProspectView } from "../prospects/prospect";
import type { Result } from "../result";
import type { FormDeps } from "../webforms/run";
import type { Calendar } from "./calendar";

export type MailDeps = {
  db: Db;
  email: EmailSender;
  now: () => number;
  machineNow: () => number;
  agency: () => Agency;
  mayMailRequested: (person: ProspectView) => Promise<Result<"yes" | "unreachable">>;
  /** Whose invitation it is: the address that mails. */
  organizer: () => string;
};

export type MeetingRequest = {
  callId: string;
  person: ProspectView | undefined;
  zone: string;
  /** When they would like to meet, in their words. */
  preferredTimes: string | undefined;
  /** The days that these words mean, as ISO dates. */
  days?: string[];
  /** They said when, but it could not be understood. */
  unclear?: boolean;
  fields: Extraction["fields"];
};
export type MeetingDeps = FormDeps &
  MailDeps & {
    /** Where meetings are booked: an interface, or the address of a page with a form; nothing is a person. */
    meetings: { api: Calendar } | { page: string } | undefined;
  };

/** The meeting's job, of which there is one for a call. */
export const meetingRunId = (callId: string): string => derivedId("meeting", callId);

export type ReachableProspect = ProspectView & { email: string };

/** The meeting that a job stores; nothing if it has booked none through an interface. */
export const readMeeting = (result: FormRunResult): Meeting | undefined =>
  "sequence" in result ? result : undefined;
