/** What an assistant never says; looked for in every transcript afterwards. */
const FORBIDDEN: [string, RegExp][] = [
  ["promise", /\b(?:I|we) (?:can )?(?:guarantee|promise)\b|\bguaranteed\b/i],
  [
    "savings",
    /\b(?:you(?:'ll| will)|we(?:'ll| will)? ) ?save (?:you )?(?:\d|up to)|\d+ ?(?:%|percent) (?:less|cheaper)/i,
  ],
  [
    "binding",
    /\byou(?:'re| are) (?:now )?(?:covered|insured)\b|\b(?:I|we)(?:'ve| have)? (?:bound|bind) (?:your|the) (?:coverage|policy)/i,
  ],
  [
    "advice",
    /\b(?:you should|I recommend(?: that)? you|my advice is) (?:buy|take|choose|drop|cancel|increase|lower)/i,
  ],
  ["denial", /\bI(?:'m| am) (?:not an? (?:AI|robot|bot)|a (?:real )?(?:person|human))/i],
];

/** Where an assistant said what it must not, by turn. */
export function forbiddenIn(turns: { role: string; text: string }[]) {
  return turns.flatMap(({ role, text }, turn) =>
    FORBIDDEN.filter(([, pattern]) => role === "assistant" && pattern.test(text)).map(
      ([topic]) => ({
        turn,
        topic,
        text: text.slice(0, 300),
      }),
    ),
  );
}
