import { z } from "zod";
import { httpFailure } from "../http-failure";
import { fail, ok, type Result } from "../result";
import { iso } from "../time";
import type { Booked, Calendar } from "./calendar";

/** The versions of cal.com's API that these shapes are of (https://cal.com/docs/api-reference/v2). */
const [SLOTS_VERSION, BOOKINGS_VERSION] = ["2024-09-04", "2026-02-25"] as const;
const slots = z.object({
  data: z.record(z.string(), z.array(z.looseObject({ start: z.string() }))),
});
const booking = z.object({
  data: z.looseObject({ uid: z.string(), start: z.string(), end: z.string() }),
});

type Options = {
  /** `https://api.cal.com?eventTypeId=123`: the event type stands in the query. */
  url: string;
  apiKey: string;
  fetch: typeof fetch;
};

/** cal.com, or whatever has the same API. */
export function calcom({ url, apiKey, fetch }: Options): Calendar {
  const { origin, pathname, searchParams } = new URL(url);
  const base = `${origin}${pathname.replace(/\/$/, "")}`;
  const eventTypeId = Number(searchParams.get("eventTypeId"));
  const headers = {
    "cal-api-version": BOOKINGS_VERSION,
    authorization: `Bearer ${apiKey}`,
    "content-type": "application/json",
  };
  const post = (path: string, body: object) =>
    fetch(`${base}/v2/bookings${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  /** Books or moves, and reads the booking from an answer that may not come. */
  async function placed(path: string, body: object): Promise<Result<Booked | "taken" | "unknown">> {
    // Without an answer it may have been booked or not: the caller looks it up.
    const answer = await post(path, body).catch(() => undefined);
    if (!answer || answer.status >= 500) return ok("unknown");
    if (answer.status === 409) return ok("taken");
    if (!answer.ok) return httpFailure("booking", answer.status);
    const parsed = booking.safeParse(await answer.json().catch(() => undefined));
    if (!parsed.success) return ok("unknown");
    const { uid, start, end } = parsed.data.data;
    return ok({ id: uid, start: Date.parse(start), end: Date.parse(end) });
  }
  return {
    async free(from, until, timeZone) {
      const query = new URLSearchParams({
        eventTypeId: String(eventTypeId),
        timeZone,
        start: iso(from),
        end: iso(until),
      });
      const answer = await fetch(`${base}/v2/slots?${query}`, {
        headers: { "cal-api-version": SLOTS_VERSION },
      });
      if (!answer.ok) return httpFailure("booking", answer.status);
      const parsed = slots.safeParse(await answer.json().catch(() => undefined));
      if (!parsed.success) return fail("booking: the answer holds no slots", false);
      const starts = Object.values(parsed.data.data)
        .flat()
        .map(({ start }) => Date.parse(start));
      return ok(starts.filter((start) => !Number.isNaN(start)).sort((a, b) => a - b));
    },
    async book(start, { name, email, timeZone, phone, notes }) {
      const attendee = { name, email, timeZone, ...(phone && { phoneNumber: phone }) };
      const more = notes ? { bookingFieldsResponses: { notes } } : {};
      return await placed("", { eventTypeId, start: iso(start), attendee, ...more });
    },
    move: (id, start) => placed(`/${encodeURIComponent(id)}/reschedule`, { start: iso(start) }),
    async cancel(id, reason) {
      const body = reason ? { cancellationReason: reason } : {};
      const answer = await post(`/${encodeURIComponent(id)}/cancel`, body);
      if (answer.ok) return ok(undefined);
      // What is cancelled cannot be cancelled again, and says so with a 400.
      const problem = answer.status === 400 ? await answer.text() : "";
      return /cancelled/i.test(problem) ? ok(undefined) : httpFailure("booking", answer.status);
    },
  };
}
