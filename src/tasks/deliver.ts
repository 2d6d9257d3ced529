import { deliverDocument } from "../actions/deliver-document";
import { deliveryEmailId } from "../documents/state";
import { isToSend } from "../documents/status";
import { documentsOf } from "../documents/store";
import { ok, type Result } from "../result";
import type { Task } from "./task";

/** Emails a call's released documents. One that cannot be sent does not hold up the others. */
export const deliver: Task = async (callId, deps) => {
  const emailIds: string[] = [];
  let failed: Result<undefined> = ok(undefined);
  for (const document of await documentsOf(deps.db, callId)) {
    if (!isToSend(document.status)) continue;
    const delivery = await deliverDocument(document, deps);
    if (delivery.ok) emailIds.push(deliveryEmailId(document));
    // The task is retried as long as one of the documents may still be sent.
    else if (failed.ok || delivery.error.retry) failed = delivery;
  }
  return failed.ok ? ok({ audit: { kept: emailIds } }) : failed;
};
