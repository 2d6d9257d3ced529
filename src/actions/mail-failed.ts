import { appendAuditOnce } from "../audit/store";
import type { Db } from "../db/client";
import { documentsOf, setOpenStatus } from "../documents/store";
import { openWorkItem } from "../work-items/store";
import { deliveryEmailId } from "./deliver-document";

type Mail = { id: string; kind: string; callId: string; prospectId: string | null };

/** Mail that somebody waits for did not arrive: a person takes over, and the paper's history says why. */
export async function mailFailed(
  mail: Mail,
  { kind, reason }: { kind: string; reason: string },
  { db, now }: { db: Db; now: () => number },
): Promise<void> {
  const at = now();
  const papers = await documentsOf(db, mail.callId);
  const paper = papers.find((one) => deliveryEmailId(one) === mail.id);
  if (paper) {
    const mark = { email_id: mail.id };
    await appendAuditOnce(db, paper.id, { kind: "bounced", detail: { ...mark, reason } }, at, mark);
    await setOpenStatus(db, paper.id, "needs_human", at);
  }
  const title = kind === "complained" ? "was reported as spam" : "did not arrive";
  const item = {
    kind: "mail_failed",
    about: mail.id,
    title: `The email with the ${mail.kind.replaceAll("_", " ")} ${title} (${reason})`,
    callId: mail.callId,
    prospectId: mail.prospectId,
    detail: { email_id: mail.id, document_id: paper?.id ?? null },
  };
  await openWorkItem(db, item, at);
}
