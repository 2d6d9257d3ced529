import { conversationOf, saveRecording } from "../calls/store";
import { recordingKey } from "../files/files";
import { fail, ok } from "../result";
import type { Task } from "./task";

/** The report's body is kept by the call's object; here the recording follows, while VAPI has it. */
export const keepReport: Task = async (callId, { db, files, telephony, now }) => {
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const providerCallId = call.providerCallIds.at(-1);
  if (call.recordingKey || !providerCallId) return ok(undefined);
  const found = await telephony.recording(providerCallId);
  if (!found.ok) return found;
  if (!found.value) return ok(undefined);
  const key = recordingKey(callId);
  const type = found.value.headers.get("content-type") ?? "audio/mpeg";
  await files.put(key, await found.value.arrayBuffer(), type);
  await saveRecording(db, callId, key, now());
  return ok({ proof: { kept: [key] } });
};
