import { createHmac, timingSafeEqual } from "node:crypto";

/** Standard Webhooks: a message is signed with its id and its time, so that it cannot be told again later. */
const AGE_MAX_S = 300;

export type Signed = {
  id: string | undefined;
  /** Seconds since 1970. */
  timestamp: string | undefined;
  /** One or more, separated by spaces, while secrets are being changed. */
  signature: string | undefined;
};

/** A secret is base64 behind `whsec_`; one without it is taken as it is. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);

/** The signature of a body, as its header has it. */
export function signature(secret: string, id: string, timestamp: string, body: Uint8Array): string {
  const hmac = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(body);
  return `v1,${hmac.digest("base64")}`;
}

/** Whether a body comes from whoever has the secret, and is not older than five minutes. */
export function isSigned(
  { id, timestamp, signature: given }: Signed,
  body: Uint8Array,
  secret: string,
  machineNow: number,
): boolean {
  if (!id || !timestamp || !given || !/^\d{9,11}$/.test(timestamp)) return false;
  if (Math.abs(machineNow / 1_000 - Number(timestamp)) > AGE_MAX_S) return false;
  const right = Buffer.from(signature(secret, id, timestamp, body));
  return given
    .split(" ")
    .map((one) => Buffer.from(one))
    .some((one) => one.length === right.length && timingSafeEqual(one, right));
}
