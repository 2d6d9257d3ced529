import { z } from "zod";

const text = z.string().nullish().catch(undefined);
const numbered = z.object({ number: text }).nullish().catch(undefined);

const assistantRequest = z.object({
  message: z.object({
    call: z.object({ id: z.string().min(1).max(64), phoneNumberId: text, customer: numbered }),
    customer: numbered,
    phoneNumber: z.object({ id: text }).nullish().catch(undefined),
  }),
});
/** An inbound call: the caller's number, and the id of the number that they dialed. */
export type InboundCall = { providerCallId: string; lineId: string; number: string | undefined };

const SAFE_ID = /^[A-Za-z0-9_-]{1,36}$/;

/** The call of an `assistant-request`; undefined if it names none. */
export function inboundCall(body: unknown): InboundCall | undefined {
  const parsed = assistantRequest.safeParse(body);
  if (!parsed.success) return undefined;
  const { call, customer, phoneNumber } = parsed.data.message;
  const lineId = call.phoneNumberId ?? phoneNumber?.id ?? "";
  if (!SAFE_ID.test(call.id)) return undefined;
  return {
    providerCallId: call.id,
    lineId: SAFE_ID.test(lineId) ? lineId : "unknown",
    number: call.customer?.number ?? customer?.number ?? undefined,
  };
}

/** Arguments come as an object or as JSON text, under one of two names. */
const toolArguments = z
  .union([z.record(z.string(), z.unknown()), z.string()])
  .nullish()
  .catch(undefined);
const named = z.object({ name: text, arguments: toolArguments, parameters: toolArguments });
const oneCall = named.extend({ id: z.string(), function: named.nullish().catch(undefined) });
const calls = z.array(z.unknown()).catch([]);
const toolMessage = z.object({
  message: z.object({
    toolCallList: calls.optional(),
    toolCalls: calls.optional(),
    toolWithToolCallList: z
      .array(z.object({ toolCall: z.unknown() }))
      .optional()
      .catch(undefined),
  }),
});
const identified = z.object({ id: z.string() });

/** A tool call by the model. `args` is not validated yet. */
export type ToolCall = { id: string; name: string; args: unknown };

/** The tool calls in a message, in order. Each of them needs exactly one result. */
export function toolCalls(body: unknown): ToolCall[] {
  const parsed = toolMessage.safeParse(body);
  if (!parsed.success) return [];
  const { toolCallList, toolCalls: older, toolWithToolCallList: together } = parsed.data.message;
  return (toolCallList ?? older ?? together?.map(({ toolCall }) => toolCall) ?? []).flatMap(
    (one) => {
      const call = oneCall.safeParse(one);
      // An unreadable one still gets an answer, by its id, or the call would go silent.
      const id = identified.safeParse(one).data?.id;
      if (!call.success) return id ? [{ id, name: "", args: {} }] : [];
      const inner = call.data.function ?? call.data;
      const args = inner.arguments ?? inner.parameters;
      return [{ id: call.data.id, name: inner.name ?? "", args: parseArgs(args) }];
    },
  );
}

function parseArgs(args: z.infer<typeof toolArguments>): unknown {
  if (typeof args !== "string") return args ?? {};
  try {
    return JSON.parse(args);
  } catch {
    return {};
  }
}

const words = z.array(z.object({ role: text, content: text, message: text }).catch({ role: "" }));
const knowledgeRequest = z.object({
  message: z.object({
    messages: words.optional().catch(undefined),
    messagesOpenAIFormatted: words.optional().catch(undefined),
  }),
});

/** The last words of a person in a `knowledge-base-request`; empty if there are none. */
export function lastQuestion(body: unknown): string {
  const parsed = knowledgeRequest.safeParse(body);
  if (!parsed.success) return "";
  const { messages, messagesOpenAIFormatted } = parsed.data.message;
  const last = (messagesOpenAIFormatted ?? messages ?? []).findLast(({ role }) => role === "user");
  return (last?.content ?? last?.message ?? "").slice(0, QUESTION_MAX);
}
const QUESTION_MAX = 2_000;
