import type { Agency } from "../conversation/script";
import type { Db } from "../db/client";
import type { EmailSender } from "../email/email";
import { sendOnce } from "../email/store";
import { derivedId } from "../ids";
import type { ProspectView } from "../prospects/prospect";
import { ok, type Result } from "../result";
import type { inviteLetter } from "./invitation";

export type MailDeps = {
  db: Db;
  email: EmailSender;
  now: () => number;
  machineNow: () => number;
  agency: () => Agency;
  mayAnswer: (person: ProspectView) => Promise<Result<"yes" | "unreachable">>;
  /** Whose invitation it is: the address that mails. */
  organizer: () => string;
};
type Invitation = {
  callId: string;
  person: ProspectView;
  email: string;
  letter: ReturnType<typeof inviteLetter>;
};

/** Mails an invitation, once; calendars read the part beside the text. */
export async function mailInvitation(
  { callId, person, email, letter }: Invitation,
  deps: MailDeps,
): Promise<Result<undefined>> {
  const may = await deps.mayAnswer(person);
  if (!may.ok) return may;
  if (may.value !== "yes") return ok(undefined);
  const { calendar, ...words } = letter;
  const file = calendar(deps.organizer());
  const method = /^METHOD:(\w+)/m.exec(file)?.[1] ?? "REQUEST";
  const base64 = Buffer.from(file, "utf8").toString("base64");
  const attachments = [
    { name: "invite.ics", type: `text/calendar; charset=utf-8; method=${method}`, base64 },
  ];
  const id = derivedId("invitation", callId, file.replace(/^DTSTAMP.*$/gm, ""));
  return await sendOnce(
    { id, to: email, ...words, stream: "transactional", attachments },
    { kind: "invitation", prospectId: person.id, callId },
    deps,
  );
}
