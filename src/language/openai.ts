import OpenAI, { APIError } from "openai";
import { z } from "zod";
import { httpFailure } from "../http-failure";
import { describeError, fail, ok, type Result } from "../result";
import type { Language, Prompt } from "./language";

type Options = { baseUrl: string; apiKey: string; model: string; fetch: typeof fetch };

/** Any endpoint that speaks OpenAI's chat completions; retries are ours, so the SDK's are off. */
export function openai({ baseUrl, apiKey, model, fetch }: Options): Language {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, fetch });
  return {
    async complete<T>({ name, system, user, schema }: Prompt<T>): Promise<Result<T>> {
      try {
        const answer = await client.chat.completions.create({
          model,
          temperature: 0,
          messages: [
            { role: "system", content: system },
            { role: "user", content: user },
          ],
          response_format: {
            type: "json_schema",
            json_schema: { name, schema: z.toJSONSchema(schema) as Record<string, unknown> },
          },
        });
        return parse(answer.choices[0]?.message.content ?? "", schema);
      } catch (error) {
        if (error instanceof APIError && error.status) return httpFailure("model", error.status);
        return fail(`model: ${describeError(error)}`, true);
      }
    },
  };
}

/** Another try may bring a better answer, so an unusable one may be asked for again. */
function parse<T>(text: string, schema: z.ZodType<T>): Result<T> {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : fail(`model: ${parsed.error.message}`, true);
  } catch {
    return fail("model: the answer is no JSON", true);
  }
}
