import { deliverDocument } from "../actions/deliver-document";
import { deliveryEmailId } from "../documents/state";
import { isToSend } from "../documents/status";
import { documentsOf } from "../documents/store";
import { ok, type Result } from "../result";
import type { Task } from "./task";

/** Mails what was released of a call; a document that cannot leave now holds no other back. */
export const deliver: Task = async (callId, deps) => {
  const emailIds: string[] = [];
  let failed: Result<undefined> = ok(undefined);
  for (const document of await documentsOf(deps.db, callId)) {
    if (!isToSend(document.status)) continue;
    const done = await deliverDocument(document, deps);
    if (done.ok) emailIds.push(deliveryEmailId(document));
    // As long as one may still go, the task goes on.
    else if (failed.ok || done.error.retry) failed = done;
  }
  return failed.ok ? ok({ proof: { kept: emailIds } }) : failed;
};
