import type { SearchHit } from "../corpus/corpus";
import { contentWords } from "../corpus/words";

/** How much longer pieces are worth less (BM25's b), and how soon repeats are (its k1). */
const [K1, B] = [1.2, 0.75];

/**
 * Items by how well they answer what was said, for a set of some hundred and at no cost: BM25 over
 * the set. What shares no word keeps its place behind those that do. `wordsOf` may remember.
 */
export function rankByWords<T extends Pick<SearchHit, "text">>(
  items: T[],
  said: string,
  wordsOf: (item: T) => string[] = ({ text }) => contentWords(text),
): T[] {
  const asked = new Set(contentWords(said));
  if (asked.size === 0) return items;
  const bags = items.map(wordsOf);
  const average = bags.reduce((sum, bag) => sum + bag.length, 0) / Math.max(bags.length, 1);
  const holding = new Map<string, number>();
  for (const bag of bags)
    for (const word of new Set(bag))
      if (asked.has(word)) holding.set(word, (holding.get(word) ?? 0) + 1);
  const score = (bag: string[]) => {
    let sum = 0;
    for (const [word, pieces] of holding) {
      const times = bag.reduce((count, one) => count + (one === word ? 1 : 0), 0);
      const rarity = Math.log(1 + (items.length - pieces + 0.5) / (pieces + 0.5));
      sum += (rarity * times * (K1 + 1)) / (times + K1 * (1 - B + (B * bag.length) / average));
    }
    return sum;
  };
  return items
    .map((item, place) => ({ item, place, score: score(bags[place] ?? []) }))
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map(({ item }) => item);
}
