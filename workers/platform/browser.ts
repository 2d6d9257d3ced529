import type { Config } from "../env";

/**
 * What stands for Browser Rendering's binding: an endpoint that speaks like it, or the binding itself,
 * which at home would first fetch a browser from elsewhere. Nothing where there is none.
 */
export function browserBinding(
  env: Env,
  { BROWSER_URL: base }: Partial<Config>,
): Fetcher | undefined {
  if (!base) return env.ENVIRONMENT === "local" ? undefined : env.BROWSER;
  return {
    fetch(input: RequestInfo | URL, init?: RequestInit) {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input);
      return globalThis.fetch(`${base}${pathname}${search}`, init);
    },
  } as Fetcher;
}
