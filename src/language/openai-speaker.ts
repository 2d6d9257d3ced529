import type { Speaker } from "./speaker";

type Options = { baseUrl: string; apiKey: string; model: string; fetch: typeof fetch };

/**
 * Any endpoint with OpenAI's chat completions API. It does not use the SDK, which would parse and
 * serialize each word while a caller waits for it.
 */
export const openaiSpeaker = ({ baseUrl, apiKey, model, fetch }: Options): Speaker => ({
  speak: (request, signal) =>
    fetch(`${baseUrl}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ ...request, model }),
      signal,
    }),
});
