import { exports } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import {
  anEvent,
  anInitiatedCall,
  ask,
  aWorld,
  elapse,
  type Initiated,
  NO_ANSWER,
  objectOf,
  settled,
} from "../../world";

const world = aWorld();
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1";
const MINUTE = 60_000;

type Left = Initiated & { link: string; code: string };
async function aLink(): Promise<Left> {
  const call = await anInitiatedCall({
    email: `${Math.random()}@prospect.example`,
    first_name: "Zoë",
  });
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, NO_ANSWER));
  await settled(call.callKey);
  const { links } = (await ask(`/call/${call.callId}`)).body;
  const spoken = world.net.dials.at(-1)?.assistant.voicemailMessage ?? "";
  const code = /code ((?:\d ?){8})/.exec(spoken)?.[1]?.replaceAll(" ", "") ?? "";
  return { ...call, link: new URL(links.callback).pathname, code };
}
const get = (path: string, headers: Record<string, string> = { "user-agent": PHONE }) =>
  ask(path, { key: "", headers });
const post = (path: string, body: unknown = {}) => ask(path, { key: "", method: "POST", body });
/** A form as a browser sends it; the redirect is not followed. */
const submit = (path: string, fields: Record<string, string> = {}) =>
  exports.default.fetch(`https://worker.example${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": PHONE },
    body: new URLSearchParams(fields).toString(),
  });
const voicemailOf = async (call: Initiated) => (await ask(`/call/${call.callId}`)).body.voicemail;
const callsOf = async (call: Initiated) =>
  (await ask(`/call?prospect_id=${call.id}`)).body.items as {
    call_id: string;
    origin: string;
    state: string;
    outcome: string | null;
    not_before: string;
    previous_call_id: string;
  }[];
const slots = async (link: string) =>
  (await get(`${link}/slots`)).body.items as { start: string }[];

test("the page says who called about what, offers every way, and loads nothing from elsewhere", async () => {
  const { link } = await aLink();
  const page = await get(link);
  expect(page.status).toBe(200);
  for (const words of [
    "Hi Zoë",
    "AI assistant",
    "王 &amp; Sons",
    "Call me now",
    "Pick a time",
    "Stop calls and emails",
    "1 Example Plaza",
  ])
    expect(page.body).toContain(words);
  expect(new Blob([page.body]).size).toBeLessThan(50_000);
  expect(page.body).not.toMatch(/<script|src="http|href="https?:/);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page.headers.get("cache-control")).toBe("no-store");
});

test("times have a zone that people know, and the number to call is shown to its owner only", async () => {
  const { link, phone } = await aLink();
  const { body } = await get(link);
  expect(body).toMatch(/\d+ times available \(Eastern Time\)/);
  expect(body.replace(/<input[^>]*>/g, "")).not.toContain("America");
  expect(body).toContain(`We&#39;ll call (•••) •••-${phone.slice(-4)}.`);
  expect(body).not.toContain(phone.slice(-7));
});

test("outside calling hours the page says when they start, and so it does of a call asked for then", async () => {
  const { link } = await aLink();
  vi.setSystemTime(Date.parse("2040-11-21T11:00:00Z")); // Six in the morning in New York.
  const early = (await get(link)).body;
  expect(early).toContain("It&#39;s outside calling hours right now.");
  expect(early).toMatch(/Calling hours start at (\d+:\d\d AM ET)\./);
  const [, start] = /Calling hours start at (\d+:\d\d AM ET)\./.exec(early) ?? [];
  const planned = (await submit(`${link}/call-now`)).headers.get("location") ?? "";
  expect((await get(planned)).body).toContain(
    `We&#39;ll call you when calling hours start, at ${start}.`,
  );
});

test("an address that claims what is not so shows nothing of it", async () => {
  const left = await aLink();
  const page = async (done: string) => (await get(`${left.link}?done=${done}`)).body;
  expect(await page("stopped")).not.toMatch(/role="status"|opted out/);
  await post(`${left.link}/schedule`, {
    start: (await slots(left.link))[0]?.start,
    time_zone: "America/New_York",
  });
  expect(await page("cancelled")).not.toContain("canceled");
  expect(await page("cancelled")).toContain("You&#39;re booked, Zoë");
});

test("who stops contact by a link that has expired reads that it is done", async () => {
  const { link } = await aLink();
  vi.setSystemTime(Date.now() + 8 * 24 * 60 * MINUTE);
  const stopped = await submit(`${link}/opt-out`);
  expect(stopped.status).toBe(303);
  const page = await get(stopped.headers.get("location") ?? "");
  expect([page.status, page.body.includes("You&#39;ve opted out")]).toEqual([410, true]);
  expect(page.body).not.toContain("Stop calls and emails");
});

