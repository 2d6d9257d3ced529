import { createHmac, timingSafeEqual } from "node:crypto";

/** What a token is for. A token sealed for one purpose is not valid for another. */
export type Purpose = "callback" | "code" | "share" | "pass" | "unsubscribe" | "click" | "open";

const MAC_BYTES = 16;
const CODE_DIGITS = 8;

const keyFor = (master: string, purpose: Purpose): Buffer =>
  createHmac("sha256", master).update(`link:${purpose}`).digest();
const mac = (master: string, purpose: Purpose, text: string): Buffer =>
  createHmac("sha256", keyFor(master, purpose)).update(text).digest();

/** Derives a token from its parts that nobody can guess: 128 bits, 22 characters. */
export const derivedToken = (master: string, ...parts: (string | number)[]): string =>
  mac(master, "callback", JSON.stringify(parts)).subarray(0, MAC_BYTES).toString("base64url");

/** Derives an eight-digit code from its parts, to be spoken and typed. */
export function derivedCode(master: string, ...parts: (string | number)[]): string {
  const number = mac(master, "code", JSON.stringify(parts)).readBigUInt64BE();
  return String(number % 10n ** BigInt(CODE_DIGITS)).padStart(CODE_DIGITS, "0");
}

/** The keyed hash under which a table stores a token or code. It cannot be reversed. */
export const sealedHash = (master: string, purpose: Purpose, text: string): string =>
  mac(master, purpose, text).toString("hex");

/**
 * Signs ids for use in a link: readable, but not forgeable. No personal data, since links get
 * passed on.
 */
export function seal(master: string, purpose: Purpose, ids: string[]): string {
  const payload = Buffer.from(JSON.stringify(ids)).toString("base64url");
  const tag = mac(master, purpose, payload).subarray(0, MAC_BYTES).toString("base64url");
  return `${payload}.${tag}`;
}

/** The ids in a token that we sealed for this purpose; undefined for any other token. */
export function unseal(master: string, purpose: Purpose, token: string): string[] | undefined {
  const [payload = "", tag = "", ...more] = token.split(".");
  if (more.length > 0) return undefined;
  const actual = Buffer.from(tag); // As text: base64 can encode the same bytes in several ways.
  const expected = Buffer.from(
    mac(master, purpose, payload).subarray(0, MAC_BYTES).toString("base64url"),
  );
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}
