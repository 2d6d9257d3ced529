import { randomUUID } from "node:crypto";
import { type Ask, Refusal, type Routes } from "../server";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

type Booking = {
  uid: string;
  start: string;
  attendee: { name: string; email: string; timeZone: string };
};

/** A booking service: an API as cal.com has it, and a page with a form for those that have none. */
export function booking(apiKey: string, now: () => number = Date.now): Routes {
  const bookings: Booking[] = [];
  const requests: Record<string, string>[] = [];
  const cancelled = new Set<string>();
  const allow = (ask: Ask) => {
    if (ask.headers.authorization !== `Bearer ${apiKey}`)
      throw new Refusal(401, { status: "error", error: { code: "UnauthorizedException" } });
    if (ask.headers["cal-api-version"] !== "2026-02-25")
      throw new Refusal(404, { status: "error", error: { code: "NotFoundException" } });
  };
  const known = ({ params }: Ask): Booking => {
    const found = bookings.find(({ uid }) => uid === params[0]);
    if (found) return found;
    if (cancelled.has(params[0] ?? "")) throw wrong("Booking is already cancelled");
    throw new Refusal(404, { status: "error", error: { code: "NotFoundException" } });
  };
  const made = (one: Booking) => {
    bookings.push(one);
    const end = new Date(Date.parse(one.start) + HOUR_MS / 2).toISOString();
    const data = { uid: one.uid, id: bookings.length, status: "accepted", start: one.start, end };
    return { status: 201, body: { status: "success", data } };
  };
  const free = (from: number, until: number): string[] => {
    const slots: string[] = [];
    for (
      let at = Math.ceil(from / HOUR_MS) * HOUR_MS;
      at < until && slots.length < 200;
      at += HOUR_MS
    ) {
      const [hour, day] = [new Date(at).getUTCHours(), new Date(at).getUTCDay()];
      const start = new Date(at).toISOString();
      if (
        day > 0 &&
        day < 6 &&
        hour >= 14 &&
        hour < 21 &&
        !bookings.some((one) => one.start === start)
      )
        slots.push(start);
    }
    return slots;
  };
  return {
    "GET /booking/v2/slots": ({ url, headers }) => {
      if (headers["cal-api-version"] !== "2024-09-04")
        throw new Refusal(404, { status: "error", error: { code: "NotFoundException" } });
      const start = Date.parse(url.searchParams.get("start") ?? "");
      const end = Date.parse(url.searchParams.get("end") ?? "");
      if (
        !url.searchParams.get("eventTypeId") ||
        Number.isNaN(start) ||
        Number.isNaN(end) ||
        end - start > 60 * DAY_MS
      )
        throw wrong("eventTypeId, start and end are required");
      const data: Record<string, { start: string }[]> = {};
      for (const at of free(Math.max(start, 0), end))
        data[at.slice(0, 10)] = [...(data[at.slice(0, 10)] ?? []), { start: at }];
      return { body: { status: "success", data } };
    },
    "POST /booking/v2/bookings": (ask) => {
      allow(ask);
      const { eventTypeId, start, attendee } = ask.json() as {
        eventTypeId?: number;
        start?: string;
        attendee?: Booking["attendee"];
      };
      if (!eventTypeId || !start || !attendee?.name || !attendee.email || !attendee.timeZone)
        throw wrong("eventTypeId, start, attendee.name, email and timeZone are required");
      const at = new Date(start).toISOString();
      if (bookings.some((one) => one.start === at)) throw busy();
      return made({ uid: newUid(), start: at, attendee });
    },
    "POST /booking/v2/bookings/:/reschedule": (ask) => {
      allow(ask);
      const found = known(ask);
      const { start } = ask.json() as { start?: string };
      if (!start || Number.isNaN(Date.parse(start))) throw wrong("start is required");
      const at = new Date(start).toISOString();
      if (bookings.some((one) => one.start === at)) throw busy();
      bookings.splice(bookings.indexOf(found), 1);
      return made({ ...found, uid: newUid(), start: at });
    },
    "POST /booking/v2/bookings/:/cancel": (ask) => {
      allow(ask);
      const found = known(ask);
      bookings.splice(bookings.indexOf(found), 1);
      cancelled.add(found.uid);
      return { body: { status: "success", data: { uid: found.uid, status: "cancelled" } } };
    },
    "GET /booking/page": () => ({ headers: HTML, body: FORM }),
    "POST /booking/page": ({ body }) => {
      const told = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
      const bad = !/^\S+@\S+\.\S+$/.test(told.email ?? "") || !told.first_name || !told.last_name;
      if (bad)
        return {
          status: 200,
          headers: HTML,
          body: FORM.replace("<form", '<p role="alert">Please check your name and email.</p><form'),
        };
      // A person leaves the field empty that they cannot see.
      if (!told.website_hp) requests.push(told);
      const reference = `MTG-${String(1_000 + requests.length)}`;
      return {
        headers: HTML,
        body: `<!doctype html><html lang="en"><title>Booked</title><h1>Thank you, your meeting is booked.</h1><p>Confirmation number: ${reference}</p><p>Asked for at ${new Date(now()).toISOString()}</p></html>`,
      };
    },
    "GET /booking/requests": () => ({ body: { items: requests, bookings } }),
  };
}

const newUid = () => randomUUID().replaceAll("-", "").slice(0, 22);
const refusal = (status: number, code: string, message: string) =>
  new Refusal(status, { status: "error", error: { code, message } });
const wrong = (message: string) => refusal(400, "BadRequestException", message);
const busy = () =>
  refusal(
    409,
    "ConflictException",
    "User either already has booking at this time or is not available",
  );
const HTML = { "content-type": "text/html; charset=utf-8" };
const FORM = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Book a meeting</title>
<style>.hp{position:absolute;left:-9999px}label{display:block;margin:.5rem 0}section[hidden]{display:none}</style></head>
<body><h1>Meet a licensed agent</h1>
<form method="post" action="/booking/page">
<section id="one"><label>First name <input name="first_name" required></label><label>Last name <input name="last_name" required></label>
<label>Business name <input name="biz"></label>
<label>Email <input type="email" name="email" required></label>
<label>Phone <input name="phone" placeholder="(555) 555-5555" maxlength="14"></label>
<div class="hp"><label>Website <input name="website_hp" tabindex="-1" autocomplete="off"></label></div>
<button type="button" onclick="document.getElementById('one').hidden=true;document.getElementById('two').hidden=false">Next</button></section>
<section id="two" hidden><label>State <select name="st"><option value="">Choose</option>${["Alabama AL", "Florida FL", "New York NY", "Texas TX"].map((one) => `<option value="${one.slice(-2)}">${one.slice(0, -3)}</option>`).join("")}</select></label>
<label>Type of coverage <select name="cov"><option value="">Choose</option><option value="gl">General Liability Insurance</option><option value="wc">Workers' Compensation</option><option value="cy">Cyber</option></select></label>
<label>Number of employees <select name="emp"><option value="">Choose</option><option>1-10</option><option>11-50</option><option>51+</option></select></label>
<label>Best time to call <textarea name="when"></textarea></label>
<label><input type="checkbox" name="news"> Send me the newsletter</label>
<button type="submit">Book my meeting</button></section></form></body></html>`;
