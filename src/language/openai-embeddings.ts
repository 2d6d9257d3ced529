import OpenAI, { APIError } from "openai";
import { httpFailure } from "../http-failure";
import { describeError, fail, ok, type Result } from "../result";
import { type Embedder, inBatches, inputFor, unit } from "./embedder";

const BATCH = 100;
const DIMENSIONS = 1024;

type Options = { baseUrl: string; apiKey: string; model: string; fetch: typeof fetch };

/**
 * Any endpoint that speaks OpenAI's embeddings: OpenAI itself, which shortens its vectors to the
 * `dimensions` it is asked for, Hugging Face's TEI, or a GPU of one's own. How it pools is part of
 * the model there, and so of its name here.
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
            // Only OpenAI's own third generation knows the field; others may refuse it.
            ...(/^text-embedding-3/.test(model) && { dimensions: DIMENSIONS }),
          });
          const vectors = [...answer.data]
            .sort((a, b) => a.index - b.index)
            .map(({ embedding }) => unit(embedding, DIMENSIONS));
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
