/**
 * Why work failed. Callers may branch on `retry` only; `detail` is for the log and the failures
 * list.
 */
export type Failure = { retry: boolean; detail: string };
/** The result of work that may fail as expected. A broken assumption throws instead. */
export type Result<T, E = Failure> = { ok: true; value: T } | { ok: false; error: E };

/** Describes an error in words that may be stored and shown: never a query or its parameters. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (message.startsWith("Failed query")) return describeError(cause ?? "the database refused");
  return `${error.name}: ${message}`;
}

/** A result with a value. */
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
/** A failed result. `retry`: the same work may succeed later. */
export const fail = (detail: string, retry: boolean): Result<never> => ({
  ok: false,
  error: { retry, detail },
});
