// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is checked where it is used.
export type Answer = { status: number; body: any };
export type Access = { app: string; api_key: string };

/** The product's HTTP API, as a client of ours uses it. Never throws for a status. */
export async function ask(
  { app, api_key }: Access,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(app + path, {
    method,
    headers: {
      authorization: `Bearer ${api_key}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}

/** Asks again until the answer is what is waited for, or the time is over: then the last answer. */
export async function until<T>(
  waitMs: number,
  get: () => Promise<T>,
  fits: (answer: NoInfer<T>) => boolean,
): Promise<T> {
  const end = Date.now() + waitMs;
  for (;;) {
    const answer = await get();
    if (fits(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
