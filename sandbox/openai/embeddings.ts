import { createHash } from "node:crypto";
import { z } from "zod";
import { Refusal, type Routes } from "../server";

export const DIMENSIONS = 1024;
/** What it says it is: words and their parts by hash, no meaning. Texts that share words are alike. */
export const STAND_IN = "sandbox-lexical-1024";

/** Words that tell nothing of what a text is about. */
const EMPTY = new Set(
  (
    "a an and are as at be been but by can could did do does for from had has have how i if in into is it its " +
    "just me my no not of on or our should so some such than that the their them then there these they this " +
    "those to too up us was we were what when where which who whom why will with would you your"
  ).split(" "),
);

/** The word without its commonest endings, so that "claims" and "claim" are one. */
export function stem(word: string): string {
  const short = word.replace(
    /(?:ational|ations?|ments?|ness|ings?|edly|ed|ies|ied|es|s|ly|er|ers)$/,
    "",
  );
  return short.length >= 3 ? short.replace(/(.)\1$/, "$1") : word;
}

const words = (text: string) =>
  (
    text
      .toLowerCase()
      .normalize("NFKC")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).filter((word) => !EMPTY.has(word));

const places = new Map<string, [number, number][]>();
/** Two places a feature, so that two features hardly ever share both. */
function placesOf(feature: string): [number, number][] {
  const known = places.get(feature);
  if (known) return known;
  const hash = createHash("md5").update(feature).digest();
  const made = [0, 4].map((at): [number, number] => [
    hash.readUInt32LE(at) % DIMENSIONS,
    hash[at + 8] && (hash[at + 8] ?? 0) % 2 ? 1 : -1,
  ]);
  if (places.size > 200_000) places.clear();
  places.set(feature, made);
  return made;
}

/** Words, pairs of words and parts of words, each into its places, at unit length. */
export function embed(text: string): number[] {
  const counts = new Map<string, number>();
  const add = (feature: string, weight: number) =>
    counts.set(feature, (counts.get(feature) ?? 0) + weight);
  const stems = words(text).map(stem);
  for (const [index, word] of stems.entries()) {
    add(`w:${word}`, 1);
    const next = stems[index + 1];
    if (next) add(`p:${word} ${next}`, 0.4);
    const framed = `<${word}>`;
    for (let at = 0; at + 4 <= framed.length; at++) add(`g:${framed.slice(at, at + 4)}`, 0.15);
  }
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const [feature, count] of counts)
    for (const [place, sign] of placesOf(feature))
      vector[place] = (vector[place] ?? 0) + sign * Math.sqrt(count);
  const length = Math.hypot(...vector);
  if (length === 0) return vector.map((_, place) => (place === 0 ? 1 : 0));
  return vector.map((value) => Math.round((value / length) * 1e6) / 1e6);
}

const INPUTS_MAX = 2_048;
const asked = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(INPUTS_MAX)]),
  encoding_format: z.enum(["float", "base64"]).default("float"),
  dimensions: z.literal(DIMENSIONS).optional(),
});

/** OpenAI's embeddings, by the stand-in; it knows no other model. */
export function embeddings(apiKey: string): Routes {
  const refuse = (status: number, message: string) =>
    new Refusal(status, { error: { message, type: "invalid_request_error", code: null } });
  return {
    "POST /openai/v1/embeddings": (ask) => {
      if (ask.headers.authorization !== `Bearer ${apiKey}`)
        throw refuse(401, "Incorrect API key provided");
      const parsed = asked.safeParse(ask.json());
      if (!parsed.success) throw refuse(400, parsed.error.message);
      const { model, input, encoding_format } = parsed.data;
      if (model !== STAND_IN)
        throw refuse(404, `The model ${model} does not exist; this stand-in is ${STAND_IN}`);
      const texts = [input].flat();
      const data = texts.map((text, index) => {
        const vector = embed(text);
        const bytes = Buffer.from(Float32Array.from(vector).buffer).toString("base64");
        const embedding = encoding_format === "base64" ? bytes : vector;
        return { object: "embedding", index, embedding };
      });
      const tokens = Math.ceil(texts.join(" ").length / 4);
      const usage = { prompt_tokens: tokens, total_tokens: tokens };
      return { body: { object: "list", data, model, usage } };
    },
  };
}
