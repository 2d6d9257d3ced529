import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createHmac } from "node:crypto";
import { expect, test, vi } from "vitest";
import callCapture from "../../../fixtures/vapi/finzie-end-of-call-report.json";
import statusCapture from "../../../fixtures/vapi/finzie-status-update.json";
import speechCapture from "../../../fixtures/vapi/index-speech-update.json";
import updateCapture from "../../../fixtures/vapi/lumin-conversation_update.json";
import requestCapture from "../../../fixtures/vapi/vapi4k-assistantRequest.json";
import toolCapture from "../../../fixtures/vapi/vapi4k-toolRequest1.json";
import { anInitiatedCall, ask, aWorld, elapse, type Initiated, settled } from "../../world";

const world = aWorld();
const SECRET = "webhook-secret";
const SAID = [
  { role: "system", message: "You are Jennifer.", time: 0 },
  { role: "bot", message: "Hi, this is Jennifer.", time: 1_000 },
  { role: "user", message: "Hello, send me a quote.", time: 2_000 },
];

const post = (body: unknown, headers: Record<string, string> = { "x-vapi-secret": SECRET }) =>
  ask("/webhooks/vapi", { method: "POST", body: body as string, headers, key: "" });
const about = (call: Initiated, message: object, attempt = 1) => {
  const metadata = { call_key: call.callKey, call_id: call.callId, attempt };
  const id = world.net.dials.at(-1)?.id ?? "vapi-x";
  return {
    message: { ...message, call: { id, status: "queued", assistantOverrides: { metadata } } },
  };
};
const report = (over: object = {}) => ({
  type: "end-of-call-report",
  endedReason: "customer-ended-call",
  startedAt: "2040-11-20T15:00:00Z",
  artifact: { messages: SAID },
  ...over,
});
const shown = async (call: Initiated) => (await ask(`/call/${call.callId}`)).body;
const failures = async () =>
  (await ask("/api/failures?limit=200")).body.items as {
    kind: string;
    cause: string;
    detail: unknown;
  }[];

test("a report makes a call COMPLETED, with its words and without the provider's secrets", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  const door = { twilioAuthToken: "DOOR", server: { secret: "DOOR" } };
  const body = about(
    call,
    report({ phoneNumber: door, artifact: { messages: SAID, variables: door } }),
  );
  expect(await post(body)).toMatchObject({ status: 200, body: {} });
  await settled(call.callKey);
  const seen = await shown(call);
  expect(seen).toMatchObject({
    state: "COMPLETED",
    outcome: "conversation",
    ended_reason: "customer-ended-call",
  });
  expect(seen.transcript.map((turn: { text: string }) => turn.text)).toEqual([
    "Hi, this is Jennifer.",
    "Hello, send me a quote.",
  ]);
  const { objects } = await env.FILES.list({ prefix: `calls/${call.callId}/report` });
  expect(objects).toHaveLength(1);
  const file = await env.FILES.get(objects[0]?.key ?? "");
  const kept = await new Response(file?.body.pipeThrough(new DecompressionStream("gzip"))).text();
  expect(kept).toContain("send me a quote");
  expect(kept).not.toContain("DOOR");
});

test("a richer report adds to a call, an equal one changes nothing", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await post(about(call, report({ artifact: { messages: SAID.slice(0, 2) } })));
  expect((await shown(call)).outcome).toBe("no_conversation");
  await post(about(call, report()));
  await settled(call.callKey);
  const seen = await shown(call);
  expect(seen).toMatchObject({ state: "COMPLETED", outcome: "conversation" });
  await post(
    about(
      call,
      report({ timestamp: 9, artifact: { messages: SAID, presignedMonoUrl: "https://x/9" } }),
    ),
  );
  await settled(call.callKey);
  // What follows the call goes on meanwhile.
  const made = { summary: null, sentiment: null, intent: null, quality_score: null };
  const later = { ...made, extraction: null, forms: [], tasks: [], recording_url: null };
  expect({ ...(await shown(call)), ...later }).toEqual({ ...seen, ...later });
});

test.each<[string, unknown]>([
  ["end-of-call-report", callCapture],
  ["status-update", statusCapture],
  ["speech-update", speechCapture],
  ["conversation-update", updateCapture],
  ["tool-calls", toolCapture],
])("a real %s of a call that is not ours is taken, and no object is made for it", async (_, capture) => {
  const before = await listDurableObjectIds(env.CALLS);
  expect((await post(JSON.stringify(capture))).status).toBe(200);
  expect(await listDurableObjectIds(env.CALLS)).toEqual(before);
});

test("one valid proof is enough; any wrong one, or none, is refused; an empty one counts as none", async () => {
  const body = JSON.stringify({ message: { type: "speech-update" } });
  const stamp = String(Math.floor(Date.now() / 1_000));
  const sign = (secret: string, at: string, text = body) =>
    createHmac("sha256", secret).update(`${at}.${text}`).digest("hex");
  const hmac = (at: string, secret = "hmac-secret", text = body) => ({
    "x-timestamp": at,
    "x-signature": sign(secret, at, text),
  });
  const cases: [Record<string, string>, number][] = [
    [{ "x-vapi-secret": SECRET }, 200],
    [{ "x-vapi-secret": "older-webhook-secret" }, 200],
    [{ authorization: `Bearer ${SECRET}` }, 200],
    [hmac(stamp), 200],
    [hmac(String(Date.now())), 200],
    [{ ...hmac(stamp), "x-vapi-secret": "" }, 200],
    [{}, 401],
    [{ "x-vapi-secret": "" }, 401],
    [{ "x-vapi-secret": "webhook-secre" }, 401],
    [{ "x-vapi-secret": "webhook-secret,older-webhook-secret" }, 401],
    [{ authorization: "Bearer only-for-tests-admin-key" }, 401],
    [{ ...hmac(stamp), "x-vapi-secret": "wrong" }, 401],
    [hmac(stamp, "other-secret"), 401],
    [hmac(stamp, "hmac-secret", `${body} `), 401],
    [hmac(String(Number(stamp) - 301)), 401],
    [hmac("yesterday"), 401],
    [{ "x-timestamp": stamp, "x-signature": "zz" }, 401],
  ];
  for (const [headers, status] of cases)
    expect((await post(body, headers)).status, JSON.stringify(headers)).toBe(status);
});

