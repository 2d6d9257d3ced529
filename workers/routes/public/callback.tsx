import { type Context, Hono } from "hono";
import { z } from "zod";
import { bookCallback, cancelCallback } from "../../../src/actions/book-callback";
import { optOut } from "../../../src/actions/opt-out";
import { requestCall } from "../../../src/actions/request-call";
import { startWebCall } from "../../../src/actions/start-web-call";
import { cancelBooking } from "../../../src/callbacks/bookings";
import { inviteFile } from "../../../src/callbacks/invite";
import {
  findLinkByToken,
  type Link,
  markCalledBack,
  recordVisit,
} from "../../../src/callbacks/links";
import { freeSlots, SLOT_MS } from "../../../src/callbacks/slots";
import { classifyVisit } from "../../../src/callbacks/visit";
import { WEB_KEY } from "../../../src/calls/events";
import { listItemOf } from "../../../src/calls/snapshot";
import { keyOfCall } from "../../../src/calls/store";
import { id } from "../../../src/ids";
import { zonesOfPerson } from "../../../src/prospects/calling-zones";
import { parsePhone } from "../../../src/prospects/phone";
import { nameOf } from "../../../src/prospects/prospect";
import { findProspect } from "../../../src/prospects/store";
import { describeError } from "../../../src/result";
import { iso, isoMoment } from "../../../src/time";
import { isZone } from "../../../src/time-zone";
import type { App, AppEnv } from "../../compose";
import { problem, unavailable } from "../../http/problem";
import { isForm, readBody } from "../../http/read-body";
import { CallbackPage, type CallbackView } from "../../pages/callback";
import type { Captions } from "../../pages/captions";
import { onPageError } from "../../pages/error-page";
import { PAGE_HEADERS } from "../../pages/layout";
import { ExpiredLink, UnknownLink } from "../../pages/link-errors";
import { TalkPage } from "../../pages/talk";
import { hoursOf, plannedFor } from "./hours";

type Ctx = Context<AppEnv, "/:token">;
type Opened = { link: Link; path: string };

/** Body of `POST /callback/{token}/schedule`. */
export const scheduleBody = z.strictObject({
  start: isoMoment,
  time_zone: z.string().max(64).refine(isZone, "must be an IANA time zone"),
});

