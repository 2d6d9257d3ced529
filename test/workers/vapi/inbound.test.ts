import { exports } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import {
  ADMIN,
  anEvent,
  anInitiatedCall,
  ask,
  aWorld,
  elapse,
  type Initiated,
  NO_ANSWER,
  objectOf,
  START,
  said,
  settled,
} from "../world";

const world = aWorld();
const SECRET = { "x-vapi-secret": "webhook-secret" };
const post = (message: object) =>
  ask("/webhooks/vapi", { key: "", body: { message }, headers: SECRET });

let rings = 0;
/** Somebody calls our number; what VAPI is told, and the call that it became. */
async function ring(number: string | undefined) {
  const id = `vapi-in-${Math.random().toString(36).slice(2, 10)}-${++rings}`;
  const call = { id, type: "inboundPhoneCall", phoneNumberId: "number-1", customer: { number } };
  const { body, status } = await post({ type: "assistant-request", call });
  const metadata = body.assistant?.metadata;
  const tell = (message: object) => post({ ...message, call: { id, assistant: { metadata } } });
  const use = async (name: string, args: unknown = {}, toolCallId = `t${Math.random()}`) => {
    const toolCallList = [
      { id: toolCallId, type: "function", function: { name, arguments: args } },
    ];
    const { results } = (await tell({ type: "tool-calls", toolCallList })).body;
    return results[0] as { toolCallId: string; result?: string; error?: string };
  };
  return { id, status, body, assistant: body.assistant, metadata, tell, use };
}
const prompt = (assistant: { model: { messages: { content: string }[] } }) =>
  assistant.model.messages[0]?.content ?? "";

async function aMissedCall(over: object = {}): Promise<Initiated> {
  const call = await anInitiatedCall({
    name: "Jo Ångström",
    notes: "Budget 2,000 a month.",
    email: `${Math.random()}@prospect.example`,
    ...over,
  });
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, NO_ANSWER));
  await settled(call.callKey);
  return call;
}
const codeOf = () =>
  /code ((?:\d ?){8})/.exec(world.net.dials.at(-1)?.assistant.voicemailMessage ?? "")?.[1] ?? "";

test("a stranger meets the default assistant: who it is, that it is an AI, that it is recorded", async () => {
  const { status, assistant, metadata, id } = await ring("+15559990001");
  expect(status).toBe(200);
  expect(assistant.firstMessage).toMatch(/Example Agency.*Jennifer.*AI assistant.*recorded/);
  expect(assistant.firstMessage).not.toMatch(/message I left|email/);
  expect(metadata.call_key).toBe(`va:inbound:number-1:${id}`);
  expect((await ring(undefined)).assistant.firstMessage).toBe(assistant.firstMessage);
});

test("what is told of a call without our tags finds it by the provider's id", async () => {
  await ask("/dev/cron", { body: { cron: "* * * * *" } }); // The agency's own knowledge comes in.
  const { id, metadata } = await ring("+15559990009");
  await settled(metadata.call_key);
  const call = { id, type: "inboundPhoneCall" };
  expect((await post({ type: "status-update", status: "in-progress", call })).status).toBe(200);
  const toolCallList = [
    { id: "t", function: { name: "look_up", arguments: { question: "hours" } } },
  ];
  const { results } = (await post({ type: "tool-calls", toolCallList, call })).body;
  expect(results[0].result).toContain("Office hours");
  expect((await ask(`/call/${metadata.call_id}`)).body.state).toBe("CONNECTED");
});

test("who calls back is greeted with what they answer, and told nothing private before they prove who they are", async () => {
  const missed = await aMissedCall();
  const before = world.net.times("sql");
  const { assistant, metadata, tell } = await ring(missed.phone);
  expect(world.net.times("sql") - before).toBeLessThanOrEqual(2); // One to recognize; the projection may follow.
  expect(assistant.firstMessage).toContain(
    "Thanks for getting back to me about the email I sent on Tuesday.",
  );
  const known = JSON.stringify(assistant);
  for (const secret of ["Jo", "Ångström", "王", "2,000", missed.id])
    expect(known).not.toContain(secret);
  expect(prompt(assistant)).toContain("proves nothing");
  await tell({ type: "status-update", status: "in-progress" });
  await settled(metadata.call_key);
  const seen = (await ask(`/call/${metadata.call_id}`)).body;
  expect(seen).toMatchObject({
    direction: "inbound",
    origin: "inbound",
    state: "CONNECTED",
    prospect_id: missed.id,
    previous_call_id: missed.callId,
    campaign_id: missed.campaign,
  });
});

