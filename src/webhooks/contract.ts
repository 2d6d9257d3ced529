import { z } from "zod";
import { DELIVERY_STATUSES, WEBHOOK_EVENTS } from "../db/webhooks";
import { id } from "../ids";
import { isoTime } from "../time";

const WEBHOOK_ID = "c2a3b4d5-6e7f-4a8b-9c0d-1e2f3a4b5c6d";
const URL = "https://crm.agency.com/hooks/voice";
const AT = "2026-11-24T15:06:00.000Z";

/** Body of `POST /api/webhooks`. */
export const newEndpoint = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).max(2_000),
    events: z
      .array(z.enum(WEBHOOK_EVENTS))
      .max(WEBHOOK_EVENTS.length)
      .default([])
      .meta({ description: "Empty means all of them." }),
  })
  .meta({ id: "NewWebhook", examples: [{ url: URL, events: ["document.signed"] }] });

const endpoint = z.object({
  id,
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  created_at: isoTime,
});
const EXAMPLE = { id: WEBHOOK_ID, url: URL, events: ["document.signed"], created_at: AT };
export const endpointView = endpoint.meta({ id: "Webhook", examples: [EXAMPLE] });

/** Answer of `POST /api/webhooks`: the only one that shows the secret. */
export const createdEndpoint = endpoint
  .extend({ secret: z.string().meta({ description: "Signs messages (Standard Webhooks)." }) })
  .meta({ id: "CreatedWebhook", examples: [{ ...EXAMPLE, secret: "whsec_…" }] });

export const deletedEndpoint = z
  .object({ id, deleted: z.literal(true) })
  .meta({ id: "DeletedWebhook", examples: [{ id: WEBHOOK_ID, deleted: true }] });

export const deliveryView = z
  .object({
    id,
    webhook_id: z.string(),
    event: z.enum(WEBHOOK_EVENTS),
    body: z.unknown(),
    status: z.enum(DELIVERY_STATUSES),
    tries: z.number().int(),
    error: z.string().nullable(),
    due_at: isoTime.nullable(),
    created_at: isoTime,
  })
  .meta({
    id: "WebhookDelivery",
    examples: [
      {
        id: "e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b",
        webhook_id: WEBHOOK_ID,
        event: "document.signed",
        body: { type: "document.signed", timestamp: AT, data: { document_id: "4c1f6c0e" } },
        status: "sent",
        tries: 1,
        error: null,
        due_at: null,
        created_at: AT,
      },
    ],
  });
