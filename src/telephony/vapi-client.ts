import { z } from "zod";

/** The VAPI account to call with. */
export type VapiAccount = {
  baseUrl: string;
  apiKey: string;
  /** Opens live control where monitor authentication is on. */
  publicKey: string;
  fetch: typeof fetch;
};

/** VAPI's gateway: shortly after a dial, not found means not visible yet. */
export const NOT_FOUND = 404;

/** Where a call can be controlled; a detail that cannot be read is as good as absent. */
export const monitor = z
  .object({ controlUrl: z.string().nullish() })
  .nullish()
  .catch(undefined)
  .transform((one) => ({ controlUrl: one?.controlUrl ?? undefined }));

/** One request to VAPI's REST API. */
export function requestVapi(
  { baseUrl, apiKey, fetch }: VapiAccount,
  path: string,
  { method = "GET", body }: { method?: "GET" | "POST" | "DELETE"; body?: object } = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
  return fetch(`${baseUrl}${path}`, init);
}