test("the page is one question to the database before its answer", async () => {
  const { link } = await aLink();
  const before = world.net.times("sql");
  await get(link, { "user-agent": "curl/8" });
  const asked = world.net.asked.slice().filter((one) => one === "sql").length - before;
  expect(asked).toBeLessThanOrEqual(2); // The page's own, and the note of the visit after it.
});

test("a mail scanner is no click, a person is; both are kept", async () => {
  const left = await aLink();
  await get(left.link, { "user-agent": PHONE }); // Within ten seconds of the email.
  await get(left.link, { "user-agent": "Mozilla/5.0 (compatible; Safelinks scanner)" });
  await get(left.link, { "user-agent": PHONE, "sec-purpose": "prefetch" });
  await ask(left.link, { key: "", method: "HEAD", headers: { "user-agent": PHONE } });
  vi.setSystemTime(Date.now() + MINUTE);
  expect((await voicemailOf(left)).clicked_at).toBeNull();
  await get(left.link);
  await vi.waitFor(async () => expect((await voicemailOf(left)).clicked_at).not.toBeNull());
});

test("several links of one mail within two seconds were opened by a machine", async () => {
  const left = await aLink();
  const unsubscribe =
    /worker\.example(\/u\/[^>]+)>/.exec(JSON.stringify(world.net.emails[0]?.Headers))?.[1] ?? "";
  vi.setSystemTime(Date.now() + MINUTE);
  await get(left.link);
  await vi.waitFor(async () => expect((await voicemailOf(left)).clicked_at).not.toBeNull());
  await get(unsubscribe);
  await vi.waitFor(async () => expect((await voicemailOf(left)).clicked_at).toBeNull());
});

test("call me now dials at once, through the gate, instead of the cadence's next call", async () => {
  const left = await aLink();
  const answer = await post(`${left.link}/call-now`);
  expect(answer.status).toBe(202);
  await settled(left.callKey);
  const calls = await callsOf(left);
  expect(calls.map(({ origin, state }) => `${origin} ${state}`).sort()).toEqual([
    "api FAILED",
    "cadence CANCELLED",
    "call_now INITIATED",
  ]);
  expect(calls.find(({ origin }) => origin === "call_now")?.previous_call_id).toBe(left.callId);
  expect(JSON.stringify(world.net.dials.at(-1))).toContain("asked to be called now");
  expect((await post(`${left.link}/call-now`)).body.call_id).toBe(answer.body.call_id);
  expect(world.net.dials).toHaveLength(2);
  expect(await voicemailOf(left)).toMatchObject({ callback_call_id: answer.body.call_id });
});

test("a time is booked, moved and cancelled; the call waits for it and is made", async () => {
  const left = await aLink();
  const [first, second] = await slots(left.link);
  const zone = "America/New_York";
  const booked = await post(`${left.link}/schedule`, { start: first?.start, time_zone: zone });
  expect(booked).toMatchObject({
    status: 200,
    body: { status: "booked", start: first?.start, time_zone: zone },
  });
  expect((await get(left.link)).body).toContain("We&#39;ll call you");
  const moved = await post(`${left.link}/schedule`, { start: second?.start, time_zone: zone });
  expect(moved.status).toBe(200);
  const invite = await get(`${left.link}/invite.ics`);
  expect(invite.headers.get("content-type")).toMatch(/^text\/calendar/);
  expect(invite.body).toMatch(
    /UID:[0-9a-f-]{36}@callback[\s\S]*SEQUENCE:1[\s\S]*DTSTART:20401120T/,
  );
  const waiting = (await callsOf(left)).filter(({ state }) => state === "SCHEDULED");
  expect(waiting).toMatchObject([{ origin: "callback", not_before: second?.start }]);
  await elapse(left.callKey, Date.parse(second?.start ?? "") - Date.now() + 1_000);
  expect(world.net.dials).toHaveLength(2);
});

test("a cancelled callback is not made", async () => {
  const left = await aLink();
  const [first] = await slots(left.link);
  await post(`${left.link}/schedule`, { start: first?.start, time_zone: "America/New_York" });
  expect((await post(`${left.link}/cancel`)).body).toEqual({ status: "cancelled" });
  expect((await post(`${left.link}/cancel`)).status).toBe(200);
  await elapse(left.callKey, 3 * 60 * MINUTE);
  expect(world.net.dials).toHaveLength(1);
  expect((await get(`${left.link}/invite.ics`)).status).toBe(404);
});

