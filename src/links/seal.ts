import { createHmac, timingSafeEqual } from "node:crypto";

/** What a link may be used for: a seal for one purpose opens nothing else. */
export type Purpose = "callback" | "code" | "share" | "pass" | "unsubscribe" | "click" | "open";

const MAC_BYTES = 16;
const CODE_DIGITS = 8;

const keyFor = (master: string, purpose: Purpose): Buffer =>
  createHmac("sha256", master).update(`link:${purpose}`).digest();
const mac = (master: string, purpose: Purpose, text: string): Buffer =>
  createHmac("sha256", keyFor(master, purpose)).update(text).digest();

/** A token that follows from its parts and that nobody can guess: 128 bits, 22 characters. */
export const derivedToken = (master: string, ...parts: (string | number)[]): string =>
  mac(master, "callback", JSON.stringify(parts)).subarray(0, MAC_BYTES).toString("base64url");

/** Eight digits to be spoken and typed; they follow from the same parts. */
export function derivedCode(master: string, ...parts: (string | number)[]): string {
  const number = mac(master, "code", JSON.stringify(parts)).readBigUInt64BE();
  return String(number % 10n ** BigInt(CODE_DIGITS)).padStart(CODE_DIGITS, "0");
}

/** How a token or a code is known in a table, from which it cannot be read back. */
export const sealedHash = (master: string, purpose: Purpose, text: string): string =>
  mac(master, purpose, text).toString("hex");

/** Ids in a link, readable and not to be forged. No personal data: links travel. */
export function seal(master: string, purpose: Purpose, ids: string[]): string {
  const payload = Buffer.from(JSON.stringify(ids)).toString("base64url");
  const tag = mac(master, purpose, payload).subarray(0, MAC_BYTES).toString("base64url");
  return `${payload}.${tag}`;
}

/** The ids of a link that we sealed for this purpose, or nothing. */
export function unseal(master: string, purpose: Purpose, token: string): string[] | undefined {
  const [payload = "", tag = "", ...more] = token.split(".");
  if (more.length > 0) return undefined;
  const given = Buffer.from(tag); // As it is written: base64 can write the same bytes in many ways.
  const right = Buffer.from(
    mac(master, purpose, payload).subarray(0, MAC_BYTES).toString("base64url"),
  );
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}
