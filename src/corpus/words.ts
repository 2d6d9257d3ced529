/** Words that tell nothing of what somebody wants to know. */
const FILLERS = new Set(
  (
    "a about ah all also am an and any are as at be been but by can could did do does " +
    "for from had has have he hello hey hi how i if in is it its just many me much my no " +
    "not of oh ok okay on or our please she should so some such than thank thanks that " +
    "the their them then there these they this those to too uh um us was we were what " +
    "when where which who why will with would yeah yes you your"
  ).split(" "),
);

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize("NFKC")
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** A question without its words of talk; the whole of it if nothing else is in it. */
export function withoutFillers(text: string): string {
  const kept = wordsOf(text).filter((word) => !FILLERS.has(word));
  return kept.length > 0 ? kept.join(" ") : text;
}

const stem = (word: string): string =>
  word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, "") : word;

/** The words that say what a text is about, without their commonest endings. */
export const contentWords = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !FILLERS.has(word))
    .map(stem);

/** So much of a text is shown around the first word that was asked for. */
const AROUND = 120;

/** The part of a text where a question's words are, each between `**`; nothing if none is there. */
export function highlight(text: string, question: string): string | null {
  const asked = new Set(contentWords(question));
  const isAsked = (word: string) => asked.has(stem(word.toLowerCase().normalize("NFKC")));
  const found = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => isAsked(word));
  const [first] = found;
  if (!first) return null;
  const from = Math.max(0, first.index - AROUND);
  const part = text.slice(from, first.index + 2 * AROUND);
  const marked = part.replaceAll(/[\p{L}\p{N}]+/gu, (word) =>
    isAsked(word) ? `**${word}**` : word,
  );
  const begun = from > 0 ? `…${marked.slice(marked.indexOf(" ") + 1)}` : marked;
  return first.index + 2 * AROUND < text.length
    ? `${begun.slice(0, begun.lastIndexOf(" "))}…`
    : begun;
}