/** The pages and actions of a link that a prospect was left. The token is all that opens them. */
export const callback = new Hono<AppEnv>()
  .get("/:token", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    c.executionCtx.waitUntil(visited(c, opened.link));
    return c.html(<CallbackPage {...view(c, opened)} />, 200, PAGE_HEADERS);
  })
  .get("/:token/slots", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const app = c.get("app");
    const zones = zonesOf(app, opened.link);
    const items = slotsOf(app, opened.link, zones).map(({ start, end }) => {
      return { start: iso(start), end: iso(end) };
    });
    return c.json({ items, time_zone: zones[0] ?? app.need("AGENCY_TIME_ZONE") });
  })
  .get("/:token/invite.ics", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const { callback: booked } = opened.link;
    if (!booked) return problem(404, "not_found", "No call is booked");
    const { companyName, agentName, tollFreeNumber } = c.get("app").agency();
    const file = inviteFile({
      id: booked.id,
      start: booked.startAt,
      sequence: booked.sequence,
      cancelled: false,
      updatedAt: booked.updatedAt,
      companyName,
      agentName,
      number: tollFreeNumber,
    });
    const type = "text/calendar; charset=utf-8; method=PUBLISH";
    return c.body(file, 200, { ...PAGE_HEADERS, "content-type": type });
  })
  .post("/:token/call-now", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const app = c.get("app");
    const promise = "They just opened their callback link and asked to be called now.";
    const placed = await ask(c, opened.link, { origin: "call_now", promise });
    if (!placed || placed.blocked) return blocked(c, opened, placed?.blocked?.reasonCode);
    const { snapshot } = placed;
    const { callId } = snapshot.state.request;
    const now = app.now();
    await markCalledBack(app.db, opened.link.voicemail.id, callId, now);
    if (!placed.duplicate) await cancelBooking(app.db, opened.link.voicemail.prospectId, now);
    const due = snapshot.state.phase === "waiting" ? snapshot.state.due : undefined;
    if (isForm(c)) return done(c, opened, due ? `planned&at=${due}` : "called");
    return c.json({ call_id: callId, ...(due && { not_before: iso(due) }) }, 202);
  })
  .get("/:token/talk", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const found = await roomOf(c, opened);
    if (!found) return done(c, opened, "unavailable");
    const { snapshot, roomUrl } = found;
    const { callId } = snapshot.state.request;
    const agency = c.get("app").agency();
    const page = <TalkPage agency={agency} path={opened.path} callId={callId} roomUrl={roomUrl} />;
    return c.html(page, 200, PAGE_HEADERS);
  })
  .get("/:token/captions", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const found = await roomOf(c, opened);
    if (!found) return problem(404, "not_found", "No such browser call");
    const { snapshot } = found;
    const { state, ended_at } = listItemOf(snapshot);
    const lines = snapshot.turns.map(({ role, text }) => ({ role, text }));
    c.header("cache-control", "no-store");
    return c.json({ state, ended: ended_at !== null, lines } satisfies Captions);
  })
  .post("/:token/talk", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const app = c.get("app");
    const { voicemail } = opened.link;
    const talk = await startWebCall(voicemail, app);
    if (!talk.ok)
      return isForm(c) ? done(c, opened, "unavailable") : unavailable("The browser call");
    await markCalledBack(app.db, voicemail.id, talk.value.callId, app.now());
    if (isForm(c)) return c.redirect(`${opened.path}/talk?call_id=${talk.value.callId}`, 303);
    return c.json({ call_id: talk.value.callId, web_call_url: talk.value.url }, 201);
  })
  .post("/:token/schedule", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const app = c.get("app");
    const body = await readBody(c, scheduleBody);
    if (body instanceof Response) return isForm(c) ? done(c, opened, "pick") : body;
    const { link } = opened;
    const { start, time_zone: timeZone } = body;
    const startAt = Date.parse(start);
    const free = slotsOf(app, link, zonesOf(app, link), link.callback?.startAt);
    if (!free.some((slot) => slot.start === startAt)) return taken(c, opened);
    const { id: voicemailId, prospectId, campaignId, callId: previousCallId } = link.voicemail;
    const person = await findProspect(app.db, prospectId);
    if (!person || !campaignId) return blocked(c, opened);
    const request = { person, campaignId, previousCallId, start: startAt, timeZone };
    const booked = await bookCallback(request, app);
    if (booked === "taken") return taken(c, opened);
    if (booked === "blocked") return blocked(c, opened, "suppressed");
    const { callId } = booked;
    await markCalledBack(app.db, voicemailId, callId, app.now());
    if (isForm(c)) return done(c, opened, "booked");
    const end = iso(startAt + SLOT_MS);
    return c.json({
      status: "booked",
      start: iso(startAt),
      end,
      time_zone: timeZone,
      call_id: callId,
    });
  })
  .post("/:token/cancel", async (c) => {
    const opened = await open(c);
    if (opened instanceof Response) return opened;
    const app = c.get("app");
    await cancelCallback(opened.link.voicemail.prospectId, app);
    return isForm(c) ? done(c, opened, "cancelled") : c.json({ status: "cancelled" });
  })
  .post("/:token/opt-out", async (c) => {
    const opened = await open(c, { expired: true });
    if (opened instanceof Response) return opened;
    const { voicemail, person } = opened.link;
    await optOut(person, voicemail.id, c.get("app"));
    await visited(c, opened.link);
    return isForm(c) ? done(c, opened, "stopped") : c.json({ opted_out: true });
  })
  .onError(onPageError);

/** The link that a request is about, or the page or problem that says why there is none. */
async function open(c: Ctx, { expired = false } = {}): Promise<Opened | Response> {
  const app = c.get("app");
  const token = c.req.param("token");
  const path = `/callback/${token}`;
  const page = c.req.method !== "POST" && !/\/(slots|captions|invite\.ics)$/.test(c.req.path);
  const known = /^[\w-]{22}$/.test(token);
  const link = known
    ? await findLinkByToken(app.db, app.links.tokenHash(token), app.now())
    : undefined;
  if (!link) {
    if (!page && !isForm(c)) return problem(404, "not_found", "No such link");
    return c.html(<UnknownLink agency={app.agency()} />, 404, PAGE_HEADERS);
  }
  if (expired || link.voicemail.expiresAt > app.now()) return { link, path };
  if (!page && !isForm(c)) return problem(410, "gone", "The link has expired");
  const expiredPage = <ExpiredLink agency={app.agency()} path={path} optedOut={link.optedOut} />;
  return c.html(expiredPage, 410, PAGE_HEADERS);
}

