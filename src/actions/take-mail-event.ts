import { undeliverable } from "../compliance/answering";
import { liftSuppression, suppress } from "../compliance/store";
import type { Db } from "../db/client";
import type { EmailEvent } from "../email/email-event";
import { recordDeliveryStatus } from "../email/store";
import { hasHappenedSince, isEventRecorded, recordEmailEvent } from "../email/tracking";
import { mailFailed } from "./mail-failed";

type Deps = { db: Db; hashOf: (contact: string) => string; now: () => number };

/** What takes back what. */
const AGAINST: Partial<Record<EmailEvent["kind"], EmailEvent["kind"]>> = {
  bounced: "reactivated",
  reactivated: "bounced",
};
/** After what nobody is written to any more, and why. */
const STOPS: Partial<Record<EmailEvent["kind"], string>> = {
  bounced: "undeliverable",
  complained: "complaint",
  unsubscribed: "opt_out",
};

/**
 * Takes in what became of an email: an address that bounced or complained is written to no more, and a
 * paper that did not arrive is for a person. The note comes last, so that news told again after a
 * crash is done whole.
 */
export async function takeMailEvent(event: EmailEvent, deps: Deps): Promise<"new" | "known"> {
  const { db, now } = deps;
  if (await isEventRecorded(db, event.id)) return "known";
  const who = deps.hashOf(event.recipient);
  // News may come late: what is older than the last word on an address changes nothing.
  const against = AGAINST[event.kind];
  if (!against || !(await hasHappenedSince(db, against, who, event.at)))
    await stopOrLift(event, deps);
  const mail = await recordDeliveryStatus(db, event);
  if (mail?.callId && ["bounced", "complained", "refused"].includes(event.kind))
    await mailFailed({ ...mail, callId: mail.callId }, event, { db, now });
  const { id, kind, messageId, reason, at } = event;
  const detail = AGAINST[kind] ? { who } : {};
  await recordEmailEvent(db, {
    id,
    kind,
    messageId,
    reason,
    at,
    detail,
    emailId: mail?.id ?? null,
  });
  return "new";
}

/** Whom the event is about is known by hash: the address itself is kept nowhere here. */
async function stopOrLift({ kind, recipient, id }: EmailEvent, { db, hashOf, now }: Deps) {
  const source = `postmark:${id}`;
  const at = now();
  const hash = hashOf(AGAINST[kind] ? undeliverable(recipient) : recipient);
  const reason = STOPS[kind];
  if (reason) await suppress(db, [{ kind: "email", source, hash, reason }], at);
  // That somebody may be written to again is theirs to say, not a provider's; that mail arrives is not.
  if (kind === "reactivated") await liftSuppression(db, { hash }, at);
}
