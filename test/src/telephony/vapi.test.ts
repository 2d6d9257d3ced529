import { describe, expect, test } from "vitest";
import { createCall } from "../../../sandbox/vapi/schema";
import type { Brief } from "../../../src/telephony/telephony";
import { vapi } from "../../../src/telephony/vapi";
import { dialBody } from "../../../src/telephony/vapi-assistant";

const attempt = {
  callKey: "va:call:outbound:camp:pros",
  callId: "5f0c0b7e-2b5e-4b8f-9d5f-6f1f6f0c8a11",
  attempt: 12,
};
const NAME = `${attempt.callId}-12`;
const brief: Brief = {
  to: "+14155550123",
  customerName: "A name that is far longer than the forty characters that fit",
  firstMessage: "Hi, this is Jennifer, an AI assistant.",
  systemPrompt: "You are Jennifer.",
  voicemailMessage: "Hi, this is Jennifer. ".repeat(100),
  keyterms: ["Example Agency"],
};
const options = {
  baseUrl: "https://vapi.example",
  apiKey: "key",
  publicKey: "public",
  phoneNumberId: "number",
  webhookUrl: "https://worker.example/webhooks/vapi",
  credentialId: "credential",
  model: { model: "gpt", url: "https://worker.example/vapi/llm" },
};
const AT = Date.parse("2026-11-24T15:00:00Z");

type Reply = (url: URL, init: RequestInit) => Response;
/** The adapter before a provider that answers as a test wants; what was asked is kept. */
function phone(...replies: Reply[]) {
  const asked: string[] = [];
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const url = new URL(String(input));
    asked.push(`${init.method ?? "GET"} ${url.pathname}`);
    const reply = replies.shift();
    if (!reply) throw new Error("connection lost");
    return reply(url, init);
  };
  return { asked, telephony: vapi({ ...options, fetch: fetch as typeof globalThis.fetch }) };
}
const json = (status: number, body: unknown) => () => Response.json(body, { status });

describe("the assistant", () => {
  const body = dialBody(attempt, brief, AT, options);
  const { assistant } = body;

  test("is one that VAPI takes: no unknown field, every limit kept", () => {
    expect(createCall.safeParse(JSON.parse(JSON.stringify(body))).error).toBeUndefined();
  });
  test("hears with nova-3 at 100 ms, speaks as paula with low latency, waits with LiveKit", () => {
    expect(assistant.transcriber).toMatchObject({
      provider: "deepgram",
      model: "nova-3",
      endpointing: 100,
    });
    expect(assistant.voice).toMatchObject({
      provider: "11labs",
      voiceId: "paula",
      model: "eleven_flash_v2_5",
    });
    expect(assistant.startSpeakingPlan.smartEndpointingPlan).toEqual({ provider: "livekit" });
  });
  test("rings 30 seconds, has no office noise, and can be controlled only with a key", () => {
    expect(assistant.transportConfigurations).toEqual([{ provider: "twilio", timeout: 30 }]);
    expect(assistant.backgroundSound).toBe("off");
    expect(assistant.monitorPlan).toMatchObject({
      controlAuthenticationEnabled: true,
      listenAuthenticationEnabled: true,
    });
  });
  test("tells us again what we did not answer, and nothing that we did not ask for", () => {
    expect(assistant.server.backoffPlan).toMatchObject({ type: "exponential", maxRetries: 8 });
    expect(assistant.server.credentialId).toBe("credential");
    expect(assistant.serverMessages).toContain("end-of-call-report");
    expect(assistant.serverMessages).not.toContain("conversation-update");
  });
  test("carries the attempt wherever VAPI gives it back", () => {
    const metadata = {
      call_key: attempt.callKey,
      call_id: attempt.callId,
      attempt: 12,
      dialed_at: "2026-11-24T15:00:00.000Z",
    };
    expect([body.name, body.customer.externalId]).toEqual([NAME, NAME]);
    expect(NAME.length).toBeLessThanOrEqual(40);
    expect(body.assistantOverrides.metadata).toEqual(metadata);
    expect(assistant.metadata).toEqual(metadata);
  });
  test("without a message leaves none", () => {
    const { voicemailMessage, ...silent } = brief;
    expect(dialBody(attempt, silent, AT, options).assistant).not.toHaveProperty("voicemailMessage");
  });
});

