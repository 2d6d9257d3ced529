import type { Db } from "../db/client";
import type { DocumentEffect } from "../documents/state";
import type { Document } from "../documents/store";
import { planFollowUp } from "../follow-ups/store";
import { openWorkItem, settleItems } from "../work-items/store";

/**
 * Does what is owed after a step of a document's life, as far as it is work items and follow-ups; done
 * again, each is there once. Printing, mailing and the address on record are the caller's to do.
 */
export async function performEffects(
  { id: documentId, callId, prospectId }: Document,
  effects: DocumentEffect[],
  { db, now }: { db: Db; now: () => number },
): Promise<void> {
  for (const effect of effects)
    switch (effect.do) {
      case "openItem": {
        const { kind, reason, about } = effect;
        const detail = { document_id: documentId, ...effect.detail };
        await openWorkItem(db, { kind, reason, about, callId, prospectId, detail }, now());
        break;
      }
      case "settleItems":
        await settleItems(db, documentId, effect.kinds, effect.note, now());
        break;
      case "planFollowUp":
        if (prospectId)
          await planFollowUp(db, effect.kind, { prospectId, callId, documentId }, now());
        break;
    }
}
