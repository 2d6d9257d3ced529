import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import { Refusal, readJson } from "../server";
import { sleep } from "../sleep";
import { type Reply, replyTo } from "./conversation";
import { extraction } from "./extraction";
import { formFields } from "./form-fields";
import { summary } from "./summary";

const chatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string().nullish() })).min(1),
  stream: z.boolean().nullish(),
  tools: z
    .array(z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string() }) }))
    .optional(),
  response_format: z.looseObject({ json_schema: z.looseObject({ name: z.string() }) }).optional(),
});
type ChatRequest = z.infer<typeof chatRequest>;
type Completion = { id: string; created: number; model: string };

/** How long the model takes to its first word, and from one word to the next. */
const FIRST_WORD_MS = 30;
const NEXT_WORD_MS = 3;
const CHARACTERS_PER_TOKEN = 4;

/** OpenAI's chat completions, by a model that reads only its prompt and knows a few phrases. */
export function chat(apiKey: string): Hono {
  const app = new Hono();
  app.post("/", async (c) => {
    if (c.req.header("authorization") !== `Bearer ${apiKey}`)
      throw new Refusal(401, {
        error: { message: "Incorrect API key provided", type: "invalid_request_error" },
      });
    const request = chatRequest.safeParse(await readJson(c));
    if (!request.success) {
      const { message } = request.error;
      const error = { message, type: "invalid_request_error", code: null, param: null };
      return c.json({ error }, 400);
    }
    const { messages, model, stream } = request.data;
    const prompt = messages.map(({ content }) => content ?? "").join("\n");
    const reply = complete(request.data, prompt);
    const created = Math.floor(Date.now() / 1_000);
    const completion: Completion = { id: `chatcmpl-${created}`, created, model };
    if (stream) return streamReply(c, reply, completion);
    return c.json({ ...completion, ...wholeReply(reply, prompt) });
  });
  return app;
}

function complete({ response_format, messages, tools }: ChatRequest, prompt: string): Reply {
  switch (response_format?.json_schema.name) {
    case "call_summary":
      return { say: JSON.stringify(summary(prompt)) };
    case "call_extraction":
      return { say: JSON.stringify(extraction(prompt)) };
    case "form_fields":
      return { say: JSON.stringify(formFields(prompt)) };
    default:
      return replyTo({ messages, tools });
  }
}

const toolCall = (name: string) => ({
  index: 0,
  id: `call_${randomUUID().replaceAll("-", "").slice(0, 24)}`,
  type: "function",
  function: { name, arguments: "{}" },
});
const finishReason = (reply: Reply): string => ("use" in reply ? "tool_calls" : "stop");

function wholeReply(reply: Reply, prompt: string) {
  const content = "use" in reply ? null : reply.say;
  const calls = "use" in reply ? { tool_calls: [toolCall(reply.use)] } : {};
  const message = { role: "assistant", content, ...calls };
  const size = JSON.stringify(message).length;
  return {
    object: "chat.completion",
    choices: [{ index: 0, finish_reason: finishReason(reply), message }],
    usage: {
      prompt_tokens: Math.ceil(prompt.length / CHARACTERS_PER_TOKEN),
      completion_tokens: Math.ceil(size / CHARACTERS_PER_TOKEN),
      total_tokens: Math.ceil((prompt.length + size) / CHARACTERS_PER_TOKEN),
    },
  };
}

/** Word by word, in chunks as OpenAI sends them. */
function streamReply(c: Context, reply: Reply, completion: Completion): Response {
  const chunk = (delta: object, finish_reason: string | null = null) => {
    const choices = [{ index: 0, delta, finish_reason }];
    return { data: JSON.stringify({ ...completion, object: "chat.completion.chunk", choices }) };
  };
  return streamSSE(c, async (stream) => {
    await sleep(FIRST_WORD_MS);
    await stream.writeSSE(chunk({ role: "assistant", content: "" }));
    if ("use" in reply) await stream.writeSSE(chunk({ tool_calls: [toolCall(reply.use)] }));
    for (const word of "say" in reply ? (reply.say.match(/\S+\s*/g) ?? []) : []) {
      if (stream.aborted) return;
      await stream.writeSSE(chunk({ content: word }));
      await sleep(NEXT_WORD_MS);
    }
    await stream.writeSSE(chunk({}, finishReason(reply)));
    await stream.writeSSE({ data: "[DONE]" });
  });
}
