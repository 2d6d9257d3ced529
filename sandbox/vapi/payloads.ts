import type { CreateCall } from "./schema";

/** Words of a call as VAPI lists them. */
export type Said = { role: "system" | "bot" | "user"; message: string; at: number };
export type Call = CreateCall & {
  id: string;
  status: string;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
  endedReason?: string;
  said: Said[];
  /** A phone rang. */
  dialed?: boolean;
  type?: "inboundPhoneCall" | "webCall";
  monitor: { listenUrl: string; controlUrl: string };
};

/** VAPI sends these along; whoever keeps them has let them out. */
const SECRETS = {
  twilioAccountSid: "SANDBOX-CARRIER-ACCOUNT-NOT-TO-BE-KEPT",
  twilioAuthToken: "SANDBOX-CARRIER-TOKEN-NOT-TO-BE-KEPT",
};

const words = (text: string) =>
  text.split(" ").map((word, index) => ({
    word: word.toLowerCase().replace(/\W/g, ""),
    start: index * 0.31,
    end: index * 0.31 + 0.29,
    confidence: 0.98,
    punctuatedWord: word,
  }));

function artifact({ said, createdAt, assistant }: Call) {
  const start = Date.parse(createdAt);
  const system = { role: "system", message: assistant.model?.messages?.[0]?.content ?? "" };
  const messages = said.map(({ role, message, at }) => ({
    role,
    message,
    time: at,
    endTime: at + message.length * 60,
    secondsFromStart: (at - start) / 1_000,
    duration: message.length * 60,
    ...(role === "bot" ? { source: "" } : { metadata: { wordLevelConfidence: words(message) } }),
  }));
  const openAi = said.map(({ role, message }) => {
    return { role: role === "bot" ? "assistant" : role, content: message };
  });
  return {
    messages: [{ ...system, time: start, secondsFromStart: 0 }, ...messages],
    messagesOpenAIFormatted: [{ role: "system", content: system.message }, ...openAi],
    transcript: said
      .map(({ role, message }) => `${role === "bot" ? "AI" : "User"}: ${message}\n`)
      .join(""),
  };
}

/** What every message about a call carries. Its `call` is as it was when it was made. */
export function envelope(call: Call) {
  const { said, dialed, startedAt, endedAt, endedReason, ...made } = call;
  const phoneNumber = {
    id: call.phoneNumberId,
    number: "+15550001111",
    provider: "twilio",
    ...SECRETS,
    server: { url: call.assistant.server?.url, secret: "SANDBOX-SECRET-NOT-TO-BE-KEPT" },
  };
  return {
    call: { ...made, status: "queued", type: call.type ?? "outboundPhoneCall", orgId: "sandbox" },
    phoneNumber,
    customer: call.customer,
    assistant: call.assistant,
    artifact: artifact(call),
  };
}

/** The end-of-call-report: 30 KB and more, as the real one. */
export function report(call: Call, now: number) {
  const around = envelope(call);
  const started = call.startedAt && Date.parse(call.startedAt);
  const durationMs = started && call.endedAt ? Date.parse(call.endedAt) - started : 0;
  const minutes = durationMs / 60_000;
  const turnLatencies = call.said.map(() => ({
    modelLatency: 420,
    voiceLatency: 290,
    transcriberLatency: 130,
    endpointingLatency: 250,
    turnLatency: 1_090,
  }));
  const link = `https://storage.vapi.example/${call.id}-mono.wav?X-Amz-Signature=NOT-TO-BE-KEPT`;
  return {
    type: "end-of-call-report",
    timestamp: now,
    endedReason: call.endedReason,
    ...(call.startedAt && { startedAt: call.startedAt }),
    endedAt: call.endedAt,
    ...{ durationMs, durationSeconds: durationMs / 1_000, durationMinutes: minutes },
    cost: Math.round(minutes * 900) / 10_000,
    costs: [{ type: "transport", provider: "twilio", minutes, cost: minutes * 0.01 }],
    analysis: {},
    summary: "",
    messages: around.artifact.messages,
    transcript: around.artifact.transcript,
    ...around,
    artifact: {
      ...around.artifact,
      recordingUrl: `https://storage.vapi.example/${call.id}-mono.wav`,
      presignedMonoUrl: link,
      presignedUrlsExpiresAt: new Date(now + 30 * 60_000).toISOString(),
      performanceMetrics: { turnLatencies, numUserInterrupted: 0 },
      variables: { phoneNumber: around.phoneNumber, assistant: call.assistant },
      variableValues: { phoneNumber: around.phoneNumber, customer: call.customer },
      assistantActivations: [{ assistantName: call.assistant.name, assistant: call.assistant }],
      nodes: [
        { type: "conversation", assistant: call.assistant, messages: around.artifact.messages },
      ],
    },
  };
}
