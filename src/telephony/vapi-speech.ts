import { z } from "zod";
import type { Attempt } from "../calls/events";
import { attemptOf, vapiMessage } from "./vapi-messages";

const part = z.looseObject({ type: z.string(), text: z.string().nullish() });
const content = z.union([z.string(), z.array(part)]).nullish();
const message = z.looseObject({ role: z.string(), content });
const request = z.looseObject({ messages: z.array(message).min(1) });

export type SpokenMessage = z.infer<typeof message>;
export type Speech = {
  messages: SpokenMessage[];
  /** Whose call it is; nothing if it names none of ours. */
  attempt: Attempt | undefined;
  stream: boolean;
  /** What else we pass on to the model. */
  options: Record<string, unknown>;
};

/** The rest of VAPI's body (the call, the customer, our tags) is not the model's business. */
const PASSED_ON = [
  "temperature",
  "max_tokens",
  "max_completion_tokens",
  "tools",
  "tool_choice",
  "top_p",
  "stop",
  "parallel_tool_calls",
  "response_format",
  "seed",
  "presence_penalty",
  "frequency_penalty",
];

/** What VAPI asks of its custom LLM; nothing if it is no request for a completion. */
export function speechOf(body: unknown): Speech | undefined {
  const parsed = request.safeParse(body);
  if (!parsed.success) return undefined;
  const { messages, stream, call, metadata } = parsed.data;
  const tags = { type: "speech", call: call ?? undefined, assistant: { metadata } };
  const named = vapiMessage.safeParse(tags);
  const options = PASSED_ON.flatMap((name) =>
    parsed.data[name] === undefined || parsed.data[name] === null
      ? []
      : [[name, parsed.data[name]]],
  );
  return {
    messages,
    attempt: named.success ? attemptOf(named.data) : undefined,
    stream: stream !== false,
    options: Object.fromEntries(options),
  };
}

/** The words of a message, however they come. */
export const textOf = ({ content }: Pick<SpokenMessage, "content">): string =>
  typeof content === "string" ? content : (content ?? []).map(({ text }) => text ?? "").join(" ");
