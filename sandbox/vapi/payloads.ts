import type { Call } from "./call";

/** VAPI sends these along. A test that finds them in the product's storage has found a leak. */
const CARRIER_SECRETS = {
  twilioAccountSid: "SANDBOX-CARRIER-ACCOUNT-NOT-TO-BE-KEPT",
  twilioAuthToken: "SANDBOX-CARRIER-TOKEN-NOT-TO-BE-KEPT",
};
const LETTER_MS = 60;
/** From the start of one word to the start of the next. */
const WORD_INTERVAL_SECONDS = 0.31;
const WORD_SECONDS = 0.29;
/** In ten-thousandths of a dollar. */
const COST_PER_MINUTE = 900;
const TRANSPORT_COST_PER_MINUTE = 0.01;

const wordsOf = (text: string) =>
  text.split(" ").map((word, index) => ({
    word: word.toLowerCase().replace(/\W/g, ""),
    start: index * WORD_INTERVAL_SECONDS,
    end: index * WORD_INTERVAL_SECONDS + WORD_SECONDS,
    confidence: 0.98,
    punctuatedWord: word,
  }));

function artifactOf({ said, createdAt, assistant }: Call) {
  const start = Date.parse(createdAt);
  const prompt = assistant.model?.messages?.[0]?.content ?? "";
  const messages = said.map(({ role, message, at }) => ({
    role,
    message,
    time: at,
    endTime: at + message.length * LETTER_MS,
    secondsFromStart: (at - start) / 1_000,
    duration: message.length * LETTER_MS,
    ...(role === "bot" ? { source: "" } : { metadata: { wordLevelConfidence: wordsOf(message) } }),
  }));
  const openAiMessages = said.map(({ role, message }) => {
    return { role: role === "bot" ? "assistant" : role, content: message };
  });
  const lines = said.map(({ role, message }) => `${role === "bot" ? "AI" : "User"}: ${message}\n`);
  return {
    messages: [{ role: "system", message: prompt, time: start, secondsFromStart: 0 }, ...messages],
    messagesOpenAIFormatted: [{ role: "system", content: prompt }, ...openAiMessages],
    transcript: lines.join(""),
  };
}

/** What every message about a call carries. Its `call` stays as it was when the call was created. */
export function envelope(call: Call) {
  const { said, dialed, startedAt, endedAt, endedReason, ...created } = call;
  const phoneNumber = {
    id: call.phoneNumberId,
    number: "+15550001111",
    provider: "twilio",
    ...CARRIER_SECRETS,
    server: { url: call.assistant.server?.url, secret: "SANDBOX-SECRET-NOT-TO-BE-KEPT" },
  };
  const type = call.type ?? "outboundPhoneCall";
  return {
    call: { ...created, status: "queued", type, orgId: "sandbox" },
    phoneNumber,
    customer: call.customer,
    assistant: call.assistant,
    artifact: artifactOf(call),
  };
}

/** A call as the API shows it. */
export function apiCall(call: Call) {
  const { said, dialed, ...shown } = call;
  return { ...shown, type: call.type ?? "outboundPhoneCall", artifact: artifactOf(call) };
}

/** The end-of-call report, of 30 KB and more, as the real one. `now` is in epoch milliseconds. */
export function endOfCallReport(call: Call, now: number) {
  const around = envelope(call);
  const { messages, transcript } = around.artifact;
  const startedMs = call.startedAt && Date.parse(call.startedAt);
  const durationMs = startedMs && call.endedAt ? Date.parse(call.endedAt) - startedMs : 0;
  const minutes = durationMs / 60_000;
  const transportCost = minutes * TRANSPORT_COST_PER_MINUTE;
  const recordingUrl = `https://storage.vapi.example/${call.id}-mono.wav`;
  return {
    ...around,
    type: "end-of-call-report",
    timestamp: now,
    endedReason: call.endedReason,
    ...(call.startedAt && { startedAt: call.startedAt }),
    endedAt: call.endedAt,
    durationMs,
    durationSeconds: durationMs / 1_000,
    durationMinutes: minutes,
    cost: Math.round(minutes * COST_PER_MINUTE) / 10_000,
    costs: [{ type: "transport", provider: "twilio", minutes, cost: transportCost }],
    analysis: {},
    summary: "",
    messages,
    transcript,
    artifact: {
      ...around.artifact,
      recordingUrl,
      presignedMonoUrl: `${recordingUrl}?X-Amz-Signature=NOT-TO-BE-KEPT`,
      presignedUrlsExpiresAt: new Date(now + 30 * 60_000).toISOString(),
      performanceMetrics: { turnLatencies: latenciesOf(call), numUserInterrupted: 0 },
      variables: { phoneNumber: around.phoneNumber, assistant: call.assistant },
      variableValues: { phoneNumber: around.phoneNumber, customer: call.customer },
      assistantActivations: [{ assistantName: call.assistant.name, assistant: call.assistant }],
      nodes: [{ type: "conversation", assistant: call.assistant, messages }],
    },
  };
}

/** One entry per turn, in milliseconds. */
const latenciesOf = ({ said }: Call) =>
  said.map(() => ({
    modelLatency: 420,
    voiceLatency: 290,
    transcriberLatency: 130,
    endpointingLatency: 250,
    turnLatency: 1_090,
  }));
