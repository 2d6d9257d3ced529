import type { Config } from "./env";
import { NotConfigured } from "./not-configured";

/** What stands for Browser Rendering's binding: an endpoint that speaks like it, or the binding itself. */
export function browserBinding(env: Env, { BROWSER_URL: base }: Partial<Config>): Fetcher {
  if (!base) {
    if (env.BROWSER) return env.BROWSER;
    throw new NotConfigured("BROWSER_URL");
  }
  return {
    fetch(input: RequestInfo | URL, init?: RequestInit) {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input);
      return globalThis.fetch(`${base}${pathname}${search}`, init);
    },
  } as Fetcher;
}
