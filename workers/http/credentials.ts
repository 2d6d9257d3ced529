import { createHash, timingSafeEqual } from "node:crypto";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Compares two secrets in constant time, whatever their lengths. */
export const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(digest(one), digest(other));

/** The token of a bearer header; empty if there is none. Another scheme's is no token of ours. */
export function bearerToken(header: string | undefined): string {
  const text = header?.trim() ?? "";
  if (text === "") return "";
  const found = /^Bearer(?:\s+(.*))?$/i.exec(text);
  return found ? (found[1] ?? "") : `not a bearer token: ${text}`;
}

/** Whether a request brings this name and password (Basic, RFC 7617). Without a password set: no. */
export function isBasic(
  header: string | undefined,
  user: string | undefined,
  password: string | undefined,
): boolean {
  const found = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(header?.trim() ?? "");
  if (!found || !user || !password) return false;
  return isSame(Buffer.from(found[1] ?? "", "base64").toString("utf8"), `${user}:${password}`);
}
