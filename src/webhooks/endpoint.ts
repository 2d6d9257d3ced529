import { createHmac } from "node:crypto";
import type { WEBHOOK_EVENTS } from "../db/webhooks";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../time";
import { isPrivate } from "../webforms/guard";

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];
/** Something that listeners are told, once under its key. */
export type WebhookAnnouncement = {
  event: WebhookEvent;
  key: string;
  data: Record<string, unknown>;
};

/** Why nobody may listen there; nothing if they may. At home a listener may be at home too. */
export function refusalOf(address: string, local: boolean): string | undefined {
  const url = new URL(address);
  if (url.username || url.password) return "must hold no user name and no password";
  if (local) return undefined;
  if (url.protocol !== "https:") return "must begin with https://";
  return isPrivate(url.host) ? "must be a public host" : undefined;
}

/** The secret of a listener (Standard Webhooks): it follows from the id, so none is kept. */
export const endpointSecret = (key: string, endpointId: string): string =>
  `whsec_${createHmac("sha256", key).update(`webhook:${endpointId}`).digest().subarray(0, 24).toString("base64")}`;

/** How long after the first, second, … failed try it is tried again; then it is given up. */
export const RETRY_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
