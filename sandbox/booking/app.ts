import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { Refusal, readJson } from "../server";
import { badRequest, Calendar, notFound } from "./calendar";
import { BOOKING_FORM, confirmationPage, INVALID_FORM } from "./page";

const DAY_MS = 86_400_000;
const SLOTS_RANGE_MAX_MS = 60 * DAY_MS;
/** The versions of cal.com's API that are spoken here. */
const SLOTS_VERSION = "2024-09-04";
const BOOKINGS_VERSION = "2026-02-25";

const slotsRequest = z.object({
  eventTypeId: z.string().min(1),
  start: z.string().transform(Date.parse).pipe(z.number()),
  end: z.string().transform(Date.parse).pipe(z.number()),
});
const start = z
  .string()
  .min(1)
  .transform(Date.parse)
  .pipe(z.number().transform((at) => new Date(at).toISOString()));
const bookingRequest = z.object({
  eventTypeId: z.number().positive(),
  start,
  attendee: z.object({
    name: z.string().min(1),
    email: z.string().min(1),
    timeZone: z.string().min(1),
  }),
});
const rescheduleRequest = z.object({ start });

/** A booking service: an API as cal.com has it, and a web form for agencies that have none. */
export function booking(apiKey: string, now: () => number = Date.now): Hono {
  const calendar = new Calendar();
  const app = new Hono();
  app.route("/v2", calendarApi(apiKey, calendar));

  const formEntries: Record<string, string>[] = [];
  app.get("/page", (c) => c.html(BOOKING_FORM));
  app.post("/page", async (c) => {
    const entry = Object.fromEntries(new URLSearchParams(await c.req.text()));
    const hasEmail = /^\S+@\S+\.\S+$/.test(entry.email ?? "");
    if (!hasEmail || !entry.first_name || !entry.last_name) return c.html(INVALID_FORM);
    // A person leaves the field empty that they cannot see.
    if (!entry.website_hp) formEntries.push(entry);
    return c.html(confirmationPage(formEntries.length, now()));
  });
  app.get("/requests", (c) => c.json({ items: formEntries, bookings: calendar.bookings }));
  return app;
}

function calendarApi(apiKey: string, calendar: Calendar): Hono {
  const authorized = createMiddleware(async (c, next) => {
    if (c.req.header("authorization") !== `Bearer ${apiKey}`)
      throw new Refusal(401, { status: "error", error: { code: "UnauthorizedException" } });
    if (c.req.header("cal-api-version") !== BOOKINGS_VERSION) throw notFound();
    await next();
  });

  const app = new Hono();
  app.get("/slots", (c) => {
    if (c.req.header("cal-api-version") !== SLOTS_VERSION) throw notFound();
    const query = slotsRequest.safeParse(c.req.query());
    if (!query.success || query.data.end - query.data.start > SLOTS_RANGE_MAX_MS)
      throw badRequest("eventTypeId, start and end are required");
    const slots = calendar.freeSlots(Math.max(query.data.start, 0), query.data.end);
    const byDay = Object.groupBy(
      slots.map((at) => ({ start: at })),
      ({ start }) => start.slice(0, 10),
    );
    return c.json({ status: "success", data: byDay });
  });
  app.post("/bookings", authorized, async (c) => {
    const request = bookingRequest.safeParse(await readJson(c));
    if (!request.success)
      throw badRequest("eventTypeId, start, attendee.name, email and timeZone are required");
    const data = calendar.book(request.data.start, request.data.attendee);
    return c.json({ status: "success", data }, 201);
  });
  app.post("/bookings/:uid/reschedule", authorized, async (c) => {
    const current = calendar.find(c.req.param("uid"));
    const request = rescheduleRequest.safeParse(await readJson(c));
    if (!request.success) throw badRequest("start is required");
    const data = calendar.reschedule(current, request.data.start);
    return c.json({ status: "success", data }, 201);
  });
  app.post("/bookings/:uid/cancel", authorized, (c) => {
    const data = calendar.cancel(calendar.find(c.req.param("uid")));
    return c.json({ status: "success", data });
  });
  return app;
}
