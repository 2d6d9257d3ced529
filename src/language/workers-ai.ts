import { describeError, fail, ok, type Result } from "../result";
import { type Embedder, inBatches, inputFor, toUnitLength } from "./embedder";

/** Texts per request, by Cloudflare's page about the model. */
const BATCH = 100;
const DIMENSIONS = 1024;
const MODEL = "@cf/baai/bge-large-en-v1.5";
/** Cloudflare recommends this over mean pooling. Vectors of the two cannot be compared. */
const POOLING = "cls";

type Ai = { run(model: typeof MODEL, input: object): Promise<unknown> };

/** The model bge-large-en-v1.5 on Cloudflare Workers AI. */
export function workersAi(ai: Ai): Embedder {
  return {
    name: `${MODEL}:${POOLING}`,
    embed: (texts, purpose) =>
      inBatches(texts, BATCH, async (batch): Promise<Result<number[][]>> => {
        try {
          const text = batch.map((one) => inputFor(one, purpose, MODEL));
          const answer = (await ai.run(MODEL, { text, pooling: POOLING })) as { data?: number[][] };
          const vectors = (answer.data ?? []).flatMap((one) => {
            const vector = toUnitLength(one, DIMENSIONS);
            return vector ? [vector] : [];
          });
          if (vectors.length === batch.length) return ok(vectors);
          return fail("workers-ai: not one vector a text", true);
        } catch (error) {
          return fail(`workers-ai: ${describeError(error)}`, true);
        }
      }),
  };
}
