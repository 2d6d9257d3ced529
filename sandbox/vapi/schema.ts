import { z } from "zod";

// VAPI refuses what it does not know ("property X should not exist"), and so do these schemas.
const text = z.string();
const metadata = z.record(z.string(), z.unknown());

const transcriber = z.strictObject({
  provider: z.literal("deepgram"),
  model: text,
  language: text.optional(),
  smartFormat: z.boolean().optional(),
  numerals: z.boolean().optional(),
  endpointing: z.number().min(10).max(500).optional(),
  confidenceThreshold: z.number().min(0).max(1).optional(),
  keyterm: z.array(text).optional(),
});
const VOICES = [
  "burt",
  "marissa",
  "andrea",
  "sarah",
  "phillip",
  "steve",
  "joseph",
  "myra",
  "paula",
  "ryan",
  "drew",
  "paul",
  "mrb",
  "matilda",
  "mark",
];
const voice = z.strictObject({
  provider: z.literal("11labs"),
  voiceId: text.refine(
    (id) => VOICES.includes(id) || /^[A-Za-z0-9]{20}$/.test(id),
    "unknown voice",
  ),
  model: z
    .enum([
      "eleven_multilingual_v2",
      "eleven_turbo_v2",
      "eleven_turbo_v2_5",
      "eleven_flash_v2",
      "eleven_flash_v2_5",
      "eleven_monolingual_v1",
      "eleven_v3",
    ])
    .optional(),
  stability: z.number().min(0).max(1).optional(),
  similarityBoost: z.number().min(0).max(1).optional(),
  optimizeStreamingLatency: z.number().min(0).max(4).optional(),
  speed: z.number().min(0.7).max(1.2).optional(),
});
const server = z.strictObject({
  url: z.url(),
  timeoutSeconds: z.number().min(1).max(300).optional(),
  credentialId: text.optional(),
  headers: metadata.optional(),
  backoffPlan: z
    .strictObject({
      type: z.enum(["fixed", "exponential"]),
      maxRetries: z.number().int().min(0).max(10),
      baseDelaySeconds: z.number().min(0).max(10),
      excludedStatusCodes: z.array(z.number().int()).optional(),
    })
    .optional(),
});
const tool = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("endCall") }),
  z.strictObject({ type: z.literal("transferCall"), destinations: z.array(z.unknown()) }),
  z.strictObject({
    type: z.literal("voicemail"),
    function: z.strictObject({ name: text, description: text.max(999).optional() }),
    messages: z.array(z.looseObject({ type: text, content: text })),
    beepDetectionEnabled: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal("function"),
    async: z.boolean().optional(),
    function: z.strictObject({
      name: text.regex(/^[a-zA-Z0-9_-]{1,64}$/),
      description: text.max(999).optional(),
      parameters: metadata.optional(),
    }),
    server: server.optional(),
    messages: z.array(z.looseObject({ type: text, content: text })).optional(),
  }),
]);
const model = z.strictObject({
  provider: z.enum(["openai", "anthropic", "custom-llm"]),
  model: text,
  url: z.url().optional(),
  headers: metadata.optional(),
  metadataSendMode: z.enum(["off", "variable", "destructured"]).optional(),
  timeoutSeconds: z.number().min(0).max(300).optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.number().int().min(50).max(10_000).optional(),
  messages: z.array(z.strictObject({ role: text, content: text })).optional(),
  tools: z.array(tool).optional(),
});
const detection = z.strictObject({
  provider: z.enum(["vapi", "google", "openai"]),
  type: z.enum(["audio", "transcript"]).optional(),
  backoffPlan: z
    .strictObject({
      startAtSeconds: z.number().min(0),
      frequencySeconds: z.number().min(2.5),
      maxRetries: z.number().int().min(1).max(10),
    })
    .optional(),
  beepMaxAwaitSeconds: z.number().min(0).max(30).optional(),
});
const SERVER_MESSAGES = [
  "assistant.started",
  "assistant.speechStarted",
  "conversation-update",
  "end-of-call-report",
  "function-call",
  "hang",
  "language-changed",
  "language-change-detected",
  "model-output",
  "phone-call-control",
  "speech-update",
  "status-update",
  "transcript",
  'transcript[transcriptType="final"]',
  "tool-calls",
  "transfer-destination-request",
  "handoff-destination-request",
  "transfer-update",
  "user-interrupted",
  "voice-input",
  "call.artifact.upload",
];

