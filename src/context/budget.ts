import { sentences } from "../corpus/chunk";
import type { SearchHit } from "../corpus/corpus";
import type { Count } from "./tokens";

/**
 * How many tokens each part of the context may take; together 3,000. No part takes what another
 * leaves: a shorter prompt is answered sooner, and the next turn may need the room.
 */
export const BUDGET = { company: 300, research: 500, call: 800, email: 300 } as const;
export const CONVERSATION_BUDGET = 1_100;

export type Item = SearchHit & { tokens: number };
export type Section = { name: string; budget: number; tokens: number; items: Item[] };

/** As many as fit, best first. The first that does not fit whole is cut where a sentence ends. */
export function fit(name: string, budget: number, ranked: SearchHit[], count: Count): Section {
  const items: Item[] = [];
  let left = budget;
  for (const found of ranked) {
    const line = formatHit(found);
    const tokens = count(line);
    if (tokens <= left) {
      items.push({ ...found, tokens });
      left -= tokens;
      continue;
    }
    const text = cutTo(found, left, count);
    if (text) items.push({ ...found, text, tokens: count(formatHit({ ...found, text })) });
    break;
  }
  return { name, budget, tokens: items.reduce((sum, item) => sum + item.tokens, 0), items };
}

/** The longest beginning of whole sentences that fits with its source; nothing if none does. */
function cutTo(found: SearchHit, budget: number, count: Count): string | undefined {
  let kept = "";
  for (const sentence of sentences(found.text)) {
    if (count(formatHit({ ...found, text: kept + sentence })) > budget) break;
    kept += sentence;
  }
  return kept.trim() || undefined;
}

/** Control signs, and all that could close a fence or open another. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .trim();

/** An item as the model reads it: one line, its source first. */
export function formatHit({ source, text }: Pick<SearchHit, "source" | "text">): string {
  const { type, url, date, confidence } = source;
  const parts = [
    type,
    url?.slice(0, 200),
    date?.slice(0, 10),
    confidence !== undefined && `confidence ${confidence}`,
  ];
  return `[${plain(parts.filter(Boolean).join(", "))}] ${plain(text)}`;
}

export type Turn = { role: string; text: string };

/** The newest turns that fit, in their order. The last is always there, cut if it must be. */
export function newestTurns<T extends Turn>(turns: T[], budget: number, count: Count): T[] {
  const kept: T[] = [];
  let left = budget;
  for (const turn of turns.toReversed()) {
    const tokens = count(`${turn.role}: ${turn.text}`);
    if (tokens > left) {
      const room = left - count(`${turn.role}: `);
      if (kept.length === 0) kept.push({ ...turn, text: endOf(turn.text, room, count) });
      break;
    }
    kept.push(turn);
    left -= tokens;
  }
  return kept.toReversed();
}

/** The end of a text that is too long: what was said last counts most. No sign is cut in half. */
export const endOf = (text: string, budget: number, count: Count): string =>
  longest(text, budget, count, (signs, length) => signs.slice(signs.length - length));

/** The beginning of one: a tool tells the best first. */
export const startOf = (text: string, budget: number, count: Count): string =>
  longest(text, budget, count, (signs, length) => signs.slice(0, length));

function longest(
  text: string,
  budget: number,
  count: Count,
  part: (signs: string[], length: number) => string[],
): string {
  const signs = [...text.toWellFormed()];
  let [least, most] = [0, signs.length];
  while (least < most) {
    const length = (least + most + 1) >> 1;
    if (count(part(signs, length).join("")) <= budget) least = length;
    else most = length - 1;
  }
  return part(signs, least).join("");
}
