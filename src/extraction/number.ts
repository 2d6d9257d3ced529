const SMALL: Record<string, number> = Object.fromEntries(
  (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen " +
    "sixteen seventeen eighteen nineteen"
  )
    .split(" ")
    .map((word, value) => [word, value]),
);
const TENS: Record<string, number> = Object.fromEntries(
  "twenty thirty forty fifty sixty seventy eighty ninety"
    .split(" ")
    .map((word, at) => [word, (at + 2) * 10]),
);
const SCALES: Record<string, number> = {
  dozen: 12,
  hundred: 100,
  k: 1e3,
  grand: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
};

/** A number in a text, with its start and end offsets. */
export type SpokenNumber = { value: number; from: number; to: number };

const PART = /\d[\d,]*(?:\.\d+)?|[a-z]+/gi;

/**
 * All numbers in a text, in digits or words: "forty five", "fifty-ish", "2.5 million", "two k", "a
 * dozen", "a hundred and twenty".
 */
export function numbersIn(text: string): SpokenNumber[] {
  const numbers: SpokenNumber[] = [];
  let current: { total: number; part: number; from: number; to: number; tens: boolean } | undefined;
  const close = () => {
    if (current)
      numbers.push({ value: current.total + current.part, from: current.from, to: current.to });
    current = undefined;
  };
  const parts = [...text.toLowerCase().matchAll(PART)];
  for (const [index, match] of parts.entries()) {
    const [word] = match;
    const [from, to] = [match.index, match.index + word.length];
    const gap = current ? text.slice(current.to, from) : "";
    const near = /^[\s-]*$/.test(gap);
    if (current && !near) close();
    const digits = /^\d/.test(word) ? Number(word.replaceAll(",", "")) : undefined;
    const plain = word.endsWith("ish") ? word.slice(0, -3) : word;
    const small = SMALL[plain];
    const tens = TENS[plain];
    const scale = SCALES[plain];
    const next = parts[index + 1]?.[0] ?? "";
    if (digits !== undefined) {
      close();
      current = { total: 0, part: digits, from, to, tens: false };
    } else if (tens !== undefined) {
      if (current && current.part % 100 !== 0) close();
      current ??= { total: 0, part: 0, from, to, tens: false };
      current = { ...current, part: current.part + tens, to, tens: true };
    } else if (small !== undefined) {
      const follows =
        current && (current.tens ? small < 10 && small > 0 : current.part % 100 === 0);
      if (current && !follows) close();
      current ??= { total: 0, part: 0, from, to, tens: false };
      current = { ...current, part: current.part + small, to, tens: false };
    } else if (scale !== undefined && (current || plain === "dozen")) {
      current ??= { total: 0, part: 1, from, to, tens: false };
      const scaled = (current.part || 1) * scale;
      current =
        scale >= 1_000
          ? { ...current, total: current.total + scaled, part: 0, to, tens: false }
          : { ...current, part: scaled, to, tens: false };
    } else if (word === "a" && /^(dozen|hundred|thousand|million|couple)$/.test(next)) {
      close();
      current = next === "couple" ? undefined : { total: 0, part: 1, from, to, tens: false };
    } else if (word === "and" && current && current.part % 100 === 0 && current.part > 0) {
      current = { ...current, to };
    } else if (plain !== "ish" || !current) close();
  }
  close();
  return numbers.map((one) => ({ ...one, to: trimEnd(text, one) }));
}

/** The end of a number without a trailing "and". */
const trimEnd = (text: string, { from, to }: SpokenNumber): number =>
  from + text.slice(from, to).replace(/\s+and$/i, "").length;
