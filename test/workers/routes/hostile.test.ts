import { expect, test } from "vitest";
import {
  aCampaign,
  anInitiatedCall,
  aPerson,
  aProspect,
  ask,
  aWorld,
  elapse,
  type Initiated,
  settled,
} from "../world";

const world = aWorld();
const SECRET = { "x-vapi-secret": "webhook-secret" };
const post = (message: unknown) =>
  ask("/webhooks/vapi", { key: "", body: { message }, headers: SECRET });
const about = (call: Initiated, message: object) => {
  const metadata = { call_key: call.callKey, call_id: call.callId, attempt: 1 };
  return { ...message, call: { id: world.net.dials.at(-1)?.id, assistantOverrides: { metadata } } };
};
const report = (over: object, said: object[] = [{ role: "user", message: "Hello", time: 1 }]) => ({
  type: "end-of-call-report",
  endedReason: "customer-ended-call",
  artifact: { messages: said },
  ...over,
});
const shown = async (call: Initiated) => (await ask(`/call/${call.callId}`)).body;
const listed = async (call: Initiated) => (await ask(`/call?prospect_id=${call.id}`)).body.items[0];

test.each<[string, object]>([
  ["NUL in what was said", report({}, [{ role: "user", message: "Hel\0lo", time: 1 }])],
  [
    "half a character in what was said",
    report({}, [{ role: "user", message: "Hi \ud83d", time: 1 }]),
  ],
  ["NUL in the reason", report({ endedReason: "customer-ended-call\0" })],
  ["a time beyond any calendar", report({}, [{ role: "user", message: "Hello", time: 1e18 }])],
  ["a duration beyond any call", report({ durationSeconds: 1e10 })],
  ["a cost beyond any money", report({ cost: 1e300 })],
  ["half a character as a key", report({ "\ud83d": "\0" })],
])("a report with %s ends the call like any other", async (_, message) => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  expect((await post(about(call, message))).status).toBe(200);
  await settled(call.callKey);
  expect(await shown(call)).toMatchObject({ state: "COMPLETED", outcome: "conversation" });
  expect(await listed(call)).toMatchObject({ state: "COMPLETED" });
});

test.each([
  ["an unknown type", { type: "odd\0\ud83d", call: { id: "x\0" }, text: "\0\ud83d" }],
  [
    "a name that is none",
    { type: "status-update", status: "ended", call: { id: "x\0y", name: "a\0-1" } },
  ],
])("%s with characters that cannot be kept is kept aside", async (_, message) => {
  expect((await post({ ...message, at: Math.random() })).status).toBe(200);
});

test("what is unusable and long is kept whole", async () => {
  const marker = `marker-${Math.random()}`;
  await post({ type: "moon.landing", marker, filler: "a".repeat(200_000) });
  const { items } = (await ask("/api/failures?limit=200")).body;
  const kept = items.find(({ detail }: { detail: { key?: string } }) =>
    detail.key?.startsWith("quarantine/"),
  );
  expect(kept.detail.bytes).toBeGreaterThan(200_000);
  const again = await ask(`/api/failures/${kept.id}/retry`, { method: "POST" });
  expect(again).toMatchObject({
    status: 422,
    body: { title: expect.stringContaining("moon.landing") },
  });
});

const nested = (depth: number): unknown => (depth === 0 ? {} : { a: nested(depth - 1) });
test.each<[string, () => Promise<[string, unknown]>, string]>([
  ["NUL in a name", async () => ["/api/campaigns", { name: "a\0b", channel: "voice" }], "name"],
  ["half a character", async () => ["/api/keys", { name: "a\ud83d", role: "viewer" }], "name"],
  [
    "NUL deep inside",
    async () => ["/api/prospects", { phone_number: aPerson().phone, enrichment: { a: ["\0"] } }],
    "enrichment.a.0",
  ],
  [
    "a year before all years",
    async () => [
      "/api/prospects",
      {
        phone_number: aPerson().phone,
        ...aProspect({
          consent: {
            basis: "written",
            text: "x",
            source: "x",
            channels: ["voice"],
            obtained_at: "0000-01-01T00:00:00Z",
          },
        }),
      },
    ],
    "consent.obtained_at",
  ],
  ["a reason with NUL", async () => ["/api/halt", { scope: "calls", reason: "\0" }], "reason"],
])("%s is refused with its path", async (_, request, path) => {
  const [url, body] = await request();
  const answer = await ask(url, { body });
  expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  expect(answer.body.errors[0].path).toBe(path);
});

test("what is nested without end is refused, and the next request is served", async () => {
  const body = { phone_number: aPerson().phone, enrichment: nested(5_000) };
  expect((await ask("/api/prospects", { body })).body).toMatchObject({ code: "invalid_request" });
  expect((await ask("/api/campaigns")).status).toBe(200);
});

test.each([
  "/api/campaigns?cursor=%00",
  "/api/prospects?cursor=a%00",
  "/api/failures?cursor=x",
  "/call?since=0000-01-01T00:00:00Z",
  "/call?cursor=-271821-04-20T00:00:00Z_x",
  "/call/%00",
  "/api/keys?limit=1e9",
])("%s is 400", async (path) =>
  expect(await ask(path)).toMatchObject({ status: 400, body: { code: "invalid_request" } }));

