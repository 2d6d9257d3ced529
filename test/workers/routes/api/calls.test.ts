import { expect, test, vi } from "vitest";
import {
  aCampaign,
  anInitiatedCall,
  aPerson,
  aProspect,
  aRequestFor,
  ask,
  aWorld,
  elapse,
  settled,
} from "../../world";

const world = aWorld();
const initiate = (body: unknown, key?: string) =>
  ask("/call/initiate", { body, ...(key !== undefined && { key }) });
async function aRequest(over: object = {}, prospect: object = {}) {
  return { ...aRequestFor(await aCampaign(), aPerson(), prospect), ...over };
}

test("a call that is asked for is dialed once, with the prospect's own words in it, and readable at once", async () => {
  const call = await anInitiatedCall({ notes: "Asked about cyber cover." });
  expect(call.answer).toEqual({
    call_id: call.callId,
    call_key: call.callKey,
    state: "INITIATED",
    attempt: 1,
    duplicate: false,
  });
  expect((await ask(`/call/${call.callId}`)).body).toMatchObject({
    call_id: call.callId,
    direction: "outbound",
    origin: "api",
  });
  await settled(call.callKey);
  const [dial] = world.net.dials;
  expect(world.net.dials).toHaveLength(1);
  expect(dial?.customer).toMatchObject({ number: call.phone, externalId: `${call.callId}-1` });
  expect(dial?.assistant.firstMessage).toMatch(/AI assistant.*Example Agency.*recorded/);
  expect(JSON.stringify(dial)).toContain("Asked about cyber cover.");
  expect((await ask(`/call/${call.callId}`)).body.decisions).toMatchObject([
    { channel: "voice", allowed: true },
    { channel: "voicemail", allowed: true },
  ]);
});

test("while a call is open, asking again gives the same call", async () => {
  const call = await anInitiatedCall();
  const again = await initiate({ ...call.body, prospect_data: undefined });
  expect(again).toMatchObject({ status: 202, body: { call_id: call.callId, duplicate: true } });
  const many = await Promise.all(Array.from({ length: 5 }, () => initiate(call.body)));
  expect(new Set(many.map(({ body }) => body.call_id))).toEqual(new Set([call.callId]));
  await settled(call.callKey);
  expect(world.net.dials).toHaveLength(1);
});

test("two at once who ask for the same call get one", async () => {
  const body = await aRequest();
  const answers = await Promise.all([initiate(body), initiate(body), initiate(body)]);
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(new Set(answers.map(({ body }) => body.call_id)).size).toBe(1);
  expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
});

test.each<[string, object, number, string, string?]>([
  [
    "no body",
    { campaign_id: undefined, prospect_id: undefined, phone_number: undefined },
    400,
    "invalid_request",
    "campaign_id",
  ],
  ["an unknown field", { surprise: 1 }, 400, "invalid_request", "surprise"],
  ["a number that is none", { phone_number: "call me" }, 400, "invalid_request", "phone_number"],
  ["a number in digits", { phone_number: 14155552671 }, 400, "invalid_request", "phone_number"],
  ["a number that cannot exist", { phone_number: "+19999999999" }, 422, "invalid_number"],
  ["an id with a slash", { campaign_id: "a/b" }, 400, "invalid_request", "campaign_id"],
  [
    "an unknown field deep inside",
    { prospect_data: { company: { color: "red" } } },
    400,
    "invalid_request",
    "prospect_data.company.color",
  ],
  [
    "a zone that is none",
    { prospect_data: { time_zone: "Mars/Olympus" } },
    400,
    "invalid_request",
    "prospect_data.time_zone",
  ],
  ["a campaign that is not there", { campaign_id: "no-such-campaign" }, 404, "not_found"],
  ["a prospect that is not there", { prospect_data: undefined }, 404, "not_found"],
])("%s is refused, with the field's name, and nothing is kept", async (_, over, status, code, path) => {
  const body = await aRequest(over);
  const answer = await initiate(body);
  expect(answer).toMatchObject({ status, body: { code, status } });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  if (path) expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  expect((await ask(`/api/prospects/${body.prospect_id ?? "x"}`)).status).toBe(404);
  expect(world.net.dials).toEqual([]);
});

test("another number than the record's is a conflict", async () => {
  const call = await anInitiatedCall();
  const other = await initiate({ ...call.body, phone_number: aPerson().phone });
  expect(other).toMatchObject({ status: 409, body: { code: "phone_mismatch" } });
});

