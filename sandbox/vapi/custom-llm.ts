import { type Call, envelope } from "./payloads";
import type { delivery } from "./server-messages";

/** How often a model may use tools before it has to say something. */
const ROUNDS_MAX = 4;
type Message = { role: string; content: string | null; tool_calls?: Used[]; tool_call_id?: string };
type Used = { id: string; type: string; function: { name: string; arguments: string } };
export type Spoken = { say?: string; endedReason?: string };
type Options = { deliver: ReturnType<typeof delivery>; secret: string };

/** Whether somebody's own model speaks in this call. */
export const hasOwnModel = (call: Call): boolean => call.assistant.model?.provider === "custom-llm";

/**
 * Asks a custom LLM for the next words as VAPI does: the whole conversation, streamed, with the call
 * and its metadata; and does with the tools it uses what VAPI would.
 */
export async function nextWords(call: Call, { deliver, secret }: Options): Promise<Spoken> {
  const said: Message[] = call.said.map(({ role, message }) => ({
    role: role === "bot" ? "assistant" : role,
    content: message,
  }));
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const answer = await ask(call, said, secret);
    if (typeof answer === "number")
      return { endedReason: `pipeline-error-custom-llm-${FAILURES[answer] ?? "llm-failed"}` };
    if (answer.used.length === 0) return { say: answer.say };
    said.push({ role: "assistant", content: answer.say || null, tool_calls: answer.used });
    for (const used of answer.used) {
      const { name } = used.function;
      if (name === "endCall") return { say: answer.say, endedReason: "assistant-ended-call" };
      const result =
        name === "transferCall" ? await transfer(call, deliver) : await use(call, used, deliver);
      if (name === "transferCall" && result === FORWARDED)
        return {
          say: "I connect you with a colleague now.",
          endedReason: "assistant-forwarded-call",
        };
      said.push({ role: "tool", tool_call_id: used.id, content: result });
    }
  }
  return { say: "" };
}

const FORWARDED = "forwarded";
/** How a call ends whose model refuses, in VAPI's words; anything else is a model that failed. */
const FAILURES: Record<number, string> = {
  400: "400-bad-request-validation-failed",
  401: "401-unauthorized",
  403: "403-model-access-denied",
  429: "429-exceeded-quota",
  500: "500-server-error",
  503: "503-server-overloaded-error",
};

async function transfer(call: Call, deliver: Options["deliver"]): Promise<string> {
  const url = call.assistant.server?.url ?? "";
  const message = {
    type: "transfer-destination-request",
    timestamp: Date.now(),
    ...envelope(call),
  };
  const answer = (await deliver.ask(url, message).catch(() => ({}))) as Record<string, unknown>;
  return answer.destination ? FORWARDED : String(answer.error ?? "Nobody can be reached.");
}

async function use(call: Call, used: Used, deliver: Options["deliver"]): Promise<string> {
  const url = call.assistant.server?.url ?? "";
  const message = {
    type: "tool-calls",
    timestamp: Date.now(),
    toolCallList: [
      { ...used, function: { ...used.function, arguments: parse(used.function.arguments) } },
    ],
    ...envelope(call),
  };
  const answer = (await deliver.ask(url, message).catch(() => ({}))) as {
    results?: { result?: string; error?: string }[];
  };
  return answer.results?.[0]?.result ?? answer.results?.[0]?.error ?? "No result.";
}

/** One request; the status if it is refused, 0 if nobody answers. */
async function ask(call: Call, said: Message[], secret: string) {
  const { model, metadata } = call.assistant;
  const { url = "", messages = [], tools = [] } = model ?? {};
  const around = envelope(call);
  const body = {
    model: model?.model,
    messages: [...messages, ...said],
    temperature: model?.temperature,
    max_tokens: model?.maxTokens,
    stream: true,
    tools: tools.flatMap((tool): Offered[] =>
      tool.type === "function"
        ? [{ type: "function", function: tool.function }]
        : (BUILT_IN[tool.type] ?? []),
    ),
    call: around.call,
    phoneNumber: around.phoneNumber,
    customer: around.customer,
    metadata,
  };
  const response = await fetch(`${url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (!response?.ok) return response?.status ?? 0;
  const stream = await response.text().catch(() => undefined); // It may break off in the middle.
  return stream === undefined ? 0 : readSpeech(stream);
}

type Offered = { type: string; function: { name: string; parameters?: unknown } };
const builtIn = (name: string): Offered[] => [
  { type: "function", function: { name, parameters: { type: "object" } } },
];
const BUILT_IN: Record<string, Offered[]> = {
  endCall: builtIn("endCall"),
  transferCall: builtIn("transferCall"),
};

type Delta = { content?: string | null; tool_calls?: (Partial<Used> & { index: number })[] };
/** The words and the tools of a stream of OpenAI's chunks. */
function readSpeech(stream: string): { say: string; used: Used[] } {
  let say = "";
  const used: Used[] = [];
  for (const line of stream.split("\n")) {
    if (!line.startsWith("data: {")) continue;
    const { choices } = JSON.parse(line.slice("data: ".length)) as {
      choices?: { delta?: Delta }[];
    };
    const delta = choices?.[0]?.delta;
    say += delta?.content ?? "";
    for (const { index, id, function: part } of delta?.tool_calls ?? []) {
      used[index] ??= { id: id ?? "", type: "function", function: { name: "", arguments: "" } };
      const made = used[index];
      made.function.name += part?.name ?? "";
      made.function.arguments += part?.arguments ?? "";
    }
  }
  return { say: say.trim(), used: used.filter(Boolean) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return {};
  }
}