test.each<[string, object, number, string]>([
  [
    "a time that is not offered",
    { start: "2040-11-21T03:00:00Z", time_zone: "America/New_York" },
    422,
    "slot_unavailable",
  ],
  [
    "the past",
    { start: "2020-01-01T15:00:00Z", time_zone: "America/New_York" },
    422,
    "slot_unavailable",
  ],
  ["no time", { time_zone: "America/New_York" }, 400, "invalid_request"],
  [
    "a zone that is none",
    { start: "2040-11-20T18:00:00Z", time_zone: "Mars" },
    400,
    "invalid_request",
  ],
])("%s is not booked", async (_, body, status, code) => {
  const { link } = await aLink();
  expect(await post(`${link}/schedule`, body)).toMatchObject({ status, body: { code } });
});

test("a slot is given to three and no more, also when many ask at once", async () => {
  vi.setSystemTime(Date.parse("2040-11-26T15:00:00Z"));
  const links: Left[] = [];
  for (let index = 0; index < 5; index++) links.push(await aLink());
  const start = (await slots(links[0]?.link ?? ""))[4]?.start;
  const answers = await Promise.all(
    links.map(({ link }) => post(`${link}/schedule`, { start, time_zone: "America/New_York" })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 422, 422]);
});

test("whoever asks to be left alone is, at once and everywhere, also twice and after the link's end", async () => {
  const left = await aLink();
  expect((await submit(`${left.link}/opt-out`)).headers.get("location")).toBe(
    `${left.link}?done=stopped`,
  );
  expect((await get(left.link)).body).toContain("You&#39;ve opted out");
  const cadence = (await callsOf(left)).find(({ origin }) => origin === "cadence");
  await vi.waitFor(async () =>
    expect((await ask(`/call/${cadence?.call_id}`)).body).toMatchObject({
      state: "CANCELLED",
      outcome: "opted_out",
    }),
  );
  expect(await post(`${left.link}/call-now`)).toMatchObject({
    status: 422,
    body: { reason_code: "suppressed" },
  });
  const late = await aLink();
  vi.setSystemTime(Date.now() + 8 * 24 * 60 * MINUTE);
  expect((await post(`${late.link}/opt-out`)).body).toEqual({ opted_out: true });
  expect((await post(`${late.link}/opt-out`)).status).toBe(200);
});

test("an expired link is 410 and says what to do, an unknown one 404; actions answer problems", async () => {
  const left = await aLink();
  vi.setSystemTime(Date.now() + 7 * 24 * 60 * MINUTE + MINUTE);
  const page = await get(left.link);
  expect([page.status, page.body.includes("has expired")]).toEqual([410, true]);
  expect(await post(`${left.link}/call-now`)).toMatchObject({
    status: 410,
    body: { code: "gone" },
  });
  for (const token of [
    "AAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAA",
    "..%2f..",
    "x".repeat(2_000),
  ]) {
    const unknown = await get(`/callback/${token}`);
    expect([unknown.status, unknown.body.includes("This link doesn&#39;t work")]).toEqual([
      404,
      true,
    ]);
    expect((await post(`/callback/${token}/call-now`)).status).toBe(404);
  }
});

test("the spoken code and four digits lead to the page, five wrong tries an hour lead nowhere", async () => {
  const left = await aLink();
  const from = { "cf-connecting-ip": `203.0.113.${Math.floor(Math.random() * 255)}` };
  const type = (code: string, last4: string) =>
    ask("/c", { key: "", body: { code, last4 }, headers: from });
  expect((await get("/c")).body).toContain("Enter your code");
  const opened = await exports.default.fetch("https://worker.example/c", {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      code: left.code.replace(/^(....)/, "$1 "),
      last4: left.phone.slice(-4),
    }).toString(),
  });
  expect([opened.status, opened.headers.get("location")]).toEqual([303, left.link]);
  expect(await type("12", "1")).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  for (let attempt = 0; attempt < 5; attempt++)
    expect((await type(left.code, "0000")).status).toBe(404);
  const sixth = await type(left.code, left.phone.slice(-4));
  expect([sixth.status, sixth.headers.get("retry-after")]).toEqual([429, "3600"]);
  vi.setSystemTime(Date.now() + 61 * MINUTE);
  expect((await type(left.code, "0000")).status).toBe(404);
});

