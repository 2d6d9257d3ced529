import type { CallSummary } from "../calls/contract";
import type { Turn } from "../calls/events";
import { conversationOf, saveSummary } from "../calls/store";
import { type Suppression, suppress } from "../compliance/store";
import { refreshContext } from "../context/store";
import { summaryPrompt } from "../language/prompts";
import { findProspect } from "../prospects/store";
import { fail, ok } from "../result";
import type { Task, TaskDeps } from "./task";

/** Who asks to be left alone is, whatever else was said: the number first, then the call's outcome. */
export const summarise: Task = async (callId, deps) => {
  const { db, language, now } = deps;
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const turns = call.transcript as Turn[];
  const made = await language.complete(summaryPrompt(turns));
  if (!made.ok) return made;
  const { intent } = made.value;
  if (intent === "opt_out" || intent === "wrong_number")
    await leaveAlone(callId, call, intent, deps);
  await saveSummary(db, callId, made.value, new Date(now()));
  if (call.prospectId) await refreshContext(db, call.prospectId, new Date(now()));
  return ok(made.value);
};

type Call = { callKey: string; prospectId: string | null };
type Wish = Extract<CallSummary["intent"], "opt_out" | "wrong_number">;

/** An opt-out stops all channels; a wrong number blocks that number, whoever is listed under it. */
async function leaveAlone(callId: string, call: Call, intent: Wish, deps: TaskDeps): Promise<void> {
  const person = call.prospectId ? await findProspect(deps.db, call.prospectId) : undefined;
  const source = `call:${callId}`;
  const rows: Suppression[] = [];
  if (person)
    rows.push({ hash: deps.hashOf(person.phone_number), kind: "phone", reason: intent, source });
  if (person?.email && intent === "opt_out")
    rows.push({ hash: deps.hashOf(person.email), kind: "email", reason: intent, source });
  await suppress(deps.db, rows, new Date(deps.now()));
  await deps.judge(call.callKey, callId, intent === "opt_out" ? "opted_out" : "wrong_number");
}
