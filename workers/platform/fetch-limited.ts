const FETCH_TIMEOUT_MS = 10_000;

/** `fetch` with a time limit. A timer that is left running would keep a Durable Object in memory. */
export const fetchLimited: typeof globalThis.fetch = (input, init) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), FETCH_TIMEOUT_MS);
  const answer = globalThis.fetch(input, { ...init, signal: controller.signal });
  return answer.finally(() => clearTimeout(timer));
};
