import type { Log } from "./log";
import { describeError } from "./result";

/** The value to use when work is late or fails, and the event and log that report a failure. */
export type Fallback<T> = { instead: T; event: string; log: Log };

/**
 * Waits for `work` for at most `ms` milliseconds of machine time. Returns `instead` when it is late
 * or fails; a failure is logged as `event`. The work itself is not stopped.
 */
export async function withTimeout<T>(
  ms: number,
  work: Promise<T>,
  { instead, event, log }: Fallback<T>,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(instead), ms);
  });
  const safe = work.catch((error) => {
    log.warn(event, { error: describeError(error) });
    return instead;
  });
  return await Promise.race([safe, late]).finally(() => clearTimeout(timer));
}
