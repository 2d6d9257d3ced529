import { z } from "zod";

const calls = z.array(z.object({ id: z.string() })).catch([]);
const asked = z.object({
  message: z.object({ toolCallList: calls.optional(), toolCalls: calls.optional() }),
});

/** The ids of the tool calls in a message, in its order: each wants one result. */
export function toolCallIds(body: unknown): string[] {
  const parsed = asked.safeParse(body);
  if (!parsed.success) return [];
  const { toolCallList, toolCalls } = parsed.data.message;
  return (toolCallList ?? toolCalls ?? []).map(({ id }) => id);
}
