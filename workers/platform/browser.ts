/**
 * Browser Rendering: an endpoint that speaks its protocol, if `base` is one, else the binding, which a
 * local installation does not use, as it would first download a browser. Nothing where there is none.
 */
export function browserBinding(env: Env, base: string | undefined): Fetcher | undefined {
  if (!base) return env.ENVIRONMENT === "local" ? undefined : env.BROWSER;
  return {
    fetch(input: RequestInfo | URL, init?: RequestInit) {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input);
      return globalThis.fetch(`${base}${pathname}${search}`, init);
    },
  } as Fetcher;
}
