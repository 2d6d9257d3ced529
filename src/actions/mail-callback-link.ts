import { saveCallbackLink } from "../callbacks/links";
import { attemptId } from "../calls/events";
import { type Agency, personFor } from "../conversation/script";
import type { Db } from "../db/client";
import { type CallbackLinkReason, callbackLinkEmail } from "../email/callback-link-email";
import type { EmailSender } from "../email/email";
import { sendOnce } from "../email/store";
import { derivedId } from "../ids";
import type { Links } from "../links/links";
import type { ProspectView } from "../prospects/prospect";
import type { Result } from "../result";

type Call = { callId: string; campaignId: string | null };
type Deps = {
  db: Db;
  email: EmailSender;
  links: Links;
  agency: () => Agency;
  now: () => number;
  machineNow: () => number;
};

/** Mails the callback link to somebody who asked for it in a call, once: it is their own copy. */
export async function mailCallbackLink(
  { callId, campaignId }: Call,
  reason: Exclude<CallbackLinkReason, "missed">,
  person: ProspectView & { email: string },
  deps: Deps,
): Promise<Result<undefined>> {
  const { db, links, agency, now } = deps;
  const { url, tokenHash, codeHash } = links.callback(callId, 1);
  const left = { callId, attempt: 1, prospectId: person.id, campaignId, tokenHash, codeHash };
  const noVoicemail = { text: null, textVersion: null, delivered: false, requested: true };
  await saveCallbackLink(db, { ...left, ...noVoicemail }, now());
  const id = derivedId("asked-link", attemptId({ callId, attempt: 1 }));
  const to = { callback: url, unsubscribe: links.unsubscribe(person.id, id) };
  const words = callbackLinkEmail(agency(), personFor(person), to, reason);
  return await sendOnce(
    { id, to: person.email, ...words, stream: "transactional" },
    { kind: "asked_link", prospectId: person.id, campaignId, callId },
    deps,
  );
}
