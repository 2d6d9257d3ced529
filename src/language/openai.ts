import OpenAI, { APIError } from "openai";
import { z } from "zod";
import { httpFailure } from "../http-failure";
import { describeError, fail, ok, type Result } from "../result";
import type { Language, Prompt } from "./language";

type Options = { baseUrl: string; apiKey: string; model: string; fetch: typeof fetch };

/**
 * Any endpoint with OpenAI's chat completions API. We retry ourselves, so the SDK's retries are
 * off.
 */
export function openai({ baseUrl, apiKey, model, fetch }: Options): Language {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, fetch });
  return {
    async complete<T>({ name, system, user, schema }: Prompt<T>): Promise<Result<T>> {
      const messages: Messages = [
        { role: "system", content: system },
        { role: "user", content: user },
      ];
      const ask = async (): Promise<string> => {
        const answer = await client.chat.completions.create({
          model,
          temperature: 0,
          messages,
          response_format: {
            type: "json_schema",
            json_schema: { name, schema: z.toJSONSchema(schema) as Record<string, unknown> },
          },
        });
        return answer.choices[0]?.message.content ?? "";
      };
      try {
        const first = await ask();
        const parsed = parse(first, schema);
        if (parsed.ok) return parsed;
        // The model may correct its answer once, after it is told what is wrong.
        messages.push({ role: "assistant", content: first.slice(0, ANSWER_MAX) });
        messages.push({ role: "user", content: `${parsed.error.detail}\nAnswer again, as JSON.` });
        return parse(await ask(), schema);
      } catch (error) {
        if (error instanceof APIError && error.status) return httpFailure("model", error.status);
        return fail(`model: ${describeError(error)}`, true);
      }
    },
  };
}
type Messages = OpenAI.Chat.Completions.ChatCompletionMessageParam[];
/** Characters of a wrong answer that are shown to the model again. */
const ANSWER_MAX = 20_000;

/** Parses an answer. A wrong one is not retried: the model already had its chance to correct it. */
function parse<T>(text: string, schema: z.ZodType<T>): Result<T> {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : fail(`model: ${parsed.error.message}`, false);
  } catch {
    return fail("model: the answer is no JSON", false);
  }
}
