import * as chrono from "chrono-node";
import { anyOf } from "./pattern";

/** The minutes by which a zone is ahead of UTC at a moment (ms since 1970). */
function offsetMinutes(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
  );
  return Math.round((local - at) / 60_000);
}

const pad = (value: number) => String(value).padStart(2, "0");

/**
 * The date in a text, as a person in `zone` means it at the moment `at` (ms since 1970):
 * `2027-03-15`, or `2027-03` for a month. A weekday or month means the next one. Undefined if there
 * is no date, or several.
 */
export function dateIn(text: string, zone: string, at: number): string | undefined {
  const reference = { instant: new Date(at), timezone: offsetMinutes(zone, at) };
  const results = chrono.parse(text, reference, { forwardDate: true });
  const days = new Set(
    results.map(({ start }) => {
      const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
      const isDayCertain =
        start.isCertain("day") || start.isCertain("weekday") || !start.isCertain("month");
      return isDayCertain
        ? `${year}-${pad(month ?? 1)}-${pad(day ?? 1)}`
        : `${year}-${pad(month ?? 1)}`;
    }),
  );
  return days.size === 1 ? [...days][0] : undefined;
}

const MONTHS =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|" +
  "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
/** Words that name a month or a day. "Next year" and "two years ago" do not. */
const NAMES_MONTH = anyOf(
  String.raw`\b(?:${MONTHS})\b`,
  String.raw`\b\d{1,2}[/-]\d{1,2}\b`,
  String.raw`\b(?:today|tomorrow|(?:this|next) (?:week|month))\b`,
  String.raw`\bend of (?:the|this) month\b`,
  String.raw`\bin (?:a|an|\w+) (?:couple of )?(?:days?|weeks?|months?)\b`,
  String.raw`\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b`,
);

/**
 * The future day or month in a text, as `dateIn` writes it. Undefined for a year, several or the
 * past.
 */
export function renewalIn(text: string, zone: string, at: number): string | undefined {
  const several = new RegExp(String.raw`\b(?:${MONTHS}|\d+) or (?:${MONTHS}|\d+)\b`, "i");
  if (!NAMES_MONTH.test(text) || several.test(text) || /\bago\b|\blast\b/i.test(text))
    return undefined;
  const date = dateIn(text, zone, at);
  const today = new Date(at + offsetMinutes(zone, at) * 60_000).toISOString().slice(0, 10);
  return date && date >= today.slice(0, date.length) ? date : undefined;
}

const VAGUE = anyOf(
  String.raw`\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b`,
  String.raw`\bweek(?:days?|ends?)?\b`,
  String.raw`\bmornings?\b`,
  String.raw`\bafternoons?\b`,
  String.raw`\bevenings?\b`,
  String.raw`\bnoon\b`,
  String.raw`\blunch\b`,
  String.raw`\btomorrow\b`,
  String.raw`\btoday\b`,
  String.raw`\b\d{1,2}(?::\d{2})? ?(?:am|pm|a\.m\.|p\.m\.|o'clock)\b`,
  String.raw`\bafter \w+\b`,
  String.raw`\bbefore \w+\b`,
  String.raw`\bany ?time\b`,
);

/** Whether a text mentions a time at all. */
export const speaksOfTime = (text: string): boolean => VAGUE.test(text);
