import { z } from "zod";
import { type Call, serverUrlOf } from "./call";
import { envelope } from "./payloads";
import type { ServerMessages } from "./server-messages";

/** How often a model may use tools before it has to say something. */
const TOOL_ROUNDS_MAX = 4;
const DATA_PREFIX = "data: ";
/** How a call ends whose model refuses, in VAPI's words; any other failure is `llm-failed`. */
const FAILURES: Record<number, string> = {
  400: "400-bad-request-validation-failed",
  401: "401-unauthorized",
  403: "403-model-access-denied",
  429: "429-exceeded-quota",
  500: "500-server-error",
  503: "503-server-overloaded-error",
};

type ToolCall = { id: string; type: "function"; function: { name: string; arguments: string } };
type ChatMessage = {
  role: string;
  content: string | null;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
};
type ToolDefinition = { type: "function"; function: { name: string; parameters?: unknown } };
/** What the model says and the tools that it uses; a number is the status of a refusal, 0 if nobody answers. */
type Completion = { say: string; toolCalls: ToolCall[] } | number;
/** What comes next in the call: words, its end, or both. */
export type NextTurn = { say?: string; endedReason?: string };
type Options = { serverMessages: ServerMessages; secret: string };

const chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            tool_calls: z
              .array(
                z.object({
                  index: z.number().int().min(0),
                  id: z.string().optional(),
                  function: z
                    .object({ name: z.string().optional(), arguments: z.string().optional() })
                    .optional(),
                }),
              )
              .nullish(),
          })
          .optional(),
      }),
    )
    .optional(),
});
const toolResults = z.object({
  results: z
    .array(z.object({ result: z.string().nullish(), error: z.string().nullish() }))
    .optional(),
});
const transferDestination = z.object({
  destination: z.unknown().optional(),
  error: z.string().nullish(),
});

/**
 * Asks a custom LLM for the next turn as VAPI does: with the whole conversation, streamed, with the
 * call and its metadata. Uses the tools that the model asks for.
 */
export async function nextTurn(call: Call, options: Options): Promise<NextTurn> {
  const messages = call.said.map(({ role, message }): ChatMessage => {
    return { role: role === "bot" ? "assistant" : role, content: message };
  });
  for (let round = 0; round < TOOL_ROUNDS_MAX; round++) {
    const completion = await complete(call, messages, options.secret);
    if (typeof completion === "number")
      return { endedReason: `pipeline-error-custom-llm-${FAILURES[completion] ?? "llm-failed"}` };
    const { say, toolCalls } = completion;
    if (toolCalls.length === 0) return { say };
    messages.push({ role: "assistant", content: say || null, tool_calls: toolCalls });
    for (const toolCall of toolCalls) {
      const { name } = toolCall.function;
      if (name === "endCall") return { say, endedReason: "assistant-ended-call" };
      if (name === "transferCall") {
        const refusal = await requestTransfer(call, options.serverMessages);
        if (refusal === undefined) return FORWARDED;
        messages.push({ role: "tool", tool_call_id: toolCall.id, content: refusal });
        continue;
      }
      const content = await useTool(call, toolCall, options.serverMessages);
      messages.push({ role: "tool", tool_call_id: toolCall.id, content });
    }
  }
  return { say: "" };
}

const FORWARDED: NextTurn = {
  say: "I'll connect you with a colleague now.",
  endedReason: "assistant-forwarded-call",
};

/** Asks where to transfer the call. Returns why it is not transferred, or nothing if it is. */
async function requestTransfer(call: Call, server: ServerMessages): Promise<string | undefined> {
  const request = {
    type: "transfer-destination-request",
    timestamp: Date.now(),
    ...envelope(call),
  };
  const json = await server.ask(serverUrlOf(call), request).catch(() => undefined);
  const answer = transferDestination.safeParse(json);
  if (answer.data?.destination) return undefined;
  return answer.data?.error ?? "Nobody can be reached.";
}

/** Has the product's server run a tool. Returns its result, or its error, for the model. */
async function useTool(call: Call, toolCall: ToolCall, server: ServerMessages): Promise<string> {
  const { name, arguments: json } = toolCall.function;
  const args = parseJson(json) ?? {}; // A tool gets no arguments if the model's are not JSON.
  const toolCallList = [{ ...toolCall, function: { name, arguments: args } }];
  const message = { type: "tool-calls", timestamp: Date.now(), toolCallList, ...envelope(call) };
  const answer = await server.ask(serverUrlOf(call), message).catch(() => undefined);
  const first = toolResults.safeParse(answer).data?.results?.[0];
  return first?.result ?? first?.error ?? "No result.";
}

async function complete(call: Call, turns: ChatMessage[], secret: string): Promise<Completion> {
  const { model, metadata } = call.assistant;
  const { url = "", messages = [], tools = [] } = model ?? {};
  const around = envelope(call);
  const body = {
    model: model?.model,
    messages: [...messages, ...turns],
    temperature: model?.temperature,
    max_tokens: model?.maxTokens,
    stream: true,
    tools: tools.flatMap((tool): ToolDefinition[] =>
      tool.type === "function"
        ? [{ type: "function", function: tool.function }]
        : (BUILT_IN_TOOLS[tool.type] ?? []),
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
  return stream === undefined ? 0 : readStream(stream);
}

const builtIn = (name: string): ToolDefinition[] => [
  { type: "function", function: { name, parameters: { type: "object" } } },
];
/** Tools of VAPI's own that a custom LLM is offered as functions. */
const BUILT_IN_TOOLS: Record<string, ToolDefinition[]> = {
  endCall: builtIn("endCall"),
  transferCall: builtIn("transferCall"),
};

/** Joins a stream of OpenAI's chunks. One that is no chunk counts as no answer. */
function readStream(stream: string): Completion {
  let say = "";
  const toolCalls = new Map<number, ToolCall>();
  for (const line of stream.split("\n")) {
    if (!line.startsWith(`${DATA_PREFIX}{`)) continue;
    const { data } = chunk.safeParse(parseJson(line.slice(DATA_PREFIX.length)));
    if (!data) return 0;
    const delta = data.choices?.[0]?.delta;
    say += delta?.content ?? "";
    for (const { index, id = "", function: part } of delta?.tool_calls ?? []) {
      const toolCall: ToolCall = toolCalls.get(index) ?? {
        id,
        type: "function",
        function: { name: "", arguments: "" },
      };
      toolCall.function.name += part?.name ?? "";
      toolCall.function.arguments += part?.arguments ?? "";
      toolCalls.set(index, toolCall);
    }
  }
  const inOrder = [...toolCalls].sort(([a], [b]) => a - b).map(([, toolCall]) => toolCall);
  return { say: say.trim(), toolCalls: inOrder };
}

/** Undefined if the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
