import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Faults } from "../../sandbox/faults";
import { serve } from "../../sandbox/server";
import { vapi } from "../../sandbox/vapi/app";

const attempt = { call_key: "va:call:outbound:c:p", call_id: "call", attempt: 1 };
type Message = { type: string; status?: string; endedReason?: string; [field: string]: unknown };

let heard: { message: Message; bytes: number; headers: Record<string, unknown> }[] = [];
let listener: Server;
let sandbox: Awaited<ReturnType<typeof serve>>;
let status = 200;

beforeEach(async () => {
  heard = [];
  status = 200;
  listener = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    heard.push({ message: JSON.parse(body).message, bytes: body.length, headers: request.headers });
    response.writeHead(status).end("{}");
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const credentials = { secret: "secret", hmacSecret: "hmac" };
  const faults = new Faults();
  const phone = vapi({
    apiKey: "key",
    publicKey: "public",
    credentials,
    speed: 500,
    faults,
  });
  sandbox = await serve({ "/control": faults.control(), "/vapi": phone });
});
afterEach(async () => {
  sandbox.close();
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
});

const ask = async (method: string, path: string, body?: unknown, key = "key") => {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(sandbox.url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: any shape is possible here, and each is asserted.
  return { status: response.status, body: (await response.json()) as any };
};
const aDial = (digits: string, assistant: object = {}) => ({
  name: "attempt",
  phoneNumberId: "number",
  customer: { number: `+155501201${digits}`, externalId: "attempt" },
  assistantOverrides: { metadata: attempt },
  assistant: {
    firstMessage: "Hi, this is Jennifer.",
    voicemailMessage: "Please call us back.",
    model: {
      provider: "openai",
      model: "gpt",
      messages: [{ role: "system", content: "You are Jennifer. ".repeat(100) }],
    },
    server: {
      url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`,
      backoffPlan: { type: "fixed", maxRetries: 3, baseDelaySeconds: 1 },
    },
    serverMessages: ["status-update", "end-of-call-report", 'transcript[transcriptType="final"]'],
    ...assistant,
  },
});
const dial = (digits: string, assistant?: object) =>
  ask("POST", "/vapi/call", aDial(digits, assistant));
const report = () =>
  vi.waitFor(
    () => {
      const found = heard.find(({ message }) => message.type === "end-of-call-report");
      if (!found) throw new Error("no report yet");
      return found;
    },
    { timeout: 5_000 },
  );

test("a call is made, told of with proof of origin, and reported at real size with the carrier's secrets", async () => {
  expect((await dial("01")).status).toBe(201);
  const { message, bytes, headers } = await report();
  expect(bytes).toBeGreaterThan(30_000);
  expect(bytes).toBeLessThan(300_000);
  expect(JSON.stringify(message)).toContain("twilioAuthToken");
  expect((message.call as { status: string }).status).toBe("queued");
  expect(headers).toMatchObject({
    "x-vapi-secret": "secret",
    "x-signature": expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(message).toMatchObject({ call: { assistantOverrides: { metadata: attempt } } });
  const { items } = (await ask("GET", "/vapi/ledger")).body;
  expect(items).toMatchObject([{ number: "+15550120101", name: "attempt" }]);
});

test.each([
  [
    "an unknown property",
    { assistant: { ...aDialBody(), surprise: 1 } },
    "property surprise should not exist",
  ],
  [
    "an endpointing out of range",
    { assistant: { transcriber: { provider: "deepgram", model: "nova-3", endpointing: 5 } } },
    "endpointing",
  ],
  ["a number that is none", { customer: { number: "12" } }, "E.164"],
])("%s refuses the whole call with 400", async (_, over, words) => {
  const { status: got, body } = await ask("POST", "/vapi/call", {
    phoneNumberId: "n",
    customer: { number: "+15550120101" },
    assistant: {},
    ...over,
  });
  expect([got, body.statusCode]).toEqual([400, 400]);
  expect(body.message.join(" ")).toContain(words);
});
function aDialBody() {
  return { firstMessage: "Hi" };
}

test("a wrong key is 401", async () => {
  expect((await ask("POST", "/vapi/call", aDial("01"), "wrong")).status).toBe(401);
  expect((await ask("GET", "/vapi/call", undefined, "")).status).toBe(401);
});

test("a call is listed and found a moment after it was made, not at once", async () => {
  const { id } = (await dial("07")).body;
  expect((await ask("GET", `/vapi/call/${id}`)).status).toBe(404);
  await vi.waitFor(async () => expect((await ask("GET", `/vapi/call/${id}`)).status).toBe(200));
  expect((await ask("GET", "/vapi/call?phoneNumberId=number")).body).toMatchObject([
    { id, name: "attempt" },
  ]);
  expect((await ask("GET", "/vapi/call?phoneNumberId=other")).body).toEqual([]);
  expect(
    (await ask("GET", `/vapi/call?createdAtGe=${new Date(Date.now() + 60_000).toISOString()}`))
      .body,
  ).toEqual([]);
});

test("more calls than lines are refused in all four of VAPI's ways", async () => {
  await ask("POST", "/control", { provider: "none", fault: "none" });
  const busy = await Promise.all(Array.from({ length: 10 }, () => dial("12")));
  expect(busy.every((answer) => answer.status === 201)).toBe(true);
  const over = [await dial("01"), await dial("01"), await dial("01"), await dial("01")];
  expect(
    over.map(
      ({ status: got, body }) =>
        body.message ??
        (body.subscriptionLimits.concurrencyBlocked ? "blocked" : `${got} ${body.status}`),
    ),
  ).toEqual(["Over Concurrency Limit", "201 scheduled", "blocked", "201 queued"]);
  await vi.waitFor(
    () =>
      expect(heard.map(({ message }) => message.endedReason)).toContain(
        "call.start.error-subscription-concurrency-limit-reached",
      ),
    { timeout: 5_000 },
  );
});

test("what is not acknowledged is told again, by the call's own plan", async () => {
  status = 503;
  await dial("13");
  await vi.waitFor(
    () =>
      expect(
        heard.filter(({ message }) => message.endedReason && message.type === "status-update"),
      ).toHaveLength(4),
    { timeout: 5_000 },
  );
});

test("a machine is left the message only if the dial carried one", async () => {
  await dial("11");
  expect(JSON.stringify((await report()).message.messages)).toContain("Please call us back.");
  heard = [];
  await dial("11", { voicemailMessage: undefined });
  expect(JSON.stringify((await report()).message.messages)).not.toContain("Please call us back.");
});

test("a live call ends when its control is asked to, with the public key", async () => {
  const { monitor } = (await dial("01")).body;
  const path = new URL(monitor.controlUrl).pathname;
  expect((await ask("POST", path, { type: "end-call" }, "key")).status).toBe(401);
  expect((await ask("POST", path, { type: "end-call" }, "public")).status).toBe(200);
  expect((await report()).message.endedReason).toBe("assistant-ended-call");
});