test("name and company together verify, either alone does not, and then the agent knows everything", async () => {
  const missed = await aMissedCall();
  const { use } = await ring(missed.phone);
  expect((await use("look_up", { question: "my budget?" })).result).toMatch(/Verify the caller/);
  expect((await use("verify_caller", { name: "Jo Angstrom" })).result).toMatch(/^Not verified/);
  expect((await use("verify_caller", { company: "Sons" })).result).toMatch(/^Not verified/);
  expect(
    (await use("verify_caller", { name: "Sam Smith", company: "王 and Sons" })).result,
  ).toMatch(/^Not verified/);
  const right = await use("verify_caller", { name: "jo angstrom", company: "王 & sons" });
  expect(right.result).toMatch(/^Verified\./);
  expect(right.result).toContain("Budget 2,000 a month.");
  expect((await use("look_up", { question: "what do you know" })).result).toContain("Budget 2,000");
  expect(right.result).not.toContain("\n");
});

test("what a caller says is theirs, and an address goes on record, only if they proved who they are", async () => {
  const quote = "jo at example dot com";
  const email = { field: "email", value: "jo@example.com", quote, turn: 1, confidence: 0.95 };
  const asked = { ...email, field: "requested_document", value: "quote", quote: "send me a quote" };
  world.net.extraction = { found: [email, asked] };
  const words = said(
    "customer-ended-call",
    ["assistant", "Hi, this is Jennifer."],
    ["user", `Please send me a quote, to ${quote}.`],
    ["assistant", "To jo@example.com?"],
    ["user", "Yes."],
  );
  const missed = await aMissedCall({ email: undefined });
  const inCall = async (proof?: object) => {
    const { metadata, tell, use } = await ring(missed.phone);
    await tell({ type: "status-update", status: "in-progress" });
    if (proof) expect((await use("verify_caller", proof)).result).toMatch(/^Verified/);
    const call = { callKey: metadata.call_key, callId: metadata.call_id };
    await objectOf(call.callKey).receive(anEvent(call, words));
    return await vi.waitFor(
      async () => {
        const { documents, tasks } = (await ask(`/call/${call.callId}`)).body;
        expect(documents).toHaveLength(1);
        for (const { name, status } of tasks) expect([name, status]).toEqual([name, "done"]);
        const record = (await ask(`/api/prospects/${missed.id}`)).body.email;
        const about = { prospect_id: missed.id, utterance: "what about the quote" };
        const known = JSON.stringify((await ask("/api/context", { body: about })).body.sections);
        return [documents[0].values.email?.value ?? null, record, known.includes(quote)];
      },
      { timeout: 10_000 },
    );
  };
  expect(await inCall()).toEqual([null, null, false]);
  expect(await inCall({ name: "jo angstrom", company: "王 & sons" })).toEqual([
    "jo@example.com",
    "jo@example.com",
    true,
  ]);
});

test("the code of the voicemail verifies from any telephone, and the call belongs to that voicemail", async () => {
  const missed = await aMissedCall();
  const { use, metadata, tell } = await ring("+15559990002");
  expect((await use("verify_caller", { code: "00000000" })).result).toMatch(/^Not verified/);
  expect((await use("verify_caller", { code: codeOf() })).result).toMatch(/^Verified\./);
  const messages = [{ role: "user", message: "I call back about your message." }];
  await tell({
    type: "end-of-call-report",
    endedReason: "customer-ended-call",
    artifact: { messages },
  });
  await settled(metadata.call_key);
  expect((await ask(`/call/${metadata.call_id}`)).body).toMatchObject({
    prospect_id: missed.id,
    previous_call_id: missed.callId,
  });
  const { voicemail } = (await ask(`/call/${missed.callId}`)).body;
  expect(voicemail).toMatchObject({
    callback_call_id: metadata.call_id,
    called_back_at: expect.any(String),
  });
  await ask(`/call/${metadata.call_id}/conversion`, {
    body: { kind: "bound", premium: { amount_minor: 120_000, currency: "USD" } },
  });
  expect((await ask(`/call/${missed.callId}`)).body.voicemail.converted_at).not.toBeNull();
});