test("a failure's id that is none is refused, an advance beyond all calendars too", async () => {
  expect((await ask("/api/failures/%00/retry", { method: "POST" })).status).toBe(400);
  expect(await ask("/dev/clock", { body: { advance: "P99999999999999D" } })).toMatchObject({
    status: 400,
  });
  expect((await ask("/api/rules")).status).toBe(200);
});

test.each(["text/plain", "application/xml", ""])("a body that says %j is 415", async (type) => {
  const answer = await ask("/api/campaigns", {
    method: "POST",
    body: "{}",
    headers: { "content-type": type },
  });
  expect(answer).toMatchObject({ status: 415, body: { code: "unsupported_media_type" } });
});

test("an empty bearer beside a valid secret counts as none; another scheme is wrong", async () => {
  const hook = (headers: Record<string, string>) =>
    ask("/webhooks/vapi", { key: "", body: { message: { type: "speech-update" } }, headers });
  expect((await hook({ ...SECRET, authorization: "Bearer " })).status).toBe(200);
  expect((await hook({ ...SECRET, authorization: "Basic eDp5" })).status).toBe(401);
  expect((await hook({ authorization: "webhook-secret" })).status).toBe(401);
  expect(
    (
      await ask("/api/campaigns", {
        key: "",
        headers: { authorization: "only-for-tests-admin-key" },
      })
    ).status,
  ).toBe(401);
});

test("two who add the same prospect at once: one does; with other numbers: one number is called", async () => {
  const { id, phone } = aPerson();
  const body = { id, phone_number: phone };
  const made = await Promise.all(Array.from({ length: 4 }, () => ask("/api/prospects", { body })));
  expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  const person = aPerson();
  const numbers = [aPerson().phone, aPerson().phone, aPerson().phone];
  const campaigns = [await aCampaign(), await aCampaign(), await aCampaign()];
  const asked = await Promise.all(
    numbers.map((phone_number, at) =>
      ask("/call/initiate", {
        body: {
          campaign_id: campaigns[at],
          prospect_id: person.id,
          phone_number,
          prospect_data: aProspect(),
        },
      }),
    ),
  );
  expect(asked.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
  for (const { body: one } of asked) if (one.call_key) await settled(one.call_key);
  expect(new Set(world.net.dials.map(({ customer }) => customer.number)).size).toBe(1);
});

test("a second suppression of a number is the one that stands", async () => {
  const { phone } = aPerson();
  const first = (await ask("/api/suppressions", { body: { phone_number: phone } })).body.items[0]
    .id;
  const second = (await ask("/api/suppressions", { body: { phone_number: phone } })).body.items[0]
    .id;
  expect(second).toBe(first);
  expect((await ask(`/api/suppressions/${second}`, { method: "DELETE" })).status).toBe(200);
});

test("look-ups that get no answer do not pile up and count together", async () => {
  world.net.fails("POST /vapi/call", (answer) => {
    answer();
    return Promise.reject(new Error("connection lost"));
  });
  world.net.fails(
    "GET /vapi/call",
    ...Array.from({ length: 3 }, () => () => Promise.reject(new Error("lost"))),
  );
  const call = await anInitiatedCall();
  await settled(call.callKey);
  for (let minute = 0; minute < 3; minute++) await elapse(call.callKey, 60_000);
  const listing = () => Response.json([]);
  world.net.fails("GET /vapi/call", ...Array.from({ length: 2 }, () => listing));
  await elapse(call.callKey, 60_000);
  for (let again = 0; again < 3; again++) await elapse(call.callKey, 1_000);
  expect(await shown(call)).toMatchObject({ state: "INITIATED", attempt: 1 });
  expect(world.net.times("POST /vapi/call")).toBe(1);
});

test("a live call whose control address came with a message is hung up", async () => {
  world.net.fails("POST /vapi/call", () =>
    Response.json({ id: "vapi-without-monitor" }, { status: 201 }),
  );
  const call = await anInitiatedCall();
  await settled(call.callKey);
  const metadata = { call_key: call.callKey, call_id: call.callId, attempt: 1 };
  const monitor = { controlUrl: "http://127.0.0.1:9/vapi/control/x" };
  await post({
    type: "status-update",
    status: "in-progress",
    call: { id: "vapi-without-monitor", monitor, assistantOverrides: { metadata } },
  });
  await ask(`/call/${call.callId}/cancel`, { method: "POST" });
  await settled(call.callKey);
  expect(world.net.controls).toEqual([{ type: "end-call" }]);
});

test("a call that has ended says when, before its report; the next one names it", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await post(
    about(call, { type: "status-update", status: "ended", endedReason: "customer-ended-call" }),
  );
  expect((await shown(call)).ended_at).not.toBeNull();
  await post(about(call, report({})));
  await settled(call.callKey);
  const next = await ask("/call/initiate", { body: { ...call.body, prospect_data: undefined } });
  expect((await ask(`/call/${next.body.call_id}`)).body.previous_call_id).toBe(call.callId);
});

test("a report that has only a text has its words", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await post(
    about(call, { ...report({}, []), artifact: { transcript: "AI: Hello.\nUser: Yes?\n" } }),
  );
  await settled(call.callKey);
  expect(await shown(call)).toMatchObject({
    outcome: "conversation",
    transcript: [
      { role: "assistant", text: "Hello." },
      { role: "user", text: "Yes?" },
    ],
  });
});
