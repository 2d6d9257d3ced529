import { z } from "zod";
import { isoMoment, isoTime } from "../time";

/** Body of `POST /call/{call_id}/meeting/move`. */
export const moveBody = z
  .strictObject({ start: isoMoment })
  .meta({ id: "MoveMeeting", examples: [{ start: "2026-12-01T15:00:00Z" }] });
/** Body of `POST /call/{call_id}/meeting/cancel`. */
export const cancelBody = z
  .strictObject({ reason: z.string().trim().min(1).max(500).optional() })
  .meta({ id: "CancelMeeting", examples: [{ reason: "The prospect asked for email instead." }] });

/** A booked meeting as it stands after a change. */
export const meetingView = z
  .object({
    call_id: z.string(),
    status: z.string(),
    start: isoTime,
    end: isoTime,
    text: z.string(),
    reference: z.string(),
    url: z.string(),
  })
  .meta({
    id: "Meeting",
    examples: [
      {
        call_id: "0b9a9c1e-5a3f-4c7e-9d51-2f6f0e5b7a10",
        status: "confirmed",
        start: "2026-12-01T15:00:00.000Z",
        end: "2026-12-01T15:30:00.000Z",
        text: "Moved to 2026-12-01T15:00:00.000Z",
        reference: "bk_4711",
        url: "booking-api:",
      },
    ],
  });
