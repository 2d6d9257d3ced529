import { type Attempt, attemptId } from "../calls/events";
import { CALL_SECONDS_MAX } from "../calls/policy";
import { CANNOT_DO, ONE_MOMENT } from "../conversation/lines";
import { iso } from "../time";
import type { Brief } from "./telephony";

/** How long to let it ring: about six rings. */
export const RING_SECONDS = 30;
const VOICEMAIL_MAX = 1_000;
/** How long VAPI waits for a tool. We answer sooner. */
const TOOL_SECONDS = 8;
/** How long VAPI waits for our model. We apologize long before. */
const MODEL_SECONDS = 20;
const NAME_MAX = 40;

/** Settings of the assistant that do not depend on the call. */
export type AssistantOptions = {
  phoneNumberId: string;
  webhookUrl: string;
  credentialId?: string | undefined;
  /** The model that answers, and its address: our own, which adds the caller's context. */
  model: { model: string; url: string };
};

/** The messages that VAPI sends us. By default it sends large ones that we do not need. */
const SERVER_MESSAGES = [
  "status-update",
  "end-of-call-report",
  // Partial ones too, so that the search starts while the person is still speaking.
  "transcript",
  "tool-calls",
  "transfer-destination-request",
  "hang",
];

/**
 * The body of VAPI's `POST /call`, with the whole assistant in it, so that a call says exactly what
 * we chose. VAPI refuses a call with an unknown property.
 */
export function dialBody(
  attempt: Attempt,
  brief: Brief,
  dialedAt: number,
  options: AssistantOptions,
) {
  const id = attemptId(attempt);
  const name = brief.customerName?.slice(0, NAME_MAX);
  return {
    name: id,
    phoneNumberId: options.phoneNumberId,
    customer: { number: brief.to, externalId: id, ...(name && { name }) },
    assistant: taggedAssistant(attempt, brief, dialedAt, options),
    assistantOverrides: { metadata: tagsOf(attempt, dialedAt) },
  };
}

/** The assistant with our tags, which VAPI returns with every message about the call. */
export function taggedAssistant(
  attempt: Attempt,
  brief: Brief,
  at: number,
  options: AssistantOptions,
) {
  return { ...assistant(brief, options), metadata: tagsOf(attempt, at) };
}

const tagsOf = ({ callKey, callId, attempt }: Attempt, at: number) => ({
  call_key: callKey,
  call_id: callId,
  attempt,
  dialed_at: iso(at),
});

/** A tool that VAPI calls at our webhook, with words for a delay and a failure. */
const functionTool = (shape: NonNullable<Brief["tools"]>[number], options: AssistantOptions) => ({
  type: "function",
  async: false,
  function: shape,
  server: {
    url: options.webhookUrl,
    ...(options.credentialId && { credentialId: options.credentialId }),
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
/** The only tool that plays a file. VAPI does not allow it together with automatic detection. */
const recordedVoicemail = (url: string) => ({
  type: "voicemail",
  function: {
    name: "leave_voicemail",
    description: "Use this as soon as a machine or voicemail answers instead of a person.",
  },
  messages: [{ type: "request-start", content: url }],
});

function assistant(brief: Brief, options: AssistantOptions) {
  const voicemail = brief.voicemailMessage?.slice(0, VOICEMAIL_MAX);
  return {
    name: "outbound",
    transcriber: {
      provider: "deepgram",
      model: "nova-3",
      language: "en",
      smartFormat: true,
      // LiveKit decides whose turn it is. This only sets how soon a final transcript comes.
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
      ...options.model,
      // Each request then carries the call and its tags, by which we find the call's object.
      metadataSendMode: "variable",
      timeoutSeconds: MODEL_SECONDS,
      temperature: 0.3,
      maxTokens: 250,
      messages: [{ role: "system", content: brief.systemPrompt }],
      tools: [
        { type: "endCall" },
        // Without a destination, VAPI asks us for one: a licensed agent who is at work.
        { type: "transferCall", destinations: [] },
        ...(brief.voicemailAudioUrl ? [recordedVoicemail(brief.voicemailAudioUrl)] : []),
        ...(brief.tools ?? []).map((shape) => functionTool(shape, options)),
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
    // VAPI adds office noise to phone calls by default.
    backgroundSound: "off",
    maxDurationSeconds: CALL_SECONDS_MAX,
    server: {
      url: options.webhookUrl,
      ...(options.credentialId && { credentialId: options.credentialId }),
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
