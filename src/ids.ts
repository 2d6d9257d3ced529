import { createHash } from "node:crypto";
import { z } from "zod";
import { isMoment } from "./time";

/** An id that is safe in a URL, in a key and in a log. */
export const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,36}$/, "must be 1 to 36 of the characters A-Z a-z 0-9 _ -");

/** The cursor of a list ordered by time: the time and id of the last row seen, as `{time}_{id}`. */
export const timeCursor = z.string().transform((text, context) => {
  const [, time = "", id = ""] = /^([^_]{1,40})_([A-Za-z0-9_-]{1,64})$/.exec(text) ?? [];
  const at = new Date(time);
  if (id && isMoment(at.getTime())) return { at, id };
  context.addIssue("must be the next_cursor of an earlier answer");
  return z.NEVER;
});
export type TimeCursor = z.infer<typeof timeCursor>;

/** Derives an id in the form of a UUID from its parts: the same parts always give the same id. */
export function derivedId(...parts: (string | number)[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  const cuts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${cuts.join("-")}-${hex.slice(20, 32)}`;
}

/** A 64-bit hash of some values in hex, for the identity of events. Not a secret. */
export function fingerprint(...values: unknown[]): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 16);
}
