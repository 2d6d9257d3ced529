import { Hono } from "hono";
import { z } from "zod";
import { Refusal, readJson } from "../server";
import { DIMENSIONS, embed, MODEL } from "./lexical";

const INPUTS_MAX = 2_048;
const CHARACTERS_PER_TOKEN = 4;
const embeddingsRequest = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(INPUTS_MAX)]),
  encoding_format: z.enum(["float", "base64"]).default("float"),
  dimensions: z.literal(DIMENSIONS).optional(),
});

/** OpenAI's embeddings. The stand-in's own model is the only one. */
export function embeddings(apiKey: string): Hono {
  const app = new Hono();
  app.post("/", async (c) => {
    if (c.req.header("authorization") !== `Bearer ${apiKey}`)
      throw refusal(401, "Incorrect API key provided");
    const request = embeddingsRequest.safeParse(await readJson(c));
    if (!request.success) throw refusal(400, request.error.message);
    const { model, input, encoding_format } = request.data;
    if (model !== MODEL)
      throw refusal(404, `The model ${model} does not exist; this stand-in is ${MODEL}`);
    const texts = [input].flat();
    const data = texts.map((text, index) => {
      const vector = embed(text);
      const bytes = Buffer.from(Float32Array.from(vector).buffer).toString("base64");
      const embedding = encoding_format === "base64" ? bytes : vector;
      return { object: "embedding", index, embedding };
    });
    const tokens = Math.ceil(texts.join(" ").length / CHARACTERS_PER_TOKEN);
    const usage = { prompt_tokens: tokens, total_tokens: tokens };
    return c.json({ object: "list", data, model, usage });
  });
  return app;
}

const refusal = (status: 400 | 401 | 404, message: string) =>
  new Refusal(status, { error: { message, type: "invalid_request_error", code: null } });
