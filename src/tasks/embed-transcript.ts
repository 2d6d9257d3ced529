import { conversationOf } from "../calls/store";
import { embedOwner } from "../corpus/embed";
import { ownerOf, transcriptSource } from "../corpus/source-texts";
import { saveSources } from "../corpus/store";
import { fail } from "../result";
import type { Task } from "./task";

/** Adds the transcript to the corpus, where it can be found by words and by meaning. */
export const embedTranscript: Task = async (callId, deps) => {
  const call = await conversationOf(deps.db, callId);
  if (!call) return fail("the call is not there yet", true);
  const about = { callId, ...ownerOf(call), at: call.createdAt };
  const sourceText = transcriptSource({ ...about, turns: call.transcript });
  await deps.db.batch([...saveSources(deps.db, [sourceText], deps.now())]);
  return await embedOwner(deps, { kind: "call", ownerId: callId });
};
