import type { Turn } from "../calls/events";
import { conversationOf, saveMetrics } from "../calls/store";
import { fail, ok } from "../result";
import type { Task } from "./task";

/** Who spoke how much: counted once from the transcript, summed by SQL wherever it is shown. */
export const metrics: Task = async (callId, { db, now }) => {
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const turns = call.transcript as Turn[];
  const words = (role: string) =>
    turns
      .filter((turn) => turn.role === role)
      .reduce((sum, turn) => sum + turn.text.split(/\s+/).filter(Boolean).length, 0);
  const counted = {
    turns: turns.length,
    words_user: words("user"),
    words_assistant: words("assistant"),
  };
  await saveMetrics(db, callId, counted, new Date(now()));
  return ok(counted);
};
