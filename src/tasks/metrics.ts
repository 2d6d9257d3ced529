import { hashesOf } from "../audit/store";
import { conversationOf, saveMetrics } from "../calls/store";
import { forbiddenIn } from "../conversation/forbidden-topics";
import { lineStatusOf } from "../conversation/machine-detection";
import { fail, ok } from "../result";
import { openWorkItem } from "../work-items/store";
import type { Task } from "./task";

/**
 * Who spoke how much, and whether anything was said that must not be: counted once from the
 * transcript, summed by SQL wherever it is shown.
 */
export const metrics: Task = async (callId, { db, now }) => {
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const turns = call.transcript;
  const words = (role: string) =>
    turns
      .filter((turn) => turn.role === role)
      .reduce((sum, turn) => sum + turn.text.split(/\s+/).filter(Boolean).length, 0);
  const counted = {
    turns: turns.length,
    words_user: words("user"),
    words_assistant: words("assistant"),
    forbidden: forbiddenIn(turns).length,
    /** By the words alone: where the provider heard a machine and this is a person, it hung up on them. */
    line: lineStatusOf(turns.filter(({ role }) => role === "user").map(({ text }) => text)),
  };
  const said = forbiddenIn(turns);
  if (said.length > 0) {
    const about = { prospectId: call.prospectId, callId, detail: { said } };
    await openWorkItem(db, { kind: "forbidden_topic", ...about }, now());
  }
  await saveMetrics(db, callId, counted, now());
  return ok({ proof: hashesOf(turns, counted) });
};
