import { numbersIn } from "./number";
import { anyOf } from "./pattern";

/** An amount as the API writes it. */
export type Money = {
  amount_minor: number;
  currency: "USD";
  /** The period that the amount covers; null if it was not said. */
  period: "month" | "year" | null;
};

const PERIODS: [Money["period"], string][] = [
  ["month", String.raw`(?:\b(?:a|per|each|every) month\b|\bmonthly\b|\/ ?mo(?:nth)?\b)`],
  [
    "year",
    String.raw`(?:\b(?:a|per|each|every) year\b|\b(?:yearly|annual(?:ly)?)\b|\/ ?y(?:ea)?r\b)`,
  ],
];
/** Finds an amount's period: right after it, or before it in the same clause. */
const periodOf = (before: string, after: string): Money["period"] =>
  PERIODS.find(([, words]) => new RegExp(`^[^,.;]{0,20}?${words}`, "i").test(after))?.[0] ??
  PERIODS.find(([, words]) => new RegExp(`${words}[^,.;]{0,25}$`, "i").test(before))?.[0] ??
  null;
/** Units of numbers that are not amounts, and amounts that are not a budget. */
const COUNTED_THINGS =
  /^[\s-]*(?:years?|months?|weeks?|days?|people|employees|percent|%|o'clock)\b/i;
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

/**
 * The amount in a text: "two k a month", "$1,200 per year". Undefined if there is none or several.
 */
export function moneyIn(text: string): Money | undefined {
  if (!IS_MONEY.test(text)) return undefined;
  if (OTHER_MONEY.test(text) && !WHAT_IS_PAID.test(text)) return undefined;
  const numbers = numbersIn(text);
  if (numbers.some((one, at) => isRange(text.slice(one.to, numbers[at + 1]?.from ?? one.to))))
    return undefined;
  const amounts = numbers.filter(({ value, from, to }) => {
    const before = text.slice(Math.max(0, from - 1), from);
    return value > 0 && (before === "$" || (value >= 20 && !COUNTED_THINGS.test(text.slice(to))));
  });
  const values = [...new Set(amounts.map(({ value }) => value))];
  const [value] = values;
  const [one] = amounts;
  if (value === undefined || !one || values.length > 1) return undefined;
  const period = periodOf(text.slice(0, one.from), text.slice(one.to));
  return { amount_minor: Math.round(value * 100), currency: "USD", period };
}
