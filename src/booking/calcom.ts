import { z } from "zod";
import { httpFailure } from "../http-failure";
import { fail, ok } from "../result";
import { iso } from "../time";
import type { Booking } from "./booking";

/** The versions of cal.com's API that these shapes are of (https://cal.com/docs/api-reference/v2). */
const [SLOTS_VERSION, BOOKINGS_VERSION] = ["2024-09-04", "2026-02-25"] as const;
const slots = z.object({
  data: z.record(z.string(), z.array(z.looseObject({ start: z.string() }))),
});
const made = z.object({
  data: z.looseObject({ uid: z.string(), start: z.string(), end: z.string() }),
});

type Options = {
  /** `https://api.cal.com?eventTypeId=123`: the event type stands in the query. */
  url: string;
  apiKey: string;
  fetch: typeof fetch;
};

/** cal.com, or whatever speaks like its API. */
export function calcom({ url, apiKey, fetch }: Options): Booking {
  const { origin, pathname, searchParams } = new URL(url);
  const base = `${origin}${pathname.replace(/\/$/, "")}`;
  const eventTypeId = Number(searchParams.get("eventTypeId"));
  return {
    async free(from, until, timeZone) {
      const query = new URLSearchParams({
        ...{ eventTypeId: String(eventTypeId), timeZone },
        ...{ start: iso(from), end: iso(until) },
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
      const body = {
        ...{ eventTypeId, start: iso(start), attendee },
        ...(notes && { bookingFieldsResponses: { notes } }),
      };
      const headers = {
        "cal-api-version": BOOKINGS_VERSION,
        authorization: `Bearer ${apiKey}`,
        "content-type": "application/json",
      };
      const answer = await fetch(`${base}/v2/bookings`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      }).catch(() => undefined);
      if (!answer || answer.status >= 500) return ok("unknown");
      if (answer.status === 409) return ok("taken");
      if (!answer.ok) return httpFailure("booking", answer.status);
      const parsed = made.safeParse(await answer.json().catch(() => undefined));
      if (!parsed.success) return ok("unknown");
      const { uid, start: from, end } = parsed.data.data;
      return ok({ id: uid, start: Date.parse(from), end: Date.parse(end) });
    },
  };
}
