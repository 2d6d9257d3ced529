/** `retry` is all that a caller may branch on; `detail` is for the log and the failures list. */
export type Failure = { retry: boolean; detail: string };
export type Result<T, E = Failure> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const fail = (detail: string, retry: boolean): Result<never> => ({
  ok: false,
  error: { retry, detail },
});