test.each([
  "{",
  "",
  "[]",
  '"x"',
  "null",
  "{}",
  '{"message":1}',
  '{"message":{"type":""}}',
])("authentic and unusable (%j) is 200 and kept aside, once", async (body) => {
  const text = `${body}${" ".repeat(Math.floor(Math.random() * 900))}`;
  const before = (await failures()).length;
  expect((await post(text)).status).toBe(200);
  expect((await post(text)).status).toBe(200);
  expect((await failures()).length).toBe(before + 1);
});

test("a message of a call that we never made, or of a type that we do not know, is kept aside without secrets", async () => {
  const metadata = {
    call_key: "va:call:outbound:nobody:nothing",
    call_id: `x${Math.random()}`.slice(0, 20),
    attempt: 1,
  };
  const strange = {
    type: "status-update",
    status: "ringing",
    call: { id: "v", metadata, monitor: { controlUrl: "https://x/DOOR" } },
  };
  expect((await post({ message: strange })).status).toBe(200);
  expect((await post({ message: { type: "moon.landing", call: { id: "v" } } })).status).toBe(200);
  const kept = await failures();
  expect(kept.map(({ cause }) => cause)).toEqual(
    expect.arrayContaining([
      expect.stringContaining("never made"),
      expect.stringContaining("moon.landing"),
    ]),
  );
  expect(JSON.stringify(kept)).not.toContain("DOOR");
});

test("a message without our tags finds its call by the attempt's name; the database being away is 503", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  const bare = {
    type: "status-update",
    status: "in-progress",
    call: { id: "unheard-of", name: `${call.callId}-1` },
  };
  world.net.databaseIsAway = true;
  expect((await post({ message: bare })).status).toBe(503);
  world.net.databaseIsAway = false;
  const mine = { ...bare, call: { ...bare.call, id: world.net.dials[0]?.id } };
  expect((await post({ message: mine })).status).toBe(200);
  expect((await shown(call)).state).toBe("CONNECTED");
});

test("more than 8 MiB is 413; just under it is taken", async () => {
  const filler = (length: number) =>
    JSON.stringify({ message: { type: "speech-update", x: "a".repeat(length) } });
  expect((await post(filler(8 * 1024 * 1024))).status).toBe(413);
  expect((await post(filler(8 * 1024 * 1024 - 100))).status).toBe(200);
});

test("a real assistant-request is answered by an assistant that knows nothing of a stranger", async () => {
  const { assistant } = (await post(JSON.stringify(requestCapture))).body;
  expect(assistant.firstMessage).toMatch(/Example Agency.*Jennifer.*AI assistant.*recorded/);
  expect(assistant.metadata.call_key).toMatch(/^va:inbound:4a5a04dc-[\w-]+:b1223960-[\w-]+$/);
});

test("what wants an answer gets it in VAPI's own shape", async () => {
  const call = { id: "v" };
  const tools = {
    type: "tool-calls",
    call,
    toolCallList: [{ id: "t1", function: { name: "x" } }, { id: "t2" }, { id: "t3", function: 5 }],
  };
  const { results } = (await post({ message: tools })).body;
  expect(results.map((one: { toolCallId: string }) => one.toolCallId)).toEqual(["t1", "t2", "t3"]);
  for (const one of results) expect(one.error).toMatch(/^[^\n]+$/);
  const nameless = (await post({ message: { type: "assistant-request" } })).body;
  expect(nameless.error).toMatch(/Example Agency.*\+15550100000/);
  expect(
    (await post({ message: { type: "transfer-destination-request", call } })).body.error,
  ).not.toBe("");
  const { documents } = (await post({ message: { type: "knowledge-base-request", call } })).body;
  expect(Array.isArray(documents)).toBe(true);
  expect((await post({ message: { type: "campaign.predial", call } })).body).toEqual({
    eligible: false,
  });
});

test("someone who asks not to be called again is completed as opted_out and blocked everywhere", async () => {
  const call = await anInitiatedCall({ email: "jo@example.com" });
  await settled(call.callKey);
  world.net.summary = {
    summary: "They want to be left alone.",
    sentiment: "negative",
    intent: "opt_out",
    quality_score: 10,
    objections: [],
  };
  await post(about(call, report()));
  await vi.waitFor(async () => expect((await shown(call)).outcome).toBe("opted_out"), {
    timeout: 5_000,
  });
  await elapse(call.callKey, 1_000);
  expect(await shown(call)).toMatchObject({ state: "COMPLETED", intent: "opt_out" });
  const again = await ask("/call/initiate", { body: { ...call.body, prospect_data: undefined } });
  expect(again).toMatchObject({
    status: 422,
    body: { code: "contact_blocked", reason_code: "suppressed" },
  });
  const elsewhere = { ...call.body, prospect_id: `${call.id}x` };
  expect((await ask("/call/initiate", { body: elsewhere })).body).toMatchObject({
    reason_code: "suppressed",
  });
});
