import type { SearchHit } from "../corpus/corpus";
import { contentWords } from "../corpus/words";

/**
 * BM25's k1, how soon repeated words stop counting, and b, how much length counts against an item.
 */
const [K1, B] = [1.2, 0.75];

/**
 * Ranks items by how well they match an utterance: BM25 over the items themselves, fast for a few
 * hundred. Items that share no word keep their order, after those that do. `wordsOf` may cache.
 */
export function rankByWords<T extends Pick<SearchHit, "text">>(
  items: T[],
  utterance: string,
  wordsOf: (item: T) => string[] = ({ text }) => contentWords(text),
): T[] {
  const queryWords = new Set(contentWords(utterance));
  if (queryWords.size === 0) return items;
  const bags = items.map(wordsOf);
  const average = bags.reduce((sum, bag) => sum + bag.length, 0) / Math.max(bags.length, 1);
  const frequencies = new Map<string, number>();
  for (const bag of bags)
    for (const word of new Set(bag))
      if (queryWords.has(word)) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  const score = (bag: string[]) => {
    let sum = 0;
    for (const [word, frequency] of frequencies) {
      const times = bag.reduce((count, one) => count + (one === word ? 1 : 0), 0);
      const rarity = Math.log(1 + (items.length - frequency + 0.5) / (frequency + 0.5));
      sum += (rarity * times * (K1 + 1)) / (times + K1 * (1 - B + (B * bag.length) / average));
    }
    return sum;
  };
  return items
    .map((item, place) => ({ item, place, score: score(bags[place] ?? []) }))
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map(({ item }) => item);
}
