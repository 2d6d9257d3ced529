import { conversationOf } from "../calls/store";
import { refreshContext } from "../context/store";
import { fail, ok } from "../result";
import type { Task } from "./task";

/** Whoever calls next meets an agent that knows of this call. */
export const refreshCallerContext: Task = async (callId, { db, now }) => {
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  if (call.prospectId) await refreshContext(db, call.prospectId, now());
  return ok(undefined);
};
