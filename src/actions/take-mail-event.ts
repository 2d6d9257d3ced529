import { undeliverableKey } from "../compliance/mail-permission";
import { liftSuppression, type Suppression, suppress } from "../compliance/store";
import type { Db } from "../db/client";
import type { EmailEvent } from "../email/email-event";
import { recordDeliveryStatus } from "../email/store";
import { hasHappenedSince, isEventRecorded, recordEmailEvent } from "../email/tracking";
import { mailFailed } from "./mail-failed";

type Deps = { db: Db; hashOf: (contact: string) => string; now: () => number };

/** The kinds that undo each other. */
const OPPOSITES: Partial<Record<EmailEvent["kind"], EmailEvent["kind"]>> = {
  bounced: "reactivated",
  reactivated: "bounced",
};
/** The kinds after which an address gets no more mail, each with the reason. */
const SUPPRESSIONS: Partial<Record<EmailEvent["kind"], Suppression["reason"]>> = {
  bounced: "undeliverable",
  complained: "complaint",
  unsubscribed: "opt_out",
};

/**
 * Takes in what became of an email: an address that bounced or complained is written to no more, and a
 * document that did not arrive is for a person. The event is recorded last, so that after a crash it is
 * done whole when it comes again.
 */
export async function takeMailEvent(event: EmailEvent, deps: Deps): Promise<"new" | "known"> {
  const { db, now } = deps;
  if (await isEventRecorded(db, event.id)) return "known";
  const who = deps.hashOf(event.recipient);
  // An event may come late: one older than the last that is known of an address changes nothing.
  const opposite = OPPOSITES[event.kind];
  if (!opposite || !(await hasHappenedSince(db, opposite, who, event.at)))
    await stopOrLift(event, deps);
  const mail = await recordDeliveryStatus(db, event);
  if (mail?.callId && ["bounced", "complained", "refused"].includes(event.kind))
    await mailFailed({ ...mail, callId: mail.callId }, event, { db, now });
  const { id, kind, messageId, reason, at } = event;
  const detail = OPPOSITES[kind] ? { who } : {};
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

/** The address is known by its hash, and is not stored. */
async function stopOrLift({ kind, recipient, id }: EmailEvent, { db, hashOf, now }: Deps) {
  const source = `postmark:${id}`;
  const at = now();
  const hash = hashOf(OPPOSITES[kind] ? undeliverableKey(recipient) : recipient);
  const reason = SUPPRESSIONS[kind];
  if (reason) await suppress(db, [{ kind: "email", source, hash, reason }], at);
  // Only the person can take back an opt-out; that their mail arrives again is the provider's to say.
  if (kind === "reactivated") await liftSuppression(db, { hash }, at);
}
