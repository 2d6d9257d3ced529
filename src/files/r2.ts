import type { Files } from "./files";

/** The object store on Cloudflare R2. */
export function r2(bucket: R2Bucket): Files {
  return {
    async put(key, body, contentType) {
      await bucket.put(key, body, { httpMetadata: { contentType } });
    },
    async get(key) {
      const found = await bucket.get(key);
      if (!found) return undefined;
      return {
        body: found.body,
        type: found.httpMetadata?.contentType ?? "application/octet-stream",
      };
    },
  };
}
