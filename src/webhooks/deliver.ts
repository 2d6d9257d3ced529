import type { Db } from "../db/client";
import { resolveFailure, saveFailure } from "../failures/store";
import { describeError } from "../result";
import { RETRY_MS } from "./endpoint";
import { signature } from "./signature";
import { type Delivery, endDelivery, endEndpoint, takeDueDeliveries } from "./store";

/** Of each listener, in one round; and rounds in one go. */
const AT_ONCE = 20;
const ROUNDS_MAX = 3;
const ERROR_MAX = 300;

export type WebhookDeps = {
  db: Db;
  fetch: typeof fetch;
  /** The secret of a listener. */
  endpointSecret: (endpointId: string) => string;
  now: () => number;
  machineNow: () => number;
};

/** Sends what is due, each message by itself, signed as Standard Webhooks say. */
export async function deliverWebhooks(deps: WebhookDeps): Promise<number> {
  let sent = 0;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const due = await takeDueDeliveries(deps.db, deps.now(), AT_ONCE);
    if (due.length === 0) break;
    await Promise.all(due.map((one) => deliver(one, deps)));
    sent += due.length;
  }
  return sent;
}

async function deliver(
  one: Delivery,
  { db, fetch, endpointSecret, now, machineNow }: WebhookDeps,
): Promise<void> {
  const body = JSON.stringify(one.body);
  const timestamp = String(Math.floor(machineNow() / 1_000));
  const headers = {
    "content-type": "application/json",
    "webhook-id": one.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signature(
      endpointSecret(one.endpointId),
      one.id,
      timestamp,
      new TextEncoder().encode(body),
    ),
  };
  const at = () => now();
  // A listener that has moved says so to a person: a signed message follows nobody elsewhere.
  const heard = await fetch(one.url, { method: "POST", headers, body, redirect: "manual" })
    .then(async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    })
    .catch((failure) => describeError(failure).slice(0, ERROR_MAX));
  if (typeof heard === "number" && heard >= 200 && heard < 300) {
    await endDelivery(db, one, { status: "sent", dueAt: null }, at());
    return await resolveFailure(db, one.id, at());
  }
  if (heard === 410) return void (await endEndpoint(db, one.endpointId, at()));
  const error = typeof heard === "number" ? `it answered ${heard}` : heard;
  const again = RETRY_MS[one.tries - 1];
  if (again !== undefined)
    return await endDelivery(db, one, { status: "failed", error, dueAt: now() + again }, at());
  const detail = { webhook_id: one.endpointId, event: one.event, delivery_id: one.id };
  await saveFailure(db, { id: one.id, kind: "outgoing_webhook", cause: error, detail }, at());
  await endDelivery(db, one, { status: "dead", error, dueAt: null }, at());
}
