import { numbersIn } from "./number";
import { anyOf } from "./pattern";

export type Money = {
  amount_minor: number;
  currency: "USD";
  /** What the amount is for, if it was said. */
  period: "month" | "year" | null;
};

const PERIODS: [Money["period"], RegExp][] = [
  ["month", /\b(?:a|per|each|every) month\b|\bmonthly\b|\/ ?mo(?:nth)?\b/i],
  ["year", /\b(?:a|per|each|every) year\b|\b(?:yearly|annual(?:ly)?)\b|\/ ?y(?:ea)?r\b/i],
];
const IS_MONEY = anyOf(
  String.raw`\$`,
  String.raw`\bdollars?\b`,
  String.raw`\bbucks\b`,
  String.raw`\bgrand\b`,
  String.raw`\d ?k\b`,
  String.raw`\b\w+ k\b`,
  String.raw`\bbudget`,
  String.raw`\bpay`,
  String.raw`\bspend`,
  String.raw`\bcosts?\b`,
  String.raw`\bpremium`,
  String.raw`\bafford`,
  String.raw`\bmonth`,
  String.raw`\byear`,
  String.raw`\bannual`,
);

/** The amount in a text: "two k a month", "$1,200 per year". Nothing if there is none, or several that differ. */
export function moneyIn(text: string): Money | undefined {
  if (!IS_MONEY.test(text)) return undefined;
  const amounts = numbersIn(text).filter(({ value, from }) => {
    const before = text.slice(Math.max(0, from - 1), from);
    return value > 0 && (before === "$" || value >= 20);
  });
  const values = [...new Set(amounts.map(({ value }) => value))];
  const [value] = values;
  if (value === undefined || values.length > 1) return undefined;
  const period = PERIODS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  return { amount_minor: Math.round(value * 100), currency: "USD", period };
}
