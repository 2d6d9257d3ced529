import { hashesOf } from "../audit/store";
import { conversationOf, saveSummary } from "../calls/store";
import { summaryPrompt } from "../calls/summary-prompt";
import { refreshContext } from "../context/store";
import { embedBatch } from "../corpus/embed";
import { ownerOf, summarySource } from "../corpus/source-texts";
import { saveSources } from "../corpus/store";
import { fail, ok } from "../result";
import type { Task } from "./task";

/** Summarizes a call. An opt-out or a wrong number in the summary is applied to the call. */
export const summarise: Task = async (callId, deps) => {
  const { db, language, now, reclassify } = deps;
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const turns = call.transcript;
  const summary = await language.complete(summaryPrompt(turns));
  if (!summary.ok) return summary;
  const { intent } = summary.value;
  if (intent === "opt_out" || intent === "wrong_number")
    await reclassify(call.callKey, callId, intent === "opt_out" ? "opted_out" : "wrong_number");
  await saveSummary(db, callId, summary.value, now());
  const about = { callId, ...ownerOf(call), at: call.createdAt };
  await db.batch([...saveSources(db, [summarySource(about, summary.value.summary)], now())]);
  if (call.prospectId) await refreshContext(db, call.prospectId, now());
  // If embedding fails, the summary still counts, and a later batch embeds it.
  await embedBatch(deps, { kind: "call", ownerId: callId, seq: 0 });
  return ok({ audit: hashesOf(turns, summary.value) });
};
