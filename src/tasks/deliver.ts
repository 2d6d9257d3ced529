import { deliverDocument, deliveryEmailId } from "../actions/deliver-document";
import { documentsOf } from "../documents/store";
import { ok, type Result } from "../result";
import type { Task } from "./task";

/** Mails what was released of a call; a paper that cannot go now holds no other back. */
export const deliver: Task = async (callId, deps) => {
  const kept: string[] = [];
  let failed: Result<undefined> = ok(undefined);
  for (const paper of await documentsOf(deps.db, callId)) {
    if (paper.status !== "filled") continue;
    const done = await deliverDocument(paper, deps);
    if (done.ok) kept.push(deliveryEmailId(paper));
    // As long as one may still go, the task goes on.
    else if (failed.ok || done.error.retry) failed = done;
  }
  return failed.ok ? ok({ proof: { kept } }) : failed;
};
