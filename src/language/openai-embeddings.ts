import OpenAI, { APIError } from "openai";
import { httpFailure } from "../http-failure";
import { describeError, fail, ok, type Result } from "../result";
import { type Embedder, inBatches, inputFor, toUnitLength } from "./embedder";

const BATCH = 100;
const DIMENSIONS = 1024;

type Options = { baseUrl: string; apiKey: string; model: string; fetch: typeof fetch };

/**
 * Any endpoint with OpenAI's embeddings API: OpenAI itself (which shortens vectors to
 * `dimensions`), Hugging Face's TEI, or a GPU of your own. The endpoint's pooling is part of its
 * model's name.
 */
export function openaiEmbeddings({ baseUrl, apiKey, model, fetch }: Options): Embedder {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, fetch });
  return {
    name: model,
    embed: (texts, purpose) =>
      inBatches(texts, BATCH, async (batch): Promise<Result<number[][]>> => {
        try {
          const answer = await client.embeddings.create({
            model,
            input: batch.map((text) => inputFor(text, purpose, model)),
            encoding_format: "float",
            // Only OpenAI's third generation has this field. Other endpoints may refuse it.
            ...(/^text-embedding-3/.test(model) && { dimensions: DIMENSIONS }),
          });
          const vectors = [...answer.data]
            .sort((a, b) => a.index - b.index)
            .map(({ embedding }) => toUnitLength(embedding, DIMENSIONS));
          const good = vectors.filter((vector) => vector !== undefined);
          if (good.length === batch.length) return ok(good);
          return fail(`embeddings: ${model} does not give ${DIMENSIONS} dimensions a text`, false);
        } catch (error) {
          if (error instanceof APIError && error.status)
            return httpFailure("embeddings", error.status);
          return fail(`embeddings: ${describeError(error)}`, true);
        }
      }),
  };
}
