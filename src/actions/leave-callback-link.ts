import { markLinkEmailed, saveCallbackLink } from "../callbacks/links";
import { attemptId, type CallRequest } from "../calls/events";
import { refreshContext } from "../context/store";
import { type Agency, personFor } from "../conversation/script";
import { callbackLinkEmail } from "../email/callback-link-email";
import type { EmailSender } from "../email/email";
import { sendOnce } from "../email/store";
import { derivedId } from "../ids";
import type { Links } from "../links/links";
import { findProspect } from "../prospects/store";
import { ok, type Result } from "../result";
import type { CallWords } from "./call-brief";
import { type GateDeps, mayEmail } from "./contact-gate";

export type LeaveLinkDeps = GateDeps & {
  links: Links;
  agency: () => Agency;
  email: EmailSender;
  machineNow: () => number;
};

/** A dial that reached nobody: its attempt, whether a machine took a message, and when, product time. */
type MissedDial = { attempt: number; delivered: boolean; at: number };

/**
 * Leaves a callback link for somebody whom a call did not reach: saved first, then mailed where that
 * is allowed. `voicemail` is what the dial carried for a machine. Running it twice leaves one link
 * and sends one email.
 */
export async function leaveCallbackLink(
  { callId, prospectId, campaignId }: CallRequest,
  { attempt, delivered, at }: MissedDial,
  voicemail: CallWords["voicemail"],
  deps: LeaveLinkDeps,
): Promise<Result<undefined>> {
  const { db, links, agency, now } = deps;
  if (!prospectId || !campaignId) return ok(undefined);
  const { url, tokenHash, codeHash } = links.callback(callId, attempt);
  const link = await saveCallbackLink(
    db,
    {
      callId,
      attempt,
      prospectId,
      campaignId,
      tokenHash,
      codeHash,
      delivered,
      text: voicemail?.text ?? null,
      textVersion: voicemail?.version ?? null,
    },
    at,
  );
  const prospect = await findProspect(db, prospectId);
  if (!prospect) return ok(undefined);
  const id = derivedId("callback-link", attemptId({ callId, attempt }));
  const to = await mayEmail(prospect, { campaignId, callId, emailId: id }, deps);
  if (!to) return ok(undefined);
  const unsubscribeUrl = links.unsubscribe(prospectId, id);
  const addresses = { callback: url, unsubscribe: unsubscribeUrl };
  const content = callbackLinkEmail(agency(), personFor(prospect), addresses, "missed");
  const sent = await sendOnce(
    { id, to, ...content, stream: "broadcast", unsubscribeUrl },
    { kind: "callback_link", prospectId, campaignId, callId },
    deps,
  );
  if (!sent.ok) return sent;
  await markLinkEmailed(db, link.id, now());
  await refreshContext(db, prospectId, now());
  return sent;
}
