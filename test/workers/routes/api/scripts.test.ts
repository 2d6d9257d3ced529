import { expect, test, vi } from "vitest";
import type { CallUpdate } from "../../../../src/calls/events";
import { DEFAULT_SCRIPTS } from "../../../../src/conversation/default-scripts";
import { endReason } from "../../../../src/telephony/ended-reason";
import {
  anEvent,
  anInitiatedCall,
  aRequestFor,
  ask,
  aWorld,
  NO_ANSWER,
  objectOf,
  settled,
} from "../../world";

const world = aWorld();
const name = () => `s_${Math.random().toString(36).slice(2, 10)}`;
const content = {
  ...DEFAULT_SCRIPTS.cold.content,
  opening: "Shall we talk about {{coverage}} for {{company}}?",
};

test("a script is versioned, previewed, and the call names the version that it used", async () => {
  const id = name();
  const made = await ask("/api/scripts", {
    body: { id, name: "Cyber", coverage: "cyber", content },
  });
  expect(made).toMatchObject({ status: 201, body: { id, version: 1 } });
  expect(made.body.preview.first_message).toContain(
    "Shall we talk about cyber insurance for Miller Bakery?",
  );
  const next = await ask("/api/scripts", {
    method: "PATCH",
    body: { id, content: { ...content, opening: "Is it a good time?" } },
  });
  expect(next.body).toMatchObject({ id, version: 2, coverage: "cyber" });
  const campaign = name();
  await ask("/api/campaigns", {
    body: { id: campaign, name: "Cyber", channel: "voice", script_id: id },
  });
  const body = aRequestFor(campaign);
  const { call_id, call_key } = (await ask("/call/initiate", { body })).body;
  await settled(call_key);
  expect(world.net.dials[0]?.assistant.firstMessage).toMatch(/AI assistant.*Is it a good time\?$/);
  expect((await ask(`/call/${call_id}`)).body.script_version).toBe(`${id}@2`);
});

test("what may not be said is refused with its place; defaults are shown and not to be replaced", async () => {
  const wrong = { name: "Bold", content: { ...content, opening: "We guarantee to save you 20%." } };
  expect(await ask("/api/scripts", { body: wrong })).toMatchObject({
    status: 422,
    body: { code: "script_not_allowed", errors: [{ path: "content.opening" }] },
  });
  expect(
    (await ask("/api/scripts", { body: { id: "default-cold", name: "x", content } })).body.code,
  ).toBe("reserved_id");
  expect((await ask("/api/scripts", { method: "PATCH", body: { id: "nobody" } })).status).toBe(404);
  const { items } = (await ask("/api/scripts")).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual(
    expect.arrayContaining(["default-cold", "default-callback"]),
  );
});

test("a campaign that leaves no voicemails leaves none", async () => {
  const campaign = name();
  await ask("/api/campaigns", {
    body: { id: campaign, name: "Quiet", channel: "voice", settings: { voicemail: "off" } },
  });
  const body = aRequestFor(campaign);
  await settled((await ask("/call/initiate", { body })).body.call_key);
  expect(world.net.dials[0]?.assistant).not.toHaveProperty("voicemailMessage");
});

test("a campaign with a recording has it played to machines", async () => {
  const campaign = name();
  const settings = { voicemail: "audio", voicemail_audio_url: "https://files.example/hello.mp3" };
  await ask("/api/campaigns", {
    body: { id: campaign, name: "Recorded", channel: "voice", settings },
  });
  const body = aRequestFor(campaign);
  await settled((await ask("/call/initiate", { body })).body.call_key);
  const assistant = JSON.stringify(world.net.dials[0]?.assistant);
  expect(assistant).toContain('"content":"https://files.example/hello.mp3"');
  expect(assistant).toContain('"voicemailDetection":"off"');
});

test("a campaign's figures follow a link from the missed call to the bound policy", async () => {
  const call = await anInitiatedCall({ email: `${Math.random()}@prospect.example` });
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, NO_ANSWER));
  await settled(call.callKey);
  const path = new URL((await ask(`/call/${call.callId}`)).body.links.callback).pathname;
  vi.setSystemTime(Date.now() + 30 * 60_000);
  const { call_id: callId } = (await ask(`${path}/call-now`, { key: "", method: "POST", body: {} }))
    .body;
  await settled(call.callKey);
  const turns = [{ role: "user" as const, text: "Hello, I want a quote.", at: 1 }];
  const talk: CallUpdate = {
    type: "reported",
    report: { reason: endReason("customer-ended-call"), turns, connected: true },
  };
  await objectOf(call.callKey).receive(anEvent({ callKey: call.callKey, callId }, talk));
  await settled(call.callKey);
  await ask(`/call/${callId}/conversion`, { body: { kind: "bound" } });
  const stats = (await ask(`/api/campaigns/${call.campaign}/stats`)).body;
  expect(stats.voicemails).toMatchObject({
    links: 1,
    delivered: 0,
    emailed: 1,
    called_back: 1,
    conversations: 1,
    converted: 1,
    callback_rate: 1,
  });
  expect(stats.voicemails.time_to_callback_seconds_median).toBeGreaterThanOrEqual(1_800);
  expect(stats.outcomes).toMatchObject({ no_answer: 1, conversation: 1 });
});

test("an agent that promised is found out, and a person is told", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  const turns = [
    { role: "assistant" as const, text: "I guarantee that you will save 30 percent.", at: 1 },
    { role: "user" as const, text: "Hello?", at: 2 },
  ];
  await objectOf(call.callKey).receive(
    anEvent(call, {
      type: "reported",
      report: {
        reason: endReason("customer-ended-call"),
        turns,
        connected: true,
        missedTransfer: true,
      },
    }),
  );
  await vi.waitFor(
    async () => {
      const { items } = (await ask("/api/work-items?limit=200")).body;
      const kinds = items
        .filter(({ call_id }: { call_id: string }) => call_id === call.callId)
        .map(({ kind }: { kind: string }) => kind);
      expect(kinds.sort()).toEqual(["forbidden_topic", "missed_transfer"]);
    },
    { timeout: 8_000 },
  );
});
