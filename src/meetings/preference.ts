import * as chrono from "chrono-node";
import { localTime } from "../compliance/calling-hours";

const PARTS: [RegExp, number, number][] = [
  [/\bmornings?\b/i, 8, 12],
  [/\b(after)?noons?\b|\blunch\b/i, 12, 17],
  [/\bevenings?\b/i, 17, 21],
];
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/**
 * The free start that comes closest to what somebody said, in their zone; the first one where their
 * words fit none. A day or an hour that was said counts more than being soon.
 */
export function chooseStart(
  starts: number[],
  said: string | undefined,
  zone: string,
  at: number,
): number | undefined {
  if (!said) return starts[0];
  const days = WEEKDAYS.flatMap((name, day) =>
    new RegExp(`\\b${name}s?\\b`, "i").test(said) ? [day] : [],
  );
  const part = PARTS.find(([words]) => words.test(said));
  const [exact] = chrono.parse(said, new Date(at), { forwardDate: true });
  const hour = exact?.start.isCertain("hour") ? (exact.start.get("hour") ?? undefined) : undefined;
  const soon = /\bnext week\b/i.test(said) ? at + daysUntilMonday(zone, at) * 86_400_000 : at;
  const score = (start: number) => {
    const { day, minute } = localTime(zone, start);
    const onDay = days.length === 0 || days.includes(day) ? 4 : 0;
    const inPart = !part || (minute >= part[1] * 60 && minute < part[2] * 60) ? 2 : 0;
    const atHour = hour === undefined || Math.floor(minute / 60) === hour ? 3 : 0;
    return onDay + inPart + atHour + (start >= soon ? 1 : 0);
  };
  const best = Math.max(...starts.map(score));
  return starts.find((start) => score(start) === best);
}

const daysUntilMonday = (zone: string, at: number): number => {
  const { day } = localTime(zone, at);
  return (8 - day) % 7 || 7;
};
