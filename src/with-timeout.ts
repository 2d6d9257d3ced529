import { describeError } from "./result";

/**
 * What `work` comes to, or `instead` if that takes longer than `ms` or fails; a failure is logged
 * under the name `event`. The work itself is not stopped.
 */
export async function withTimeout<T>(
  ms: number,
  work: Promise<T>,
  { instead, event }: { instead: T; event: string },
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(instead), ms);
  });
  const safe = work.catch((error) => {
    console.error({ event, error: describeError(error) });
    return instead;
  });
  return await Promise.race([safe, late]).finally(() => clearTimeout(timer));
}