test.each<[string, object, string]>([
  ["without consent", { consent: undefined }, "no_consent"],
  ["abroad", { address: { country: "DE" } }, "no_rules_for_country"],
  ["in an unknown state", { address: { state: "Bavaria" } }, "unknown_zone"],
])("somebody %s may not be called: 422 with the reason, on record, not dialed", async (_, prospect, reason) => {
  const body = await aRequest({}, prospect);
  expect(await initiate(body)).toMatchObject({
    status: 422,
    body: { code: "contact_blocked", reason_code: reason },
  });
  expect((await ask(`/call?prospect_id=${body.prospect_id}`)).body.items).toEqual([]);
  expect(world.net.dials).toEqual([]);
});

test("outside of calling hours a call waits for them, and is dialed when they begin", async () => {
  vi.setSystemTime(Date.parse("2040-11-20T06:00:00Z"));
  const call = await anInitiatedCall();
  expect(call.answer).toMatchObject({ state: "SCHEDULED", not_before: "2040-11-20T14:00:00.000Z" });
  await settled(call.callKey);
  expect(world.net.dials).toEqual([]);
  await elapse(call.callKey, 8 * 60 * 60_000);
  expect(world.net.dials).toHaveLength(1);
});

test("the stop switch stops: at the request with a reason, and in a call that waits", async () => {
  const waiting = await (async () => {
    vi.setSystemTime(Date.parse("2040-11-20T06:00:00Z"));
    return anInitiatedCall();
  })();
  const stop = { scope: "calls", reason: "test" };
  expect((await ask("/api/halt", { body: stop })).status).toBe(200);
  expect(await initiate(await aRequest())).toMatchObject({
    status: 422,
    body: { reason_code: "halted" },
  });
  await elapse(waiting.callKey, 8 * 60 * 60_000);
  expect(world.net.dials).toEqual([]);
  expect((await ask(`/call/${waiting.callId}`)).body).toMatchObject({
    state: "SCHEDULED",
    decisions: expect.arrayContaining([expect.objectContaining({ reason_code: "halted" })]),
  });
  expect((await ask("/api/resume", { body: stop })).body.halts).toEqual([]);
  await elapse(waiting.callKey, 10 * 60_000);
  expect(world.net.dials).toHaveLength(1);
});

test("the fourth call to a number within a day waits until the first is a day old", async () => {
  const person = aPerson();
  for (let dial = 1; dial <= 4; dial++) {
    const body = {
      campaign_id: await aCampaign(),
      prospect_id: `${person.id}_${dial}`,
      phone_number: person.phone,
      prospect_data: aProspect(),
    };
    const answer = await initiate(body);
    expect(answer.status).toBe(202);
    await settled(answer.body.call_key);
    const { state, not_before } = (await ask(`/call/${answer.body.call_id}`)).body;
    if (dial < 4) expect(state).toBe("INITIATED");
    else expect([state, not_before.slice(0, 16)]).toEqual(["SCHEDULED", "2040-11-21T15:00"]);
  }
  expect(world.net.dials).toHaveLength(3);
});

test("a call is cancelled while it waits; one that has ended cannot be", async () => {
  vi.setSystemTime(Date.parse("2040-11-20T06:00:00Z"));
  const call = await anInitiatedCall();
  const cancel = () => ask(`/call/${call.callId}/cancel`, { method: "POST" });
  expect(await cancel()).toMatchObject({
    status: 202,
    body: { state: "CANCELLED", outcome: "cancelled" },
  });
  expect(await cancel()).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect((await ask("/call/nobody/cancel", { method: "POST" })).status).toBe(404);
});

test("the list is filtered, newest first, and read page by page without a gap", async () => {
  const campaign = await aCampaign();
  const made: string[] = [];
  for (let index = 0; index < 5; index++) {
    vi.setSystemTime(Date.now() + 1_000);
    const body = aRequestFor(campaign);
    made.unshift((await initiate(body)).body.call_id);
  }
  const seen: string[] = [];
  let cursor = "";
  do {
    const { body } = await ask(
      `/call?campaign_id=${campaign}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    seen.push(...body.items.map((item: { call_id: string }) => item.call_id));
    cursor = body.next_cursor ?? "";
  } while (cursor);
  expect(seen).toEqual(made);
  expect((await ask(`/call?campaign_id=${campaign}&state=CANCELLED`)).body.items).toEqual([]);
  expect((await ask("/call?limit=201")).body).toMatchObject({
    code: "invalid_request",
    errors: [{ path: "limit" }],
  });
  expect((await ask("/call?cursor=nonsense_x")).status).toBe(400);
});
