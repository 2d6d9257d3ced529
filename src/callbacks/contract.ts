import { z } from "zod";
import { CALL_STATES } from "../db/calls";
import { digits, last4 } from "../links/digits";
import { isoMoment, isoTime } from "../time";
import { isZone } from "../time-zone";

const CALL_ID = "6f5e4d3c-2b1a-4c0d-9e8f-7a6b5c4d3e2f";
const SLOT = { start: "2026-11-25T16:00:00.000Z", end: "2026-11-25T16:30:00.000Z" };

/** Body of `POST /callback/{token}/schedule`. */
export const scheduleBody = z
  .strictObject({
    start: isoMoment,
    time_zone: z.string().max(64).refine(isZone, "must be an IANA time zone"),
  })
  .meta({
    id: "ScheduleCallback",
    examples: [{ start: "2026-11-25T16:00:00Z", time_zone: "America/New_York" }],
  });

/** Body of `POST /c`. */
export const codeBody = z
  .strictObject({ code: digits(8, "must be the 8-digit code from the voicemail"), last4 })
  .meta({ id: "SpokenCode", examples: [{ code: "12345678", last4: "0143" }] });

/** Answer of `GET /callback/{token}/slots`. */
export const slotList = z
  .object({
    items: z.array(z.object({ start: isoTime, end: isoTime })),
    time_zone: z.string(),
  })
  .meta({ id: "SlotList", examples: [{ items: [SLOT], time_zone: "America/New_York" }] });

/** Answer of `GET /callback/{token}/captions`. */
export const captions = z
  .object({
    state: z.enum(CALL_STATES),
    ended: z.boolean(),
    lines: z.array(z.object({ role: z.enum(["assistant", "user"]), text: z.string() })),
  })
  .meta({
    id: "Captions",
    examples: [
      {
        state: "CONNECTED",
        ended: false,
        lines: [{ role: "assistant", text: "Hi, this is Jennifer." }],
      },
    ],
  });

/** A call that somebody asked for on a page: `not_before`, if it may not be dialed now. */
export const requestedCall = z
  .object({ call_id: z.string(), not_before: isoTime.optional() })
  .meta({ id: "RequestedCall", examples: [{ call_id: CALL_ID }] });

/** Answer of `POST /callback/{token}/talk`. */
export const webCall = z.object({ call_id: z.string(), web_call_url: z.string() }).meta({
  id: "WebCall",
  examples: [{ call_id: CALL_ID, web_call_url: "https://vapi.daily.co/room" }],
});

/** Answer of `POST /callback/{token}/schedule`. */
export const bookedCallback = z
  .object({
    status: z.literal("booked"),
    start: isoTime,
    end: isoTime,
    time_zone: z.string(),
    call_id: z.string(),
  })
  .meta({
    id: "BookedCallback",
    examples: [{ status: "booked", ...SLOT, time_zone: "America/New_York", call_id: CALL_ID }],
  });
export const cancelledCallback = z
  .object({ status: z.literal("cancelled") })
  .meta({ id: "CancelledCallback", examples: [{ status: "cancelled" }] });
export const optedOut = z
  .object({ opted_out: z.literal(true) })
  .meta({ id: "OptedOut", examples: [{ opted_out: true }] });
