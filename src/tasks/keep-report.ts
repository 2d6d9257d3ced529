import { conversationOf, saveRecording } from "../calls/store";
import { recordingKey } from "../files/files";
import { fail, ok } from "../result";
import type { Task } from "./task";

/**
 * Stores the recording while the provider still has it. The call's object stores the report itself.
 */
export const keepReport: Task = async (callId, { db, files, telephony, now }) => {
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const providerCallId = call.providerCallIds.at(-1);
  if (call.recordingKey || !providerCallId) return ok(undefined);
  const recording = await telephony.recording(providerCallId);
  if (!recording.ok) return recording;
  if (!recording.value) return ok(undefined);
  const key = recordingKey(callId);
  const type = recording.value.headers.get("content-type") ?? "audio/mpeg";
  await files.put(key, await recording.value.arrayBuffer(), type);
  await saveRecording(db, callId, key, now());
  return ok({ audit: { kept: [key] } });
};
