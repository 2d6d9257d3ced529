import { cleanText } from "../clean-text";

const SECRET_KEYS = [
  "token",
  "secret",
  "authorization",
  "apikey",
  "api_key",
  "password",
  "credential",
  "accountsid",
  "callsid",
  "controlurl",
  "listenurl",
  "presigned",
  "headers$",
];
const SECRET_KEY = new RegExp(SECRET_KEYS.join("|"), "i");
const SIGNED_URL = /[?&](X-Amz-Signature|Signature|sig|token)=/i;
const DEPTH_MAX = 40;

/**
 * Copies a payload without its secrets. VAPI's payloads contain tokens of the carrier, control
 * addresses and signed links, in several places and under several names.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (depth > DEPTH_MAX) return "[too deep]";
  if (typeof value === "string") return SIGNED_URL.test(value) ? "[redacted]" : cleanText(value);
  if (Array.isArray(value)) return value.map((one) => redact(one, depth + 1));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    const secret = SECRET_KEY.test(key) && inner !== null && typeof inner !== "number";
    return [cleanText(key), secret ? "[redacted]" : redact(inner, depth + 1)];
  });
  return Object.fromEntries(entries);
}
