import { splitSentences } from "../corpus/chunk";
import type { SearchHit } from "../corpus/corpus";
import type { TokenCounter } from "./tokens";

/**
 * The tokens that each part of the context may take, 3,000 together. No part uses the rest of
 * another: a shorter prompt is answered sooner, and the next turn may need the room.
 */
export const BUDGET = { company: 300, research: 500, call: 800, email: 300 } as const;
/** The tokens that the conversation may take. */
export const CONVERSATION_BUDGET = 1_100;

/** A search hit and the tokens that it takes in the prompt. */
export type Item = SearchHit & { tokens: number };
/** One part of the context. `budget` and `tokens` count tokens. */
export type Section = { name: string; budget: number; tokens: number; items: Item[] };

/**
 * Takes as many hits as fit, best first. The first that does not fit is cut at the end of a
 * sentence.
 */
export function fitSection(
  name: string,
  budget: number,
  ranked: SearchHit[],
  count: TokenCounter,
): Section {
  const items: Item[] = [];
  let tokensLeft = budget;
  for (const hit of ranked) {
    const line = formatHit(hit);
    const tokens = count(line);
    if (tokens <= tokensLeft) {
      items.push({ ...hit, tokens });
      tokensLeft -= tokens;
      continue;
    }
    const text = cutToFit(hit, tokensLeft, count);
    if (text) items.push({ ...hit, text, tokens: count(formatHit({ ...hit, text })) });
    break;
  }
  return { name, budget, tokens: items.reduce((sum, item) => sum + item.tokens, 0), items };
}

/**
 * The longest run of whole sentences that fits, with its source; undefined if not even one does.
 */
function cutToFit(hit: SearchHit, budget: number, count: TokenCounter): string | undefined {
  let text = "";
  for (const sentence of splitSentences(hit.text)) {
    if (count(formatHit({ ...hit, text: text + sentence })) > budget) break;
    text += sentence;
  }
  return text.trim() || undefined;
}

/** Removes control characters and whatever could open or close a fence. */
const sanitize = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .trim();

/** Formats a hit for the model: one line, its source first. */
export function formatHit({ source, text }: Pick<SearchHit, "source" | "text">): string {
  const { type, url, date, confidence } = source;
  const parts = [
    type,
    url?.slice(0, 200),
    date?.slice(0, 10),
    confidence !== undefined && `confidence ${confidence}`,
  ];
  return `[${sanitize(parts.filter(Boolean).join(", "))}] ${sanitize(text)}`;
}

/** One turn of a conversation. */
export type Turn = { role: string; text: string };

/** The newest turns that fit, in order. The last one is always included, cut if necessary. */
export function newestTurns<T extends Turn>(turns: T[], budget: number, count: TokenCounter): T[] {
  const newest: T[] = [];
  let tokensLeft = budget;
  for (const turn of turns.toReversed()) {
    const tokens = count(`${turn.role}: ${turn.text}`);
    if (tokens > tokensLeft) {
      const room = tokensLeft - count(`${turn.role}: `);
      if (newest.length === 0) newest.push({ ...turn, text: endOf(turn.text, room, count) });
      break;
    }
    newest.push(turn);
    tokensLeft -= tokens;
  }
  return newest.toReversed();
}

/**
 * The longest end of a text that fits, since the last words count most. No character is cut in
 * half.
 */
export const endOf = (text: string, budget: number, count: TokenCounter): string =>
  longest(text, budget, count, (characters, length) =>
    characters.slice(characters.length - length),
  );

/** The longest beginning of a text that fits, since a tool gives its best result first. */
export const startOf = (text: string, budget: number, count: TokenCounter): string =>
  longest(text, budget, count, (characters, length) => characters.slice(0, length));

function longest(
  text: string,
  budget: number,
  count: TokenCounter,
  part: (characters: string[], length: number) => string[],
): string {
  const characters = [...text.toWellFormed()];
  let [least, most] = [0, characters.length];
  while (least < most) {
    const length = (least + most + 1) >> 1;
    if (count(part(characters, length).join("")) <= budget) least = length;
    else most = length - 1;
  }
  return part(characters, least).join("");
}
