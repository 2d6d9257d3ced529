import type { Speaker } from "./speaker";

type Options = { baseUrl: string; apiKey: string; model: string; fetch: typeof fetch };

/**
 * Any endpoint that speaks OpenAI's chat completions. Not through the SDK, which would take each word
 * apart and put it together again on its way to somebody who waits for it.
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
