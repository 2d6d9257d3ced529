/** `retry` is all that a caller may branch on; `detail` is for the log and the failures list. */
export type Failure = { retry: boolean; detail: string };
export type Result<T, E = Failure> = { ok: true; value: T } | { ok: false; error: E };

/** What went wrong, in words that may be kept and shown: never a query, nor its parameters. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (message.startsWith("Failed query")) return describeError(cause ?? "the database refused");
  return `${error.name}: ${message}`;
}

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const fail = (detail: string, retry: boolean): Result<never> => ({
  ok: false,
  error: { retry, detail },
});
