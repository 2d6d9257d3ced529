import { conversationOf } from "../calls/store";
import { embedOwner } from "../corpus/embed";
import { transcriptSource, whose } from "../corpus/source-texts";
import { saveSources } from "../corpus/store";
import { fail } from "../result";
import type { Task } from "./task";

/** What was said can be found from now on, by its words and by its meaning. */
export const embedTranscript: Task = async (callId, deps) => {
  const call = await conversationOf(deps.db, callId);
  if (!call) return fail("the call is not there yet", true);
  const about = { callId, ...whose(call), at: call.createdAt };
  const document = transcriptSource({ ...about, turns: call.transcript });
  await deps.db.batch([...saveSources(deps.db, [document], deps.now())]);
  return await embedOwner(deps, { kind: "call", ownerId: callId });
};
