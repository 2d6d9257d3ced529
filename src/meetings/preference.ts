import * as chrono from "chrono-node";
import { localTime } from "../time-zone";

const PARTS: [RegExp, number, number][] = [
  [/\bmornings?\b/i, 8, 12],
  [/\b(after)?noons?\b|\blunch\b/i, 12, 17],
  [/\bevenings?\b/i, 17, 21],
];
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** When it suits somebody: their words, and the days that are meant, as ISO dates, as far as known. */
export type Preference = { said: string | undefined; days: string[] };

/**
 * The free start that comes closest to what somebody said, in their zone; the first one where their
 * words fit none. A day or an hour that was said counts more than being soon.
 */
export function chooseStart(
  starts: number[],
  { said, days: dates }: Preference,
  zone: string,
  at: number,
): number | undefined {
  if (!said) return starts[0];
  const days = WEEKDAYS.flatMap((name, day) =>
    new RegExp(`\\b${name}s?\\b`, "i").test(said) ? [day] : [],
  );
  const part = PARTS.find(([words]) => words.test(said));
  const hour = hourIn(said, at);
  const soon = /\bnext week\b/i.test(said) ? at + daysUntilMonday(zone, at) * 86_400_000 : at;
  const score = (start: number) => {
    const { day, minute } = localTime(zone, start);
    const onDate = dates.length > 0 && dates.includes(dateOf(zone, start)) ? 8 : 0;
    const onDay = days.length === 0 || days.includes(day) ? 4 : 0;
    const inPart = !part || (minute >= part[1] * 60 && minute < part[2] * 60) ? 2 : 0;
    const atHour = hour === undefined || Math.floor(minute / 60) === hour ? 3 : 0;
    return onDate + onDay + inPart + atHour + (start >= soon ? 1 : 0);
  };
  const best = Math.max(...starts.map(score));
  return starts.find((start) => score(start) === best);
}

/** The hour that was said. "At two" is in the afternoon: nobody meets at night. */
function hourIn(said: string, at: number): number | undefined {
  const timed = chrono.parse(said, new Date(at)).find(({ start }) => start.isCertain("hour"));
  const hour = timed?.start.get("hour");
  if (hour === undefined || hour === null) return undefined;
  return hour < 7 && !timed?.start.isCertain("meridiem") ? hour + 12 : hour;
}

const dateOf = (zone: string, at: number): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(at);

const daysUntilMonday = (zone: string, at: number): number => {
  const { day } = localTime(zone, at);
  return (8 - day) % 7 || 7;
};