test("one click in a mail program stops everything; opening the link by itself stops nothing", async () => {
  const left = await aLink();
  const path =
    /worker\.example(\/u\/[^>]+)>/.exec(JSON.stringify(world.net.emails[0]?.Headers))?.[1] ?? "";
  expect((await get(path)).body).toContain("Unsubscribe?");
  expect((await post(`${left.link}/call-now`)).status).toBe(202);
  const click = await submit(path, { "List-Unsubscribe": "One-Click" });
  expect(click.status).toBe(200);
  expect((await get(left.link)).body).toContain("You&#39;ve opted out");
  expect((await submit(path, { "List-Unsubscribe": "One-Click" })).status).toBe(200);
  expect((await get(`${path}x`)).status).toBe(404);
});

test("a callback that nobody answers is tried once more and then handed to a person", async () => {
  const left = await aLink();
  const { call_id: callId } = (await post(`${left.link}/call-now`)).body;
  await settled(left.callKey);
  await objectOf(left.callKey).receive(anEvent({ callKey: left.callKey, callId }, NO_ANSWER));
  await settled(left.callKey);
  await elapse(left.callKey, 11 * MINUTE);
  expect(world.net.dials).toHaveLength(3);
  const again = (await callsOf(left)).find(({ previous_call_id }) => previous_call_id === callId);
  await objectOf(left.callKey).receive(
    anEvent({ callKey: left.callKey, callId: again?.call_id ?? "" }, NO_ANSWER),
  );
  await settled(left.callKey);
  const { items } = (await ask("/api/work-items?limit=200")).body;
  const item = items.find(({ call_id }: { call_id: string }) => call_id === again?.call_id);
  expect(item).toMatchObject({
    kind: "missed_callback",
    prospect_id: left.id,
    detail: { origin: "call_now", outcome: "no_answer" },
  });
  expect(
    (await ask(`/api/work-items/${item.id}/resolve`, { body: { note: "Called by hand." } })).body
      .resolved_at,
  ).not.toBeNull();
  expect((await ask(`/api/work-items/${item.id}/resolve`, { body: {} })).status).toBe(404);
});

test("a time that is booked while a call is under way is kept after it, and taking it back ends no call", async () => {
  const left = await aLink();
  const { call_id: live } = (await post(`${left.link}/call-now`)).body;
  await settled(left.callKey);
  const [first, second] = await slots(left.link);
  const booked = await post(`${left.link}/schedule`, {
    start: first?.start,
    time_zone: "America/New_York",
  });
  expect(booked.status).toBe(200);
  expect(booked.body.call_id).not.toBe(live);
  await post(`${left.link}/cancel`);
  expect((await ask(`/call/${live}`)).body.state).toBe("INITIATED");
  await post(`${left.link}/schedule`, { start: second?.start, time_zone: "America/New_York" });
  await objectOf(left.callKey).receive(anEvent({ callKey: left.callKey, callId: live }, NO_ANSWER));
  await settled(left.callKey);
  expect((await callsOf(left)).filter(({ state }) => state === "SCHEDULED")).toMatchObject([
    { origin: "callback", not_before: second?.start },
  ]);
});

test("a time at which the law allows no more calls is not promised", async () => {
  const left = await aLink();
  for (let dial = 0; dial < 2; dial++) {
    const { call_id: callId } = (await post(`${left.link}/call-now`)).body;
    await settled(left.callKey);
    await objectOf(left.callKey).receive(anEvent({ callKey: left.callKey, callId }, NO_ANSWER));
    await settled(left.callKey);
  }
  const soon = (await slots(left.link)).find(
    ({ start }) => Date.parse(start) - Date.now() < 6 * 3_600_000,
  );
  const answer = await post(`${left.link}/schedule`, {
    start: soon?.start,
    time_zone: "America/New_York",
  });
  expect(answer).toMatchObject({ status: 422, body: { code: "slot_unavailable" } });
});

test("a form without a time, and a page without a database, are pages that a person understands", async () => {
  const left = await aLink();
  expect(
    (await submit(`${left.link}/schedule`, { time_zone: "America/New_York" })).headers.get(
      "location",
    ),
  ).toBe(`${left.link}?done=pick`);
  world.net.databaseIsAway = true;
  const page = await get(left.link, { "user-agent": PHONE, accept: "text/html" });
  expect([page.status, page.body.includes("Something went wrong")]).toEqual([503, true]);
  expect(await post(`${left.link}/call-now`)).toMatchObject({
    status: 503,
    body: { code: "unavailable" },
  });
});

test("a crawler is no person", async () => {
  const left = await aLink();
  vi.setSystemTime(Date.now() + MINUTE);
  await get(left.link, {
    "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  });
  vi.setSystemTime(Date.now() + MINUTE);
  const person = Date.now();
  await get(left.link);
  await vi.waitFor(async () =>
    expect(Date.parse((await voicemailOf(left)).clicked_at)).toBeGreaterThanOrEqual(person),
  );
});
