import type { Db } from "../db/client";
import type { Document } from "../documents/store";
import { planFollowUp } from "../follow-ups/store";
import { openWorkItem } from "../work-items/store";
import { kindOf } from "./deliver-document";

/** What follows from a signature: somebody prepares the application, and the signer gets a copy. */
export async function afterSigning(
  paper: Document,
  { db, now }: { db: Db; now: () => number },
): Promise<void> {
  const { id: documentId, prospectId, callId } = paper;
  const title = `A ${kindOf(paper)} was signed: prepare the application`;
  const item = { kind: `signed_${kindOf(paper)}`, title, callId, prospectId };
  await openWorkItem(db, { ...item, detail: { document_id: documentId } }, now());
  if (!prospectId) return;
  await planFollowUp(db, "sign_up_link", { prospectId, callId, documentId }, now());
}
