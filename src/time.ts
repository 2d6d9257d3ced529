import { z } from "zod";

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A moment (ms since 1970) as the API writes it: ISO 8601, UTC. */
export const iso = (ms: number): string => new Date(ms).toISOString();
/** As `iso`, with null for no moment. */
export const isoOrNull = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : iso(ms);

/** The weekday of a day counted from 1970-01-01, which was a Thursday; 0 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

const [FIRST, LAST] = [Date.parse("1900-01-01T00:00:00Z"), Date.parse("9999-01-01T00:00:00Z")];
/** Whether a moment (ms since 1970) is in the years that calendars and databases both accept. */
export const isMoment = (ms: number): boolean => ms >= FIRST && ms < LAST;

/** A moment in a request: ISO 8601 with an offset, from 1900 on. */
export const isoMoment = z.iso
  .datetime({ offset: true })
  .refine((text) => isMoment(Date.parse(text)), "must be a moment between 1900 and 9999");

/** A moment as the API shows it: ISO 8601 in UTC. */
export const isoTime = z.iso.datetime();

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * The ms of an ISO 8601 duration in days, hours, minutes and seconds; undefined for any other text.
 */
export function durationMs(text: string): number | undefined {
  const parts = DURATION.exec(text);
  if (!parts || text.endsWith("T") || text === "P") return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map(Number).map(orZero);
  return days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
}
const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value);
