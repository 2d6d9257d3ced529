import { conversionOf } from "../calls/store";
import { personFor } from "../conversation/script";
import { applyEvent } from "../documents/apply";
import { kindOf } from "../documents/document";
import { readFile } from "../documents/print";
import { findDocument } from "../documents/store";
import type { Attachment } from "../email/email";
import { onboardingEmail } from "../email/onboarding-email";
import { reminderEmail } from "../email/reminder-email";
import { signedCopyEmail } from "../email/signed-copy-email";
import { sendOnce } from "../email/store";
import { FOLLOW_UPS, stopReason } from "../follow-ups/follow-up";
import { endFollowUp, type FollowUp } from "../follow-ups/store";
import { derivedId } from "../ids";
import type { ProspectView } from "../prospects/prospect";
import { findProspect } from "../prospects/store";
import { ok, type Result } from "../result";
import type { WebhookAnnouncement } from "../webhooks/endpoint";
import { openWorkItem } from "../work-items/store";
import type { DeliveryDeps } from "./deliver-document";

export type FollowUpDeps = DeliveryDeps & {
  /** The gate before mail that nobody asked for: the address to write to, or nothing. */
  mayRemind: (person: ProspectView, callId: string, emailId: string) => Promise<string | undefined>;
  /** Tells whoever listens that something has come about. */
  announce: (announcement: WebhookAnnouncement) => Promise<unknown>;
};

/** Does one follow-up that is due, or stops it with its reason. Done twice, it sends one email. */
export async function sendFollowUp(one: FollowUp, deps: FollowUpDeps): Promise<Result<undefined>> {
  const { db, now } = deps;
  const end = async (status: "sent" | "stopped", result: string) => {
    await endFollowUp(db, one.id, status, result, now());
    return ok(undefined);
  };
  const document = one.documentId ? await findDocument(db, one.documentId) : undefined;
  const bound = (await conversionOf(db, one.callId))?.kind === "bound";
  const stopped = stopReason(one.kind, { document, bound }, now());
  if (stopped) return end("stopped", stopped);
  const person = await findProspect(db, one.prospectId);
  if (!person) return end("stopped", "the person is gone");
  if (one.kind === "ready_for_upsell") {
    const data = { prospect_id: person.id, call_id: one.callId };
    await deps.announce({ event: "prospect.ready_for_upsell", key: one.id, data });
    return end("sent", "announced");
  }
  if (!person.email) {
    const why = "there is no email address on record";
    if (one.kind === "quote_reminder")
      await escalate(one, `nobody has opened the document, and ${why}`, deps);
    return end("stopped", why);
  }
  const emailId = derivedId("follow-up-email", one.id);
  const may = await mayMail(one, person, emailId, deps);
  if (!may.ok) return may;
  if (may.value !== "yes") return end("stopped", may.value);

  const { words, attachments } = await written(one, person, emailId, deps);
  const { unsubscribeUrl } = words;
  const sent = await sendOnce(
    {
      id: emailId,
      to: person.email,
      subject: words.subject,
      text: words.text,
      html: words.html,
      attachments,
      stream: FOLLOW_UPS[one.kind].asked ? "transactional" : "broadcast",
      unsubscribeUrl,
    },
    { kind: one.kind, prospectId: person.id, callId: one.callId },
    deps,
  );
  if (!sent.ok && sent.error.retry) return sent;
  if (!sent.ok) {
    if (FOLLOW_UPS[one.kind].asked) await escalate(one, sent.error.detail, deps);
    return end("stopped", sent.error.detail.slice(0, 500));
  }
  if (one.kind === "quote_reminder" && document)
    await applyEvent(db, document.id, { type: "reminded", emailId }, now());
  return end("sent", emailId);
}

/** A person takes over what they asked for and mail does not bring them. */
async function escalate({ kind, callId, prospectId }: FollowUp, why: string, deps: FollowUpDeps) {
  const about = { callId, prospectId, detail: { why } };
  await openWorkItem(deps.db, { kind: `unsent_${kind}`, ...about }, deps.now());
}

async function mayMail(
  one: FollowUp,
  person: ProspectView,
  emailId: string,
  deps: FollowUpDeps,
): Promise<Result<string>> {
  if (!FOLLOW_UPS[one.kind].asked) {
    const to = await deps.mayRemind(person, one.callId, emailId);
    return ok(to ? "yes" : "compliance rules do not allow a reminder");
  }
  const may = await deps.mayMailRequested(person);
  return may.ok ? ok(may.value === "yes" ? "yes" : "email to the address bounces") : may;
}

async function written(one: FollowUp, person: ProspectView, emailId: string, deps: FollowUpDeps) {
  const { links, agency, db } = deps;
  const who = personFor(person);
  const pixel = links.open(emailId);
  const attachments: Attachment[] = [];
  const document = one.documentId ? await findDocument(db, one.documentId) : undefined;
  if (!document)
    return {
      words: { ...onboardingEmail(agency(), who, { pixel }), unsubscribeUrl: undefined },
      attachments,
    };
  const open = links.click(emailId, `/q/${links.share(document.id).token}`);
  const kind = kindOf(document);
  if (one.kind === "quote_reminder") {
    const unsubscribe = links.unsubscribe(person.id, emailId);
    const words = reminderEmail(agency(), who, kind, { open, pixel, unsubscribe });
    return { words: { ...words, unsubscribeUrl: unsubscribe }, attachments };
  }
  const signed = await readFile(document, "signed", deps.files);
  if (signed?.ok) {
    const base64 = Buffer.from(signed.value).toString("base64");
    attachments.push({ name: `${kind}-signed.pdf`, type: "application/pdf", base64 });
  }
  const verify = links.verify(document.id);
  const words = signedCopyEmail(agency(), who, kind, { open, pixel, verify });
  return { words: { ...words, unsubscribeUrl: undefined }, attachments };
}