test("while the database is slow or down, somebody answers all the same", async () => {
  const missed = await aMissedCall();
  world.net.databaseIsAway = true;
  const down = await ring(missed.phone);
  expect([down.status, down.assistant.firstMessage.includes("AI assistant")]).toEqual([200, true]);
  world.net.databaseIsAway = false;
  world.net.databaseIsSlow = true;
  const began = performance.now();
  const slow = await ring(missed.phone);
  expect(performance.now() - began).toBeLessThan(4_000);
  expect(slow.assistant.firstMessage).toBe(down.assistant.firstMessage);
  world.net.databaseIsSlow = false;
}, 20_000);

test("a person who is insured already is never pitched", async () => {
  const consent = {
    basis: "existing_customer",
    text: "Policy holder",
    obtained_at: "2026-11-01T00:00:00Z",
    source: "policy",
    channels: ["email"],
  };
  const missed = await aMissedCall();
  await ask("/call/initiate", { body: { ...missed.body, prospect_data: { consent } } });
  expect(prompt((await ring(missed.phone)).assistant)).toContain("Don't sell anything");
});

test("a free time is offered and booked; said twice it is booked once", async () => {
  const missed = await aMissedCall();
  const { use } = await ring(missed.phone);
  await use("verify_caller", { name: "Jo Ångström", company: "王 & Sons" });
  const { result } = await use("check_availability");
  const start = /= (\S+?Z)/.exec(result ?? "")?.[1];
  expect(start).toBeTruthy();
  expect((await use("book_callback", { start }, "tool-1")).result).toMatch(/^Booked for Tuesday/);
  expect((await use("book_callback", { start }, "tool-1")).result).toMatch(/^Booked for Tuesday/);
  await settled(missed.callKey);
  const { items } = (await ask(`/call?prospect_id=${missed.id}&state=SCHEDULED`)).body;
  expect(items).toMatchObject([{ origin: "callback", not_before: start }]);
  expect((await use("book_callback", { start: "2040-11-21T04:00:00Z" })).result).toMatch(
    /not available/,
  );
});

test("a stranger's wish to be called is handed to a person, since no AI may call them", async () => {
  const { use, metadata } = await ring("+15559990003");
  const start = /= (\S+?Z)/.exec((await use("check_availability")).result ?? "")?.[1];
  expect((await use("book_callback", { start })).result).toContain("A colleague will call them");
  const { items } = (await ask("/api/work-items?limit=200")).body;
  expect(
    items.find(({ call_id }: { call_id: string }) => call_id === metadata.call_id),
  ).toMatchObject({ kind: "callback_request" });
});

test("opt out by tool needs no database, stops everything, and lets the agent say goodbye", async () => {
  const missed = await aMissedCall();
  const { use, metadata, tell } = await ring(missed.phone);
  await tell({ type: "status-update", status: "in-progress" });
  world.net.databaseIsAway = true;
  expect((await use("opt_out")).result).toMatch(/^Done: no more calls/);
  world.net.databaseIsAway = false;
  await elapse(metadata.call_key, 60_000);
  await settled(metadata.call_key);
  const initiate = await ask("/call/initiate", {
    body: { ...missed.body, prospect_data: undefined },
  });
  expect([initiate.status, initiate.body.reason_code]).toEqual([422, "suppressed"]);
  expect((await ask(`/call?prospect_id=${missed.id}&state=SCHEDULED`)).body.items).toEqual([]);
  expect(world.net.controls).toEqual([]); // The line stays up: nobody is cut off in the middle.
});

test("an opt-out from a withheld number is not promised, and a person looks into it", async () => {
  const { tell, metadata } = await ring(undefined);
  await tell({ type: "status-update", status: "in-progress" });
  await tell({
    type: 'transcript[transcriptType="final"]',
    role: "user",
    transcript: "Take me off your list.",
    timestamp: Date.now(),
  });
  await settled(metadata.call_key);
  const { items } = (await ask("/api/work-items?limit=200")).body;
  expect(
    items.find(({ call_id }: { call_id: string }) => call_id === metadata.call_id),
  ).toMatchObject({ kind: "opt_out_without_number" });
});

