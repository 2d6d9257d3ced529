import { type Agency, personFor } from "../conversation/script";
import type { Db } from "../db/client";
import { applyEvent, ask } from "../documents/apply";
import { isUnverifiedAddress, kindOf } from "../documents/document";
import { type PrintDeps, printDocument, readFile, releaseOf } from "../documents/print";
import type { DocumentEvent } from "../documents/state";
import { type Document, documentsOf, findDocument, shareDocument } from "../documents/store";
import { documentEmail } from "../email/document-email";
import type { EmailSender } from "../email/email";
import { hasBounced, sendOnce } from "../email/store";
import { verificationEmail } from "../email/verification-email";
import { money } from "../formats";
import type { Links } from "../links/links";
import type { ProspectView } from "../prospects/prospect";
import { findProspect } from "../prospects/store";
import { ok, type Result } from "../result";
import { DAY_MS } from "../time";
import { performEffects } from "./document-effects";

/** How long a document can be opened, signed or declined. */
const SHARE_MS = 30 * DAY_MS;

export type DeliveryDeps = PrintDeps & {
  links: Links;
  email: EmailSender;
  agency: () => Agency;
  machineNow: () => number;
  /** Whether what somebody asked for may be mailed to them now; their earlier opt-out does not stop it. */
  mayMailRequested: (
    person: ProspectView,
    unverified?: boolean,
  ) => Promise<Result<"yes" | "unreachable">>;
};

/**
 * Mails a released document with its PDF and its link, once; without an address a person takes over.
 * Where the address was only said in the call, the link goes alone, and shows nothing before a check.
 */
export async function deliverDocument(
  released: Document,
  deps: DeliveryDeps,
): Promise<Result<undefined>> {
  const { db, links, now } = deps;
  const { id, prospectId } = released;
  const person = prospectId ? await findProspect(db, prospectId) : undefined;
  const bytes = await printedDocument(released, deps);
  if (!bytes.ok) return bytes;
  await shareDocument(db, id, links.share(id).hash, now() + SHARE_MS);
  const to = addressOf(released, person);
  if (!person || typeof to !== "string")
    return await escalate(id, "there is no email address on record", deps);
  const may = await deps.mayMailRequested(
    { ...person, email: to },
    isUnverifiedAddress(released.values),
  );
  if (!may.ok) return may;
  if (may.value !== "yes") return await escalate(id, "the address cannot receive our email", deps);

  // Revoked meanwhile, it stays here.
  const document = await findDocument(db, id);
  const step = document && ask(document, { type: "sendDue" }, now());
  const due = step && "effects" in step ? step.effects.find((one) => one.do === "mail") : undefined;
  if (!document || !due) return ok(undefined);
  const { emailId, attach } = due;
  const words = attach
    ? deliveryEmail(document, person, bytes.value, emailId, deps)
    : verificationEmail(deps.agency(), kindOf(document), linksOf(document, emailId, deps));
  const mailed = await sendOnce(
    { id: emailId, to, stream: "transactional", ...words },
    { kind: kindOf(document), prospectId: person.id, callId: document.callId },
    deps,
  );
  if (!mailed.ok)
    return mailed.error.retry ? mailed : await escalate(id, mailed.error.detail, deps);
  // It may have come back before this is on record.
  const bounced = await hasBounced(db, emailId);
  return await conclude(id, { type: "mailed", emailId, bounced }, deps);
}

const escalate = (id: string, why: string, deps: DeliveryDeps) =>
  conclude(id, { type: "unsendable", why }, deps);

/** The task is done again until this is written, so the effects come first: none is lost in a crash. */
async function conclude(
  id: string,
  event: DocumentEvent,
  { db, now }: Pick<DeliveryDeps, "db" | "now">,
): Promise<Result<undefined>> {
  await applyEvent(db, id, event, now(), (document, effects) =>
    performEffects(document, effects, { db, now }),
  );
  return ok(undefined);
}

/** What could not be mailed of a call, after all tries, is for a person. */
export async function giveUpDelivery(
  callId: string,
  { db, now }: { db: Db; now: () => number },
): Promise<void> {
  for (const { id } of await documentsOf(db, callId))
    await applyEvent(db, id, { type: "deliveryLost" }, now());
}

/** Who of the agency put an address into the document answers for it; else it is the one on record. */
function addressOf({ values }: Document, person: ProspectView | undefined) {
  const { email } = values;
  return email?.from === "agent" ? email.value : (person?.email ?? email?.value);
}

/** The PDF that shows the release, or a new one. */
async function printedDocument(document: Document, deps: DeliveryDeps): Promise<Result<Buffer>> {
  const printed = document.files.find(({ kind }) => kind === "document");
  if (printed?.released && printed.released === releaseOf(document)) {
    const stored = await readFile(document, "document", deps.files);
    if (stored?.ok) return ok(Buffer.from(stored.value));
  }
  const anew = await printDocument(document, deps);
  return anew.ok ? ok(Buffer.from(anew.value.bytes)) : anew;
}

const linksOf = (document: Document, emailId: string, { links }: DeliveryDeps) => ({
  open: links.click(emailId, `/q/${links.share(document.id).token}`),
  pixel: links.open(emailId),
});

function deliveryEmail(
  document: Document,
  person: ProspectView,
  bytes: Buffer,
  emailId: string,
  deps: DeliveryDeps,
) {
  const { result } = document.rating;
  const kind = kindOf(document);
  const about = {
    kind,
    reviewed: document.decision?.agent_id !== undefined,
    premium: "premium_minor" in result ? money(result.premium_minor) : undefined,
    validUntil: document.validUntil ?? undefined,
  };
  const links = linksOf(document, emailId, deps);
  const base64 = bytes.toString("base64");
  return {
    ...documentEmail(deps.agency(), personFor(person), about, links),
    attachments: [{ name: `${kind}.pdf`, type: "application/pdf", base64 }],
  };
}
