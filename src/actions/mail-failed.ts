import type { Db } from "../db/client";
import { applyEvent } from "../documents/apply";
import { deliveryEmailId } from "../documents/state";
import { documentsOf } from "../documents/store";
import { openWorkItem } from "../work-items/store";

type FailedEmail = { id: string; kind: string; callId: string; prospectId: string | null };

/** An email that somebody waits for did not arrive: a person takes over, and the document's audit trail says why. */
export async function mailFailed(
  email: FailedEmail,
  { kind, reason }: { kind: string; reason: string },
  { db, now }: { db: Db; now: () => number },
): Promise<void> {
  const at = now();
  const { id: emailId, callId, prospectId } = email;
  const documents = await documentsOf(db, callId);
  const document = documents.find((one) => deliveryEmailId(one) === emailId);
  if (document) await applyEvent(db, document.id, { type: "bounced", emailId, reason }, at);
  const what = kind === "complained" ? "marked as spam" : "not delivered";
  await openWorkItem(
    db,
    {
      kind: "mail_failed",
      about: emailId,
      reason: `${email.kind.replaceAll("_", " ")}, ${what} (${reason})`,
      callId,
      prospectId,
      detail: { email_id: emailId, document_id: document?.id ?? null },
    },
    at,
  );
}
