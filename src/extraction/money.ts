import { numbersIn } from "./number";
import { anyOf } from "./pattern";

export type Money = {
  amount_minor: number;
  currency: "USD";
  /** What the amount is for, if it was said. */
  period: "month" | "year" | null;
};

const PERIODS: [Money["period"], string][] = [
  ["month", String.raw`(?:\b(?:a|per|each|every) month\b|\bmonthly\b|\/ ?mo(?:nth)?\b)`],
  [
    "year",
    String.raw`(?:\b(?:a|per|each|every) year\b|\b(?:yearly|annual(?:ly)?)\b|\/ ?y(?:ea)?r\b)`,
  ],
];
/** What an amount is for stands right behind it, or before it in the same breath. */
const periodOf = (before: string, after: string): Money["period"] =>
  PERIODS.find(([, words]) => new RegExp(`^[^,.;]{0,20}?${words}`, "i").test(after))?.[0] ??
  PERIODS.find(([, words]) => new RegExp(`${words}[^,.;]{0,25}$`, "i").test(before))?.[0] ??
  null;
/** What other numbers count, and what other amounts are. */
const COUNTS = /^[\s-]*(?:years?|months?|weeks?|days?|people|employees|percent|%|o'clock)\b/i;
const OTHER_MONEY = /\b(?:limit|deductible|revenue|sales|payroll|turnover)\b/i;
const WHAT_IS_PAID = /\b(?:budget|pay|paying|spend|spending|premium|afford)\b/i;
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

const isRange = (between: string): boolean => /^\s*\$?\s*(?:to|or|and|-|–)\s*\$?\s*$/.test(between);

/** The amount in a text: "two k a month", "$1,200 per year". Nothing if there is none, or several that differ. */
export function moneyIn(text: string): Money | undefined {
  if (!IS_MONEY.test(text)) return undefined;
  if (OTHER_MONEY.test(text) && !WHAT_IS_PAID.test(text)) return undefined;
  const said = numbersIn(text);
  if (said.some((one, at) => isRange(text.slice(one.to, said[at + 1]?.from ?? one.to))))
    return undefined;
  const amounts = said.filter(({ value, from, to }) => {
    const before = text.slice(Math.max(0, from - 1), from);
    return value > 0 && (before === "$" || (value >= 20 && !COUNTS.test(text.slice(to))));
  });
  const values = [...new Set(amounts.map(({ value }) => value))];
  const [value] = values;
  const [one] = amounts;
  if (value === undefined || !one || values.length > 1) return undefined;
  const period = periodOf(text.slice(0, one.from), text.slice(one.to));
  return { amount_minor: Math.round(value * 100), currency: "USD", period };
}
