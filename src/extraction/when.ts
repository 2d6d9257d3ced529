import * as chrono from "chrono-node";
import { anyOf } from "./pattern";

/** Minutes that a zone is ahead of UTC at a moment. */
function offsetMinutes(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    ...({ timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric" } as const),
    ...({ day: "numeric", hour: "numeric", minute: "numeric" } as const),
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
 * The date in a text, as somebody in `zone` means it at the moment `at`: `2027-03-15`, or `2027-03`
 * where only a month was said. What lies in the past is the next of its kind. Nothing if there is
 * none, or several.
 */
export function dateIn(text: string, zone: string, at: number): string | undefined {
  const reference = { instant: new Date(at), timezone: offsetMinutes(zone, at) };
  const found = chrono.parse(text, reference, { forwardDate: true });
  const days = new Set(
    found.map(({ start }) => {
      const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
      const known =
        start.isCertain("day") || start.isCertain("weekday") || !start.isCertain("month");
      return known ? `${year}-${pad(month ?? 1)}-${pad(day ?? 1)}` : `${year}-${pad(month ?? 1)}`;
    }),
  );
  return days.size === 1 ? [...days][0] : undefined;
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

/** Whether a text speaks of a time at all. */
export const speaksOfTime = (text: string): boolean => VAGUE.test(text);