test("guessing is limited, parts of a name are no proof, and a call of ours cannot become another's", async () => {
  const missed = await aMissedCall({ name: "Jo Miller", company_name: "Miller Bakery" });
  const { use } = await ring(missed.phone);
  for (const [name, company] of [
    ["Jo", "bakery"],
    ["Miller", "Bakery"],
    ["Jo Miller", "bakery"],
  ])
    expect((await use("verify_caller", { name, company })).result).toMatch(/^Not verified/);
  for (let guess = 0; guess < 2; guess++) await use("verify_caller", { code: `0000000${guess}` });
  expect(
    (await use("verify_caller", { name: "Jo Miller", company: "Miller Bakery" })).result,
  ).toMatch(/^Too many attempts/);
  const ours = world.net.dials[0];
  const toolCallList = [
    {
      id: "x1",
      type: "function",
      function: { name: "verify_caller", arguments: { code: codeOf() } },
    },
  ];
  const { results } = (
    await post({
      type: "tool-calls",
      toolCallList,
      call: { id: ours?.id, assistantOverrides: ours?.assistantOverrides },
    })
  ).body;
  expect(results[0].result).toMatch(/You called them/);
});

test("who was never reached by anything is not thanked for answering it", async () => {
  const night = await (async () => {
    vi.setSystemTime(Date.parse("2040-11-20T06:00:00Z"));
    return anInitiatedCall();
  })();
  expect((await ring(night.phone)).assistant.firstMessage).not.toMatch(
    /reach this number|message that|email/,
  );
  vi.setSystemTime(START);
  const noMail = await aMissedCall({ email: undefined });
  expect((await ring(noMail.phone)).assistant.firstMessage).toContain(
    "I tried to reach this number on Tuesday",
  );
});

test("the link is sent to the address on record, once, and only to who is verified", async () => {
  const missed = await aMissedCall();
  const { use } = await ring(missed.phone);
  expect((await use("send_link")).result).toBe("Verify the caller first.");
  await use("verify_caller", { name: "Jo Ångström", company: "王 & Sons" });
  const sent = world.net.emails.length;
  expect((await use("send_link", {}, "send-1")).result).toMatch(/^Sent/);
  expect((await use("send_link", {}, "send-1")).result).toMatch(/^Sent/);
  expect(world.net.emails.length).toBe(sent + 1);
});

test("a tool that is none, or of a call that is none, is answered in words", async () => {
  const { use } = await ring("+15559990004");
  for (const name of ["no_such_tool", "__proto__", "constructor", ""])
    expect((await use(name)).error).toMatch(/There is no tool/);
  expect((await use("book_callback", { start: "tomorrow" })).error).toMatch(/arguments/);
  expect((await use("verify_caller", "{not json")).result).toMatch(/^Not verified/);
});

test("a transfer goes to who is licensed in the caller's state and at work, with a briefing; else nobody is promised", async () => {
  const missed = await aMissedCall();
  const { tell } = await ring(missed.phone);
  await tell({
    type: 'transcript[transcriptType="final"]',
    role: "user",
    transcript: "I want to talk to a person.",
    timestamp: Date.now(),
  });
  const agent = {
    id: `agent_${Math.random().toString(36).slice(2, 8)}`,
    name: "Ann Lee",
    phone_number: "+15551230001",
    states: ["NY"],
    time_zone: "America/New_York",
    hours: { days: ["tue"], start: "09:00", end: "17:00" },
  };
  expect((await ask("/api/agents", { body: agent })).status).toBe(201);
  const given = (await tell({ type: "transfer-destination-request" })).body;
  expect(given.destination).toMatchObject({ type: "number", number: "+15551230001" });
  expect(given.destination.transferPlan.message).toContain("I want to talk to a person.");
  expect(
    (await ask("/api/agents", { method: "PATCH", body: { id: agent.id, states: ["TX"] } })).body
      .states,
  ).toEqual(["TX"]);
  expect((await tell({ type: "transfer-destination-request" })).body.error).toMatch(
    /Nobody can take the call/,
  );
  await ask("/api/agents", { method: "PATCH", body: { id: agent.id, states: ["NY"] } });
  vi.setSystemTime(Date.now() + 10 * 3_600_000);
  expect((await tell({ type: "transfer-destination-request" })).body.error).toMatch(
    /Nobody can take the call/,
  );
  await ask("/api/agents", { method: "PATCH", body: { id: agent.id, active: false } });
});

