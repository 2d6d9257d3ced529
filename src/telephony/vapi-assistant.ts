import { type Attempt, attemptId } from "../calls/events";
import { CALL_SECONDS_MAX } from "../calls/policy";
import { CANNOT_DO, ONE_MOMENT } from "../conversation/lines";
import { iso } from "../time";
import type { Brief } from "./telephony";

/** No answer after this is no answer: about six rings. */
export const RING_SECONDS = 30;
const VOICEMAIL_MAX = 1_000;
/** VAPI waits this long for a tool; we answer within. */
const TOOL_SECONDS = 8;
/** We apologize ourselves long before this. */
const MODEL_SECONDS = 20;
const NAME_MAX = 40;

export type AssistantOptions = {
  phoneNumberId: string;
  webhookUrl: string;
  credentialId?: string | undefined;
  /** The model that answers, and its address: our own, which adds the caller's context. */
  model: { model: string; url: string };
};

/** The messages that we want. Without this list, VAPI sends large ones that we have no use for. */
const SERVER_MESSAGES = [
  "status-update",
  "end-of-call-report",
  // Partial ones too: what helps to answer is looked up while the person still speaks.
  "transcript",
  "tool-calls",
  "transfer-destination-request",
  "hang",
];

/**
 * The body of VAPI's `POST /call` with the whole assistant in it, so that a call runs with the words
 * that we chose for it and nothing else. An unknown property would refuse the call.
 */
export function dialBody(attempt: Attempt, brief: Brief, dialedAt: number, o: AssistantOptions) {
  const id = attemptId(attempt);
  const name = brief.customerName?.slice(0, NAME_MAX);
  return {
    name: id,
    phoneNumberId: o.phoneNumberId,
    customer: { number: brief.to, externalId: id, ...(name && { name }) },
    assistant: taggedAssistant(attempt, brief, dialedAt, o),
    assistantOverrides: { metadata: tagsOf(attempt, dialedAt) },
  };
}

/** The assistant with our tags, by which every message about the call finds back. */
export function taggedAssistant(attempt: Attempt, brief: Brief, at: number, o: AssistantOptions) {
  return { ...assistant(brief, o), metadata: tagsOf(attempt, at) };
}

const tagsOf = ({ callKey, callId, attempt }: Attempt, at: number) => ({
  call_key: callKey,
  call_id: callId,
  attempt,
  dialed_at: iso(at),
});

/** A tool that VAPI runs at the assistant's own server; silence is filled, an outage is said. */
const functionTool = (shape: NonNullable<Brief["tools"]>[number], o: AssistantOptions) => ({
  type: "function",
  async: false,
  function: shape,
  server: {
    url: o.webhookUrl,
    ...(o.credentialId && { credentialId: o.credentialId }),
    timeoutSeconds: TOOL_SECONDS,
  },
  messages: [
    { type: "request-response-delayed", content: ONE_MOMENT, timingMilliseconds: 2_000 },
    { type: "request-failed", content: CANNOT_DO },
  ],
});

const DETECTION = {
  provider: "vapi",
  type: "audio",
  backoffPlan: { startAtSeconds: 2, frequencySeconds: 2.5, maxRetries: 6 },
  beepMaxAwaitSeconds: 25,
};
/** Only this tool plays a file; it does not go together with automatic detection. */
const recordedVoicemail = (url: string) => ({
  type: "voicemail",
  function: {
    name: "leave_voicemail",
    description: "Use this as soon as a machine or voicemail answers instead of a person.",
  },
  messages: [{ type: "request-start", content: url }],
});

function assistant(brief: Brief, o: AssistantOptions) {
  const voicemail = brief.voicemailMessage?.slice(0, VOICEMAIL_MAX);
  return {
    name: "outbound",
    transcriber: {
      provider: "deepgram",
      model: "nova-3",
      language: "en",
      smartFormat: true,
      // LiveKit decides whose turn it is; this only sets how soon a final transcript comes.
      endpointing: 100,
      ...(brief.keyterms.length > 0 && { keyterm: brief.keyterms }),
    },
    voice: {
      provider: "11labs",
      voiceId: "paula",
      model: "eleven_flash_v2_5",
      stability: 0.5,
      similarityBoost: 0.75,
    },
    model: {
      provider: "custom-llm",
      ...o.model,
      // With each request come the call and its tags, by which it finds the call's object.
      metadataSendMode: "variable",
      timeoutSeconds: MODEL_SECONDS,
      temperature: 0.3,
      maxTokens: 250,
      messages: [{ role: "system", content: brief.systemPrompt }],
      tools: [
        { type: "endCall" },
        // Without a destination here VAPI asks us for one: a licensed person who is at work.
        { type: "transferCall", destinations: [] },
        ...(brief.voicemailAudioUrl ? [recordedVoicemail(brief.voicemailAudioUrl)] : []),
        ...(brief.tools ?? []).map((shape) => functionTool(shape, o)),
      ],
    },
    startSpeakingPlan: { waitSeconds: 0.4, smartEndpointingPlan: { provider: "livekit" } },
    stopSpeakingPlan: { numWords: 2, voiceSeconds: 0.2, backoffSeconds: 1 },
    keypadInputPlan: { enabled: true, timeoutSeconds: 2 },
    firstMessage: brief.firstMessage,
    firstMessageMode: "assistant-speaks-first",
    firstMessageInterruptionsEnabled: false,
    voicemailDetection: brief.voicemailAudioUrl ? "off" : DETECTION,
    ...(voicemail && { voicemailMessage: voicemail }),
    transportConfigurations: [{ provider: "twilio", timeout: RING_SECONDS }],
    // Phone calls would otherwise be given an office's background noise.
    backgroundSound: "off",
    maxDurationSeconds: CALL_SECONDS_MAX,
    server: {
      url: o.webhookUrl,
      ...(o.credentialId && { credentialId: o.credentialId }),
      timeoutSeconds: 20,
      backoffPlan: {
        type: "exponential",
        maxRetries: 8,
        baseDelaySeconds: 2,
        excludedStatusCodes: [400, 401, 403, 404, 413, 422],
      },
    },
    serverMessages: SERVER_MESSAGES,
    monitorPlan: {
      listenEnabled: true,
      listenAuthenticationEnabled: true,
      controlEnabled: true,
      controlAuthenticationEnabled: true,
    },
    artifactPlan: { recordingEnabled: true, recordingFormat: "mp3" },
  };
}