/** The fields of VAPI's CreateAssistantDTO that the product may use. */
export const assistant = z.strictObject({
  name: text.max(40).optional(),
  transcriber: transcriber.optional(),
  voice: voice.optional(),
  model: model.optional(),
  startSpeakingPlan: z
    .strictObject({
      waitSeconds: z.number().min(0).max(5).optional(),
      smartEndpointingPlan: z
        .strictObject({ provider: z.enum(["livekit", "vapi"]), waitFunction: text.optional() })
        .optional(),
    })
    .optional(),
  stopSpeakingPlan: z
    .strictObject({
      numWords: z.number().int().min(0).max(10).optional(),
      voiceSeconds: z.number().min(0).max(0.5).optional(),
      backoffSeconds: z.number().min(0).max(10).optional(),
      acknowledgementPhrases: z.array(text).optional(),
      interruptionPhrases: z.array(text).optional(),
    })
    .optional(),
  keypadInputPlan: z
    .strictObject({ enabled: z.boolean().optional(), timeoutSeconds: z.number().optional() })
    .optional(),
  firstMessage: text.optional(),
  firstMessageMode: z
    .enum([
      "assistant-speaks-first",
      "assistant-speaks-first-with-model-generated-message",
      "assistant-waits-for-user",
    ])
    .optional(),
  firstMessageInterruptionsEnabled: z.boolean().optional(),
  voicemailDetection: z.union([z.literal("off"), detection]).optional(),
  voicemailMessage: text.max(1_000).optional(),
  endCallMessage: text.max(1_000).optional(),
  transportConfigurations: z
    .array(
      z.strictObject({
        provider: z.literal("twilio"),
        timeout: z.number().min(1).max(600).optional(),
      }),
    )
    .optional(),
  backgroundSound: text.optional(),
  maxDurationSeconds: z.number().min(10).max(43_200).optional(),
  server: server.optional(),
  serverMessages: z.array(text.refine((one) => SERVER_MESSAGES.includes(one))).optional(),
  monitorPlan: z
    .strictObject({
      listenEnabled: z.boolean().optional(),
      listenAuthenticationEnabled: z.boolean().optional(),
      controlEnabled: z.boolean().optional(),
      controlAuthenticationEnabled: z.boolean().optional(),
    })
    .optional(),
  artifactPlan: z
    .strictObject({
      recordingEnabled: z.boolean().optional(),
      recordingFormat: z.enum(["wav;l16", "mp3"]).optional(),
      loggingEnabled: z.boolean().optional(),
    })
    .optional(),
  metadata: metadata.optional(),
});

const E164 = /^\+[1-9]\d{6,14}$/;
/** VAPI's CreateCallDTO for one customer. */
export const createCall = z.strictObject({
  name: text.max(40).optional(),
  phoneNumberId: text,
  customer: z.strictObject({
    number: text.regex(E164, "must be a valid phone number in the E.164 format"),
    name: text.max(40).optional(),
    email: text.max(40).optional(),
    externalId: text.max(40).optional(),
  }),
  assistant,
  assistantOverrides: z
    .strictObject({ metadata: metadata.optional(), variableValues: metadata.optional() })
    .optional(),
});
export type CreateCall = z.infer<typeof createCall>;

/** The problems of a body, worded as in VAPI's 400. */
export function problemsOf(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.join(".");
    if (issue.code !== "unrecognized_keys") return `${path} ${issue.message}`;
    return issue.keys.map((key) => `${path ? `${path}.` : ""}property ${key} should not exist`);
  });
}
