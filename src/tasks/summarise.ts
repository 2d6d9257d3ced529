import { hashesOf } from "../audit/store";
import { conversationOf, saveSummary } from "../calls/store";
import { summaryPrompt } from "../calls/summary-prompt";
import { refreshContext } from "../context/store";
import { embedBatch } from "../corpus/embed";
import { summarySource, whose } from "../corpus/source-texts";
import { saveSources } from "../corpus/store";
import { fail, ok } from "../result";
import type { Task } from "./task";

/** Who asks to be left alone is, whatever else was said: their call is told, and sees to it. */
export const summarise: Task = async (callId, deps) => {
  const { db, language, now, reclassify } = deps;
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const turns = call.transcript;
  const made = await language.complete(summaryPrompt(turns));
  if (!made.ok) return made;
  const { intent } = made.value;
  if (intent === "opt_out" || intent === "wrong_number")
    await reclassify(call.callKey, callId, intent === "opt_out" ? "opted_out" : "wrong_number");
  await saveSummary(db, callId, made.value, now());
  const about = { callId, ...whose(call), at: call.createdAt };
  await db.batch([...saveSources(db, [summarySource(about, made.value.summary)], now())]);
  if (call.prospectId) await refreshContext(db, call.prospectId, now());
  // The summary counts, though its vector comes later, with the next that are made.
  await embedBatch(deps, { kind: "call", ownerId: callId, seq: 0 });
  return ok({ proof: hashesOf(turns, made.value) });
};
