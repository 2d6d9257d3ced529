/** About 80 words: what a caller can be told in one breath, and well within 512 tokens. */
const CHARS_GOAL = 700;
/** A sentence that is longer is cut where a word ends. */
const CHARS_MAX = 1_400;

/** Where sentences of a text end, as far as signs tell. The parts together are the text. */
export function sentences(text: string): string[] {
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

/** No character is cut in half. */
const wholeCharacter = (text: string, at: number): number =>
  /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") ? at - 1 : at;

/** Joins parts as long as they fit together; each piece says with which part it begins. */
export function pack(parts: string[], goal = CHARS_GOAL): { text: string; from: number }[] {
  const pieces: { text: string; from: number }[] = [];
  for (const [index, part] of parts.entries()) {
    const last = pieces.at(-1);
    if (last && last.text.length + part.length <= goal) last.text += part;
    else pieces.push({ text: part, from: index });
  }
  return pieces
    .map(({ text, from }) => ({ text: text.trim(), from }))
    .filter(({ text }) => text !== "");
}

/** A text in pieces that end where sentences do. */
export const chunkText = (text: string): string[] => pack(sentences(text)).map((one) => one.text);

export type Said = { role: string; text: string; at?: string | number | null | undefined };

/** A conversation in pieces of whole turns, each with who speaks; a long turn makes several. */
export function chunkTurns(turns: Said[]): { text: string; turn: number; at: Said["at"] }[] {
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
