/** About 120 words: short enough to say in one answer, and well within 512 tokens. */
const CHARS_GOAL = 700;
/** A longer sentence is cut at the end of a word. */
const CHARS_MAX = 1_400;

/** Splits a text into sentences by its punctuation. The parts together are the whole text. */
export function splitSentences(text: string): string[] {
  const parts =
    text.match(/[^.!?。！？؟\n]+(?:[.!?。！？؟]+["')\]]*|\n+|$)\s*|[.!?\n]+\s*/gu) ?? [];
  return parts.flatMap((part) => cut(part));
}

function cut(part: string): string[] {
  if (part.length <= CHARS_MAX) return [part];
  const space = part.lastIndexOf(" ", CHARS_MAX);
  const at = space > CHARS_MAX / 2 ? space + 1 : wholeCharacter(part, CHARS_MAX);
  return [part.slice(0, at), ...cut(part.slice(at))];
}

/** Moves a cut so that it does not split a character. */
const wholeCharacter = (text: string, at: number): number =>
  /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") ? at - 1 : at;

/**
 * Joins parts into chunks of up to `goal` characters. `from` is the index of a chunk's first part.
 */
export function pack(parts: string[], goal = CHARS_GOAL): { text: string; from: number }[] {
  const chunks: { text: string; from: number }[] = [];
  for (const [index, part] of parts.entries()) {
    const last = chunks.at(-1);
    if (last && last.text.length + part.length <= goal) last.text += part;
    else chunks.push({ text: part, from: index });
  }
  return chunks
    .map(({ text, from }) => ({ text: text.trim(), from }))
    .filter(({ text }) => text !== "");
}

/** Splits a text into chunks of whole sentences. */
export const chunkText = (text: string): string[] =>
  pack(splitSentences(text)).map((one) => one.text);

/** A turn of a conversation. `at` is ms since 1970 or ISO 8601. */
export type SpokenTurn = { role: string; text: string; at?: string | number | null | undefined };

/**
 * Splits a conversation into chunks of whole turns with their speakers. A long turn gets several
 * chunks.
 */
export function chunkTurns(
  turns: SpokenTurn[],
): { text: string; turn: number; at: SpokenTurn["at"] }[] {
  const parts = turns.flatMap(({ role, text, at }, turn) => {
    const speaker = role === "user" ? "Person" : "Agent";
    return chunkText(text).map((part) => ({ text: `${speaker}: ${part}\n`, turn, at }));
  });
  return pack(parts.map(({ text }) => text)).map(({ text, from }) => ({
    text,
    turn: parts[from]?.turn ?? 0,
    at: parts[from]?.at,
  }));
}