/** The browser call that is asked for, if it was made from this very link. */
async function roomOf(c: Ctx, { link }: Opened) {
  const parsed = id.safeParse(c.req.query("call_id"));
  const callKey = parsed.success ? await keyOfCall(c.get("app").db, parsed.data) : undefined;
  if (!parsed.success || !callKey?.startsWith(WEB_KEY)) return undefined;
  const snapshot = await c.get("app").calls.find({ callKey, callId: parsed.data });
  const own = snapshot?.state.request.answers === link.voicemail.id;
  return own && snapshot?.roomUrl ? { snapshot, roomUrl: snapshot.roomUrl } : undefined;
}

const done = (c: Ctx, { path }: Opened, what: string) => c.redirect(`${path}?done=${what}`, 303);
const taken = (c: Ctx, opened: Opened) =>
  isForm(c)
    ? done(c, opened, "taken")
    : problem(422, "slot_unavailable", "That time isn't available; see /slots for available times");
const blocked = (c: Ctx, opened: Opened, reason_code = "invalid_number") =>
  isForm(c)
    ? done(c, opened, "blocked")
    : problem(422, "contact_blocked", "This person can't be called", { reason_code });

type Asked = { origin: "call_now"; promise: string };

async function ask(c: Ctx, { voicemail }: Link, asked: Asked) {
  const app = c.get("app");
  const person = await findProspect(app.db, voicemail.prospectId);
  const phone = person && parsePhone(person.phone_number, app.testNumbers());
  if (!person || typeof phone === "string" || !phone || !voicemail.campaignId) return undefined;
  const { campaignId, callId } = voicemail;
  return await requestCall({ person, phone, campaignId, previousCallId: callId, ...asked }, app);
}

const zonesOf = (app: App, { person }: Link): string[] =>
  zonesOfPerson(
    app.testNumbers(),
    { address: person.address, time_zone: person.timeZone },
    person.phone,
  );

/** `own` is the slot that this link holds already: it may be picked again. */
function slotsOf(app: App, { voicemail, taken: counts }: Link, zones: string[], own?: number) {
  const taken = new Map(Object.entries(counts).map(([start, n]) => [Number(start), n]));
  if (own !== undefined) taken.set(own, (taken.get(own) ?? 1) - 1);
  const until = voicemail.expiresAt;
  return freeSlots({
    now: app.now(),
    until,
    agencyZone: app.need("AGENCY_TIME_ZONE"),
    zones,
    taken,
  });
}

function view(c: Ctx, { link, path }: Opened): CallbackView {
  const app = c.get("app");
  const { voicemail, person, companyName, optedOut, callback: booked } = link;
  const zones = zonesOf(app, link);
  return {
    agency: app.agency(),
    path,
    name: person.firstName ?? nameOf(person),
    companyName,
    asked: voicemail.requested,
    calledAt: voicemail.createdAt,
    expiresAt: voicemail.expiresAt,
    agencyZone: app.need("AGENCY_TIME_ZONE"),
    hours: hoursOf(app, zones, person.phone),
    slots: slotsOf(app, link, zones),
    booked: booked?.startAt,
    optedOut,
    done: c.req.query("done"),
    plannedFor: plannedFor(c),
  };
}

/** Notes a visit, after the answer; a page that could not note it was shown all the same. */
async function visited(c: Ctx, { voicemail }: Link): Promise<void> {
  const app = c.get("app");
  const verdict = classifyVisit({
    method: c.req.method,
    userAgent: c.req.header("user-agent"),
    purpose: c.req.header("sec-purpose") ?? c.req.header("purpose") ?? c.req.header("x-moz"),
    emailedAt: voicemail.emailedAt ?? null,
    now: app.now(),
  });
  const { method } = c.req;
  const id = app.newId();
  const visit = { id, callbackLinkId: voicemail.id, link: "callback", method } as const;
  await recordVisit(app.db, { ...visit, ...verdict }, app.now()).catch((error) =>
    app.log.error("visit.not-noted", { error: describeError(error) }),
  );
}
