import { z } from "zod";
import type { Attempt } from "../calls/events";
import { attemptOf, vapiMessage } from "./vapi-messages";

const part = z.looseObject({ type: z.string(), text: z.string().nullish() });
const content = z.union([z.string(), z.array(part)]).nullish();
const message = z.looseObject({ role: z.string(), content });
const request = z.looseObject({ messages: z.array(message).min(1) });

export type SpokenMessage = z.infer<typeof message>;
/** A request from VAPI for the model's next words. */
export type Speech = {
  messages: SpokenMessage[];
  /** The call's attempt; undefined if the request has none of our tags. */
  attempt: Attempt | undefined;
  stream: boolean;
  /** Other fields, passed on to the model. */
  options: Record<string, unknown>;
};

/** Fields for the model. The rest of VAPI's body (call, customer, tags) is not passed on. */
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

/** VAPI's request to its custom LLM; undefined if it is not one for a completion. */
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

/** The text of a message, whether it is a string or parts. */
export const textOf = ({ content }: Pick<SpokenMessage, "content">): string =>
  typeof content === "string" ? content : (content ?? []).map(({ text }) => text ?? "").join(" ");
