import { conversationOf } from "../calls/store";
import { refreshContext } from "../context/store";
import { fail, ok } from "../result";
import type { Task } from "./task";

/** Refreshes the caller's context, so that the assistant knows about this call the next time. */
export const refreshCallerContext: Task = async (callId, { db, now }) => {
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  if (call.prospectId) await refreshContext(db, call.prospectId, now());
  return ok(undefined);
};
