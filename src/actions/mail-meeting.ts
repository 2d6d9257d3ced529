import type { Meeting } from "../db/webforms";
import { sendOnce } from "../email/store";
import { derivedId } from "../ids";
import { invitationEmail } from "../meetings/invitation";
import { type MailDeps, meetingRunId, type ReachableProspect } from "../meetings/meeting";
import { ok, type Result } from "../result";

/** Mails a meeting as it stands now, once; calendars read the part beside the text. */
export async function mailMeeting(
  callId: string,
  person: ReachableProspect,
  { status, start, end, zone, sequence }: Meeting,
  deps: MailDeps,
): Promise<Result<undefined>> {
  const may = await deps.mayMailRequested(person);
  if (!may.ok) return may;
  if (may.value !== "yes") return ok(undefined);
  const { calendar, ...words } = invitationEmail(deps.agency(), person, {
    id: meetingRunId(callId),
    start: Date.parse(start),
    end: Date.parse(end),
    zone,
    sequence,
    cancelled: status === "cancelled",
    updatedAt: deps.now(),
  });
  const file = calendar(deps.organizer());
  const method = /^METHOD:(\w+)/m.exec(file)?.[1] ?? "REQUEST";
  const base64 = Buffer.from(file, "utf8").toString("base64");
  const attachments = [
    { name: "invite.ics", type: `text/calendar; charset=utf-8; method=${method}`, base64 },
  ];
  const id = derivedId("invitation", callId, String(sequence));
  return await sendOnce(
    { id, to: person.email, ...words, stream: "transactional", attachments },
    { kind: "invitation", prospectId: person.id, callId },
    deps,
  );
}
