import { createHash } from "node:crypto";

export const DIMENSIONS = 1024;
/** Its name says what it is: words and their parts by hash, no meaning. Texts that share words are alike. */
export const MODEL = "sandbox-lexical-1024";

const FEATURES_KEPT_MAX = 200_000;
const PAIR_WEIGHT = 0.4;
const FRAGMENT_WEIGHT = 0.15;
const FRAGMENT_LENGTH = 4;
const ROUNDING = 1e6;
/** Words that say nothing about what a text is about. */
const STOP_WORDS = new Set(
  (
    "a an and are as at be been but by can could did do does for from had has have how i if in into is it its " +
    "just me my no not of on or our should so some such than that the their them then there these they this " +
    "those to too up us was we were what when where which who whom why will with would you your"
  ).split(" "),
);

/** The word without its most common endings, so that "claims" and "claim" are one. */
function stem(word: string): string {
  const short = word.replace(
    /(?:ational|ations?|ments?|ness|ings?|edly|ed|ies|ied|es|s|ly|er|ers)$/,
    "",
  );
  return short.length >= 3 ? short.replace(/(.)\1$/, "$1") : word;
}

const wordsIn = (text: string): string[] =>
  (
    text
      .toLowerCase()
      .normalize("NFKC")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).filter((word) => !STOP_WORDS.has(word));

type Place = { index: number; sign: 1 | -1 };
const placesByFeature = new Map<string, Place[]>();
/** Two places for a feature, so that two features hardly ever share both. */
function placesOf(feature: string): Place[] {
  const known = placesByFeature.get(feature);
  if (known) return known;
  const hash = createHash("md5").update(feature).digest();
  const places = [0, 4].map((at): Place => {
    const index = hash.readUInt32LE(at) % DIMENSIONS;
    return { index, sign: hash.readUInt8(at + 8) % 2 ? 1 : -1 };
  });
  if (placesByFeature.size > FEATURES_KEPT_MAX) placesByFeature.clear();
  placesByFeature.set(feature, places);
  return places;
}

/** A text's vector, of length 1: words, pairs of words and parts of words, each at its places. */
export function embed(text: string): number[] {
  const weights = new Map<string, number>();
  const add = (feature: string, weight: number) =>
    weights.set(feature, (weights.get(feature) ?? 0) + weight);
  const stems = wordsIn(text).map(stem);
  for (const [index, word] of stems.entries()) {
    add(`w:${word}`, 1);
    const next = stems[index + 1];
    if (next) add(`p:${word} ${next}`, PAIR_WEIGHT);
    const framed = `<${word}>`;
    for (let at = 0; at + FRAGMENT_LENGTH <= framed.length; at++)
      add(`g:${framed.slice(at, at + FRAGMENT_LENGTH)}`, FRAGMENT_WEIGHT);
  }
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const [feature, weight] of weights)
    for (const { index, sign } of placesOf(feature))
      vector[index] = (vector[index] ?? 0) + sign * Math.sqrt(weight);
  const length = Math.hypot(...vector);
  if (length === 0) return vector.map((_, index) => (index === 0 ? 1 : 0));
  return vector.map((value) => Math.round((value / length) * ROUNDING) / ROUNDING);
}
