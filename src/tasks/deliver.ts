import { deliverPaper } from "../documents/deliver";
import { documentsOf } from "../documents/store";
import { ok } from "../result";
import type { Task } from "./task";

/** Mails what a licensed person has released of a call. */
export const deliver: Task = async (callId, deps) => {
  for (const paper of await documentsOf(deps.db, callId)) {
    if (paper.status !== "filled") continue;
    const done = await deliverPaper(paper, deps);
    if (!done.ok) return done;
  }
  return ok(undefined);
};