test("what happens in a call is told to who watches, as it happens", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  const response = await exports.default.fetch(`https://worker.example/call/${call.callId}/live`, {
    headers: { upgrade: "websocket", authorization: `Bearer ${ADMIN}` },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error("no socket");
  const lines: { type: string; state?: string; text?: string }[] = [];
  socket.addEventListener("message", ({ data }) => lines.push(JSON.parse(String(data))));
  socket.accept();
  await objectOf(call.callKey).receive(anEvent(call, { type: "answered" }));
  await objectOf(call.callKey).receive(
    anEvent(call, { type: "spoke", turn: { role: "user", text: "Hello?", at: Date.now() } }),
  );
  await vi.waitFor(() =>
    expect(lines.map((line) => line.state ?? line.text)).toEqual([
      "INITIATED",
      "CONNECTED",
      "Hello?",
    ]),
  );
  expect((await ask(`/call/${call.callId}`)).body.transcript).toMatchObject([
    { role: "user", text: "Hello?" },
  ]);
  socket.close();
  expect((await ask(`/call/${call.callId}/live`)).status).toBe(426);
  expect((await ask(`/call/${call.callId}/live`, { key: "" })).status).toBe(401);
});

test("an operator works on a live call, and on no other", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, { type: "answered" }));
  const control = (body: object) => ask(`/call/${call.callId}/control`, { body });
  expect((await control({ action: "say", text: "One moment." })).status).toBe(202);
  expect((await control({ action: "whisper", text: "They are a dentist." })).status).toBe(202);
  expect((await control({ action: "end" })).status).toBe(202);
  expect(world.net.controls).toMatchObject([
    { type: "say", content: "One moment." },
    { type: "add-message", message: { role: "system" } },
    { type: "end-call" },
  ]);
  expect(await control({ action: "say" })).toMatchObject({
    status: 400,
    body: { errors: [{ path: "text" }] },
  });
  expect((await control({ action: "transfer" })).status).toBe(422);
  await objectOf(call.callKey).receive(anEvent(call, NO_ANSWER));
  expect(await control({ action: "end" })).toMatchObject({
    status: 409,
    body: { code: "conflict" },
  });
  expect((await ask("/call/nobody/control", { body: { action: "end" } })).status).toBe(404);
});

test("who opened their link talks in the browser to an agent that knows them", async () => {
  const missed = await aMissedCall();
  const { links } = (await ask(`/call/${missed.callId}`)).body;
  const path = new URL(links.callback).pathname;
  const talk = await ask(`${path}/talk`, { key: "", method: "POST", body: {} });
  expect(talk).toMatchObject({
    status: 201,
    body: { web_call_url: expect.stringContaining("room") },
  });
  const page = await ask(`${path}/talk?call_id=${talk.body.call_id}`, { key: "" });
  for (const words of [
    "Check my microphone",
    talk.body.web_call_url,
    `captions?call_id=${talk.body.call_id}`,
  ])
    expect(page.body).toContain(words);
  expect(page.body).toMatch(/<script src="\/assets\/talk\.\w{8}\.js" defer/);
  const web = world.net.webCalls[0];
  expect(JSON.stringify(web)).toContain("Budget 2,000 a month.");
  const metadata = (web as { assistant: { metadata: object } }).assistant.metadata;
  await post({
    type: "status-update",
    status: "in-progress",
    call: { id: "web-1", type: "webCall", assistant: { metadata } },
  });
  expect((await ask(`/call/${talk.body.call_id}`)).body).toMatchObject({
    direction: "web",
    origin: "talk",
    state: "CONNECTED",
    call_key: "va:inbound:web:web-1",
    previous_call_id: missed.callId,
  });
  const callKey = "va:inbound:web:web-1";
  const turn = { role: "user" as const, text: "Hello?", at: 1 };
  await objectOf(callKey).receive(
    anEvent({ callKey, callId: talk.body.call_id }, { type: "spoke", turn }),
  );
  const captions = await ask(`${path}/captions?call_id=${talk.body.call_id}`, { key: "" });
  expect(captions.body).toEqual({
    state: "CONNECTED",
    ended: false,
    lines: [{ role: "user", text: "Hello?" }],
  });
  // Another call than one made from this link is nobody's to read here.
  expect((await ask(`${path}/captions?call_id=${missed.callId}`, { key: "" })).status).toBe(404);
});
