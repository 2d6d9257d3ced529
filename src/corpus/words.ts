/** Words that say nothing about what a person wants to know. */
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

/** A question without filler words; unchanged if it has no others. */
export function withoutFillers(text: string): string {
  const contentOnly = wordsOf(text).filter((word) => !FILLERS.has(word));
  return contentOnly.length > 0 ? contentOnly.join(" ") : text;
}

const stem = (word: string): string =>
  word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, "") : word;

/** The words that say what a text is about, without their most common endings. */
export const contentWords = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !FILLERS.has(word))
    .map(stem);

/** Characters of an excerpt before the first match; twice as many follow it. */
const EXCERPT_MARGIN = 120;

/** An excerpt around a question's words, each between `**`; null if the text has none of them. */
export function highlight(text: string, question: string): string | null {
  const queryWords = new Set(contentWords(question));
  const isQueryWord = (word: string) => queryWords.has(stem(word.toLowerCase().normalize("NFKC")));
  const matches = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => isQueryWord(word));
  const [first] = matches;
  if (!first) return null;
  const from = Math.max(0, first.index - EXCERPT_MARGIN);
  const part = text.slice(from, first.index + 2 * EXCERPT_MARGIN);
  const marked = part.replaceAll(/[\p{L}\p{N}]+/gu, (word) =>
    isQueryWord(word) ? `**${word}**` : word,
  );
  const excerpt = from > 0 ? `…${marked.slice(marked.indexOf(" ") + 1)}` : marked;
  return first.index + 2 * EXCERPT_MARGIN < text.length
    ? `${excerpt.slice(0, excerpt.lastIndexOf(" "))}…`
    : excerpt;
}