describe("a dial", () => {
  const dial = (...replies: Reply[]) => {
    const { telephony, asked } = phone(...replies);
    return telephony.dial(attempt, brief, AT).then((answer) => ({ answer, asked }));
  };
  const call = { id: "v1", status: "queued", monitor: { controlUrl: "https://control.example" } };

  test("that VAPI took is accepted, with the way to control it", async () => {
    const { answer } = await dial(json(201, call));
    expect(answer).toEqual({
      type: "accepted",
      hasVoicemail: true,
      leg: { providerCallId: "v1", controlUrl: "https://control.example" },
    });
  });
  test.each([
    ["a lost connection", undefined],
    ["408", json(408, {})],
    ["429", json(429, { message: "Rate limit exceeded" })],
    ["500", json(500, {})],
    ["200 instead of 201", json(200, call)],
    ["201 with a batch's answer", json(201, { results: [call], errors: [] })],
    ["201 that is no JSON", () => new Response("<html>", { status: 201 })],
  ])("answered by %s may have been made: it is asked once and its fate is unknown", async (_, reply) => {
    const { answer, asked } = await dial(...(reply ? [reply] : []));
    expect(answer.type).toBe("dialUnknown");
    expect(asked).toEqual(["POST /call"]);
  });
  test.each([
    ["400", json(400, { message: ["assistant.property x should not exist"] }), "setup"],
    ["401", json(401, { message: "Invalid Key." }), "setup"],
    ["402", json(402, {}), "setup"],
    [
      "400 about the number",
      json(400, { message: ["customer.number must be a valid phone number"] }),
      "number",
    ],
  ])("refused with %s was not made", async (_, reply, because) => {
    expect((await dial(reply)).answer).toMatchObject({ type: "refused", because });
  });
  test.each([
    ["400 for concurrency", [json(400, { message: "Over Concurrency Limit" })]],
    ["429 for concurrency", [json(429, { message: "concurrency limit reached" })]],
    [
      "201 that is blocked",
      [json(201, { ...call, subscriptionLimits: { concurrencyBlocked: true } }), json(200, {})],
    ],
    [
      "201 for later, which is withdrawn",
      [json(201, { ...call, status: "scheduled" }), json(200, {})],
    ],
  ])("answered by %s waits for a line", async (_, replies) => {
    expect((await dial(...replies)).answer.type).toBe("linesBusy");
  });
  test("for later that cannot be withdrawn was made", async () => {
    const { answer } = await dial(json(201, { ...call, status: "scheduled" }), json(500, {}));
    expect(answer.type).toBe("accepted");
  });
});

describe("a look-up", () => {
  const listed = (name: string, id = "v1") => ({ id, name, customer: { externalId: name } });
  const find = (reply: Reply, abandoned: string[] = []) =>
    phone(reply).telephony.find(attempt, AT, abandoned);

  test("finds the attempt by its name and by nothing else", async () => {
    expect(await find(json(200, [listed("other"), listed(NAME, "v2")]))).toMatchObject({
      value: { providerCallId: "v2" },
    });
    expect(await find(json(200, [listed(`${NAME}0`)]))).toEqual({ ok: true, value: undefined });
    expect(await find(json(200, [listed(NAME)]), ["v1"])).toEqual({ ok: true, value: undefined });
  });
  test("asks from a time on, for our number", async () => {
    let url: URL | undefined;
    await find((asked) => {
      url = asked;
      return Response.json([]);
    });
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      phoneNumberId: "number",
      createdAtGe: "2026-11-24T15:00:00.000Z",
      limit: "1000",
    });
  });
  test("that failed, or may have been cut short, is no empty answer", async () => {
    expect(await find(json(500, {}))).toMatchObject({ ok: false });
    const full = Array.from({ length: 1_000 }, (_, at) => listed(`x${at}`, `v${at}`));
    expect(await find(json(200, full))).toMatchObject({ ok: false, error: { retry: true } });
  });
});

test("a call that has ended tells its report, one that has not tells nothing", async () => {
  const { telephony } = phone(
    json(200, { id: "v1", status: "in-progress" }),
    json(200, {
      id: "v1",
      status: "ended",
      endedReason: "customer-ended-call",
      startedAt: "2026-11-24T15:00:00Z",
      artifact: { messages: [{ role: "user", message: "Hello" }] },
    }),
  );
  expect(await telephony.report("v1")).toEqual({ ok: true, value: undefined });
  expect(await telephony.report("v1")).toMatchObject({
    value: {
      reason: { kind: "answered" },
      turns: [{ role: "user", text: "Hello" }],
      connected: true,
    },
  });
});
