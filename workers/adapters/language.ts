import { cachingEmbedder, type Embedder } from "../../src/language/embedder";
import type { Language } from "../../src/language/language";
import { openai } from "../../src/language/openai";
import { openaiEmbeddings } from "../../src/language/openai-embeddings";
import { openaiSpeaker } from "../../src/language/openai-speaker";
import type { Speaker } from "../../src/language/speaker";
import { workersAi } from "../../src/language/workers-ai";
import { lazily } from "../../src/lazy";
import { MODEL_URLS } from "../env";
import { fetchLimited as fetch } from "../platform/fetch-limited";
import type { Settings } from "./settings";

/** Vectors of questions that an isolate remembers: 8 KB each. */
const QUESTIONS_KEPT = 200;

type Models = {
  /** The model that reads and writes after calls. */
  language: Language;
  /** The model that speaks in calls. */
  speaker: Speaker;
  embedder: Embedder;
};

/** The models, each with its provider. */
export function language({ env, config, need }: Settings) {
  const baseUrl = () =>
    config.OPENAI_BASE_URL ?? MODEL_URLS[need("LLM_PROVIDER")] ?? need("OPENAI_BASE_URL");
  return lazily<Models>({
    language: () =>
      openai({
        baseUrl: baseUrl(),
        apiKey: need("OPENAI_API_KEY"),
        model: need("LLM_MODEL"),
        fetch,
      }),
    speaker: () =>
      openaiSpeaker({
        baseUrl: baseUrl(),
        apiKey: need("OPENAI_API_KEY"),
        model: need("LIVE_MODEL"),
        // No limit of ours: the listener's patience is the limit, and ends the request.
        fetch: (...request) => globalThis.fetch(...request),
      }),
    embedder: () => {
      if (need("EMBEDDINGS_PROVIDER") === "workers-ai")
        return cachingEmbedder(workersAi(env.AI), QUESTIONS_KEPT);
      const embeddings = openaiEmbeddings({
        baseUrl: config.EMBEDDINGS_BASE_URL ?? "https://api.openai.com/v1",
        apiKey: need("EMBEDDINGS_API_KEY"),
        model: need("EMBEDDINGS_MODEL"),
        fetch,
      });
      return cachingEmbedder(embeddings, QUESTIONS_KEPT);
    },
  });
}
