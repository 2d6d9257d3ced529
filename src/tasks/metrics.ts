import { hashesOf } from "../audit/store";
import { conversationOf, saveMetrics } from "../calls/store";
import { forbiddenIn } from "../conversation/forbidden-topics";
import { lineStatusOf } from "../conversation/machine-detection";
import { fail, ok } from "../result";
import { openWorkItem } from "../work-items/store";
import type { Task } from "./task";

/**
 * Counts turns and words in the transcript, and opens a work item if the assistant said something
 * that it must not. Reports sum these counts in SQL.
 */
export const metrics: Task = async (callId, { db, now }) => {
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const turns = call.transcript;
  const words = (role: string) =>
    turns
      .filter((turn) => turn.role === role)
      .reduce((sum, turn) => sum + turn.text.split(/\s+/).filter(Boolean).length, 0);
  const counts = {
    turns: turns.length,
    words_user: words("user"),
    words_assistant: words("assistant"),
    forbidden: forbiddenIn(turns).length,
    /**
     * By words alone. If the provider detected a machine and this says person, it hung up on a
     * person.
     */
    line: lineStatusOf(turns.filter(({ role }) => role === "user").map(({ text }) => text)),
  };
  const forbidden = forbiddenIn(turns);
  if (forbidden.length > 0) {
    const about = { prospectId: call.prospectId, callId, detail: { said: forbidden } };
    await openWorkItem(db, { kind: "forbidden_topic", ...about }, now());
  }
  await saveMetrics(db, callId, counts, now());
  return ok({ audit: hashesOf(turns, counts) });
};
