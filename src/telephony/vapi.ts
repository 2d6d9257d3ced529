import { z } from "zod";
import type { Attempt } from "../calls/events";
import type { CallLeg } from "../calls/leg";
import { httpFailure } from "../http-failure";
import { describeError, fail, ok, type Result } from "../result";
import type { Brief, DialAnswer, Telephony } from "./telephony";
import { type AssistantOptions, dialBody, taggedAssistant } from "./vapi-assistant";
import { monitor, requestVapi, type VapiAccount } from "./vapi-client";
import { control } from "./vapi-control";
import { dial } from "./vapi-dial";
import { findCall, readRecording, readReport } from "./vapi-look-up";

type Options = AssistantOptions & VapiAccount;

/** VAPI's REST API. Plain `fetch`: the vendor's SDK repeats a `POST /call` and would dial twice. */
export function vapi(options: Options): Telephony {
  const { phoneNumberId } = options;
  return {
    dial: (attempt, brief, dialedAt) => dialOnce(attempt, brief, dialedAt, options),
    find: (attempt, since, abandoned) =>
      findCall(attempt, { phoneNumberId, since, abandoned }, options),
    report: (providerCallId) => readReport(providerCallId, options),
    recording: (providerCallId) => readRecording(providerCallId, options),
    control: (leg, command) => control(leg, command, options),
    pickUp: (attempt, brief, at) => ({ assistant: taggedAssistant(attempt, brief, at, options) }),
    webCall: (attempt, brief, at) => createWebCall(attempt, brief, at, options),
  };
}

/** Whatever goes wrong on the way, the dial may have happened. */
async function dialOnce(
  attempt: Attempt,
  brief: Brief,
  dialedAt: number,
  options: Options,
): Promise<DialAnswer> {
  try {
    const answer = await dial(dialBody(attempt, brief, dialedAt, options), options);
    if (answer.type !== "accepted") return answer;
    const hasVoicemail = Boolean(brief.voicemailMessage ?? brief.voicemailAudioUrl);
    return { ...answer, hasVoicemail };
  } catch (error) {
    return { type: "dialUnknown", detail: describeError(error) };
  }
}

const webCreated = z.object({ id: z.string(), webCallUrl: z.string(), monitor });

async function createWebCall(
  attempt: Attempt,
  brief: Brief,
  at: number,
  options: Options,
): Promise<Result<CallLeg & { url: string }>> {
  const body = { assistant: taggedAssistant(attempt, brief, at, options) };
  const response = await requestVapi(options, "/call/web", { method: "POST", body });
  if (response.status !== 201) return httpFailure("vapi", response.status);
  const call = webCreated.safeParse(await response.json());
  if (!call.success) return fail("vapi answered without a web call", false);
  const { id, webCallUrl: url, monitor } = call.data;
  return ok({ providerCallId: id, url, controlUrl: monitor.controlUrl });
}
