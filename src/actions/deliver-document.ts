import { appendAudit, appendAuditOnce } from "../audit/store";
import type { Agency } from "../conversation/script";
import { personFor } from "../conversation/speak";
import type { DocumentStatus } from "../db/documents";
import { isUnverifiedAddress } from "../documents/document";
import { type PrintDeps, printDocument, readFile, releaseOf } from "../documents/print";
import { type Document, decide, findDocument, shareDocument } from "../documents/store";
import { documentEmail, verificationEmail } from "../email/document-emails";
import type { EmailSender } from "../email/email";
import { hasBounced, sendOnce } from "../email/store";
import { planFollowUp } from "../follow-ups/store";
import { derivedId } from "../ids";
import type { Links } from "../links/links";
import type { ProspectView } from "../prospects/prospect";
import { findProspect } from "../prospects/store";
import { ok, type Result } from "../result";
import { DAY_MS, iso } from "../time";
import { openWorkItem, settleItems } from "../work-items/store";

/** How long a document can be opened, signed or declined. */
export const SHARE_MS = 30 * DAY_MS;

export type DeliveryDeps = PrintDeps & {
  links: Links;
  email: EmailSender;
  agency: () => Agency;
  machineNow: () => number;
  /** Whether what somebody asked for may be mailed to them now; their earlier opt-out does not stop it. */
  mayMailRequested: (
    person: ProspectView,
    heard?: boolean,
  ) => Promise<Result<"yes" | "unreachable">>;
};

export const kindOf = ({ form }: Pick<Document, "form">): "quote" | "proposal" =>
  form === "PDF_PROPOSAL_FORM" ? "proposal" : "quote";

/** The email with which a document leaves us. */
export const deliveryEmailId = ({ id, decision }: Pick<Document, "id" | "decision">): string =>
  derivedId("document-email", id, decision?.at ?? "", decision?.resends ?? "");

/**
 * A released document leaves us: printed, with its link, by email, once; without an address a person
 * takes over. Where the address was only heard, the link goes alone, and shows nothing before a check.
 */
export async function deliverDocument(
  paper: Document,
  deps: DeliveryDeps,
): Promise<Result<undefined>> {
  const { db, links, now } = deps;
  const person = paper.prospectId ? await findProspect(db, paper.prospectId) : undefined;
  const bytes = await printedDocument(paper, deps);
  if (!bytes.ok) return bytes;
  await shareDocument(db, paper.id, links.share(paper.id).hash, now() + SHARE_MS);
  const to = addressOf(paper, person);
  if (!person || typeof to !== "string")
    return await escalate(paper, "there is no email address on record", deps);
  const heard = isUnverifiedAddress(paper.values);
  const may = await deps.mayMailRequested({ ...person, email: to }, heard);
  if (!may.ok) return may;
  if (may.value !== "yes") return await escalate(paper, "no mail goes to the address", deps);

  // Taken back meanwhile, it stays here.
  if ((await findDocument(db, paper.id))?.status !== "filled") return ok(undefined);
  const emailId = deliveryEmailId(paper);
  const letter = heard
    ? verificationEmail(deps.agency(), kindOf(paper), linksOf(paper, emailId, deps))
    : { ...words(paper, person, emailId, deps), attachments: [attached(paper, bytes.value)] };
  const mailed = await sendOnce(
    { id: emailId, to, stream: "transactional", ...letter },
    { kind: kindOf(paper), prospectId: person.id, callId: paper.callId },
    deps,
  );
  if (!mailed.ok)
    return mailed.error.retry ? mailed : await escalate(paper, mailed.error.detail, deps);
  const mark = { email_id: emailId };
  const detail = { ...mark, ...(heard && { check: true }) };
  await appendAuditOnce(db, paper.id, { kind: "mailed", detail }, now(), mark);
  // It may have come back before this was noted.
  if (await hasBounced(db, emailId)) return await moveOn(paper, "needs_human", deps);
  await planFollowUp(
    db,
    "quote_reminder",
    { prospectId: person.id, callId: paper.callId, documentId: paper.id },
    now(),
  );
  const undone = [`send_${kindOf(paper)}`, "mail_failed"];
  await settleItems(db, paper.id, undone, "it was mailed", now());
  return await moveOn(paper, "delivered", deps);
}

/** Who of the agency put an address into the paper answers for it; else it is the one on record. */
function addressOf({ values }: Document, person: ProspectView | undefined) {
  const { email } = values;
  return email?.from === "agent" ? email.value : (person?.email ?? email?.value);
}

/** The PDF that shows the release, or a new one. */
async function printedDocument(paper: Document, deps: DeliveryDeps): Promise<Result<Buffer>> {
  const printed = paper.files.find(({ kind }) => kind === "document");
  if (printed?.released && printed.released === releaseOf(paper)) {
    const kept = await readFile(paper, "document", deps.files);
    if (kept?.ok) return ok(Buffer.from(kept.value));
  }
  const made = await printDocument(paper, deps);
  return made.ok ? ok(Buffer.from(made.value)) : made;
}

const attached = (paper: Document, bytes: Buffer) => ({
  name: `${kindOf(paper)}.pdf`,
  type: "application/pdf",
  base64: bytes.toString("base64"),
});

const linksOf = (paper: Document, emailId: string, { links }: DeliveryDeps) => ({
  open: links.click(emailId, `/q/${links.share(paper.id).token}`),
  pixel: links.open(emailId),
});

function words(paper: Document, person: ProspectView, emailId: string, deps: DeliveryDeps) {
  const { result } = paper.rating;
  const about = {
    kind: kindOf(paper),
    checked: paper.decision?.agent_id !== undefined,
    premium:
      "premium_minor" in result
        ? (result.premium_minor / 100).toLocaleString("en-US", {
            style: "currency",
            currency: "USD",
          })
        : undefined,
    validUntil: paper.validUntil ? iso(paper.validUntil).slice(0, 10) : undefined,
  };
  return documentEmail(deps.agency(), personFor(person), about, linksOf(paper, emailId, deps));
}

async function escalate(
  paper: Document,
  why: string,
  deps: DeliveryDeps,
): Promise<Result<undefined>> {
  const at = deps.now();
  const kind = kindOf(paper);
  await openWorkItem(
    deps.db,
    {
      kind: `send_${kind}`,
      title: `A released ${kind} could not be mailed: ${why}`,
      callId: paper.callId,
      prospectId: paper.prospectId,
      detail: { document_id: paper.id },
      ...(paper.decision?.resends && { about: deliveryEmailId(paper) }),
    },
    at,
  );
  await appendAudit(deps.db, paper.id, { kind: "not_mailed", detail: { why } }, at);
  return await moveOn(paper, "needs_human", deps);
}

async function moveOn(
  paper: Document,
  status: DocumentStatus,
  { db, now }: DeliveryDeps,
): Promise<Result<undefined>> {
  if (paper.decision)
    await decide(db, paper.id, ["filled"], { status, decision: paper.decision }, now());
  return ok(undefined);
}
