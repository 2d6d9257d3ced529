import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { readEffect, UNTIRING } from "../../src/calls/pending-effect";
import { compose } from "../../workers/compose";
import { runCron } from "../../workers/crons";
import { Outbox } from "../../workers/platform/outbox";
import { answers, unavailable } from "../stand-ins/internet";
import {
  aCampaign,
  anEvent,
  anInitiatedCall,
  aPerson,
  aProspect,
  aRequestFor,
  ask,
  aWorld,
  elapse,
  NO_ANSWER,
  objectOf,
  settled,
} from "./world";

const world = aWorld();
const TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
const TRACEPARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`;

/** The end of a call, as VAPI reports it for the latest dial. */
function report(callKey: string, callId: string, words: string) {
  const metadata = { call_key: callKey, call_id: callId, attempt: 1 };
  const message = {
    type: "end-of-call-report",
    endedReason: "customer-ended-call",
    call: { id: world.net.dials.at(-1)?.id, assistantOverrides: { metadata } },
    artifact: { messages: [{ role: "user", message: words, time: 1 }] },
  };
  const headers = { "x-vapi-secret": "webhook-secret" };
  return ask("/webhooks/vapi", { key: "", body: { message }, headers });
}

test("every answer carries a request id: the caller's own if it is well-formed, else a new one", async () => {
  const own = { headers: { "x-request-id": "order-66_a" } };
  expect((await ask("/healthz", own)).headers.get("x-request-id")).toBe("order-66_a");
  expect((await ask("/no/such", { ...own, key: "" })).headers.get("x-request-id")).toBe(
    "order-66_a",
  );
  for (const malformed of ["a b", "<script>", "x".repeat(65)]) {
    const { headers } = await ask("/healthz", { headers: { "x-request-id": malformed } });
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("what a request reports is logged with the request's id", async () => {
  await ask("/webhooks/vapi", {
    key: "",
    body: { message: { type: "moon.landing" } },
    headers: { "x-vapi-secret": "webhook-secret", "x-request-id": "webhook-1" },
  });
  expect(world.log).toContainEqual(
    expect.objectContaining({ event: "vapi.quarantined", request_id: "webhook-1" }),
  );
});

test("the trace of POST /call/initiate is followed through the call's object to the tasks after it", async () => {
  const person = aPerson();
  const answer = await ask("/call/initiate", {
    body: aRequestFor(await aCampaign(), person),
    headers: { traceparent: TRACEPARENT, "x-request-id": "initiate-1" },
  });
  const { call_id, call_key } = answer.body;
  await settled(call_key);
  await report(call_key, call_id, "Hello, send me a quote.");
  await vi.waitFor(() => expect(world.log.map(({ event }) => event)).toContain("task.done"), {
    timeout: 8_000,
  });
  const traced = world.log.filter(({ trace_id }) => trace_id === TRACE_ID);
  expect(traced).toContainEqual(
    expect.objectContaining({ event: "call.moved", call_id, to: "INITIATED" }),
  );
  expect(traced).toContainEqual(
    expect.objectContaining({
      event: "call.moved",
      call_id,
      event_id: expect.stringContaining("report"),
      to: "COMPLETED",
    }),
  );
  expect(traced).toContainEqual(
    expect.objectContaining({
      event: "task.done",
      call_id,
      job: expect.any(String),
      message_id: expect.any(String),
    }),
  );
});

test("a request without a trace starts one, and a malformed one is as good as none", async () => {
  const headers = { traceparent: "00-nonsense-01" };
  const body = aRequestFor(await aCampaign());
  const { call_id, call_key } = (await ask("/call/initiate", { body, headers })).body;
  await settled(call_key);
  const moved = world.log.filter((entry) => entry.call_id === call_id);
  const traces = new Set(moved.map(({ trace_id }) => trace_id));
  expect([...traces]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
});

test("a cron's entries carry its name", async () => {
  world.net.databaseIsAway = true;
  await runCron("* * * * *", compose(env)).catch(() => "the database is away");
  expect(world.log).toContainEqual(
    expect.objectContaining({ event: "corpus.not-indexed", cron: "* * * * *" }),
  );
});

test("no entry of a journey holds a name, a number, an address or a word that was said", async () => {
  const person = aPerson("12");
  const email = "quetzalcoatl@private.example";
  const prospect = { ...aProspect({ name: "Quetzalcoatl Canary", email }) };
  const refused = `To ${email} at ${person.phone}: refused`;
  const echo = { message: refused, error: { message: refused }, ErrorCode: 406, Message: refused };
  world.net.fails("POST /vapi/call", answers(400, echo));
  world.net.fails("POST /postmark/email", answers(422, echo));
  const body = { ...aRequestFor(await aCampaign(), person), prospect_data: prospect };
  const first = (await ask("/call/initiate", { body })).body;
  await settled(first.call_key);
  const second = await anInitiatedCall({ name: "Quetzalcoatl Canary", email });
  await settled(second.callKey);
  await objectOf(second.callKey).receive(anEvent(second, NO_ANSWER));
  await elapse(second.callKey, 60_000);
  await elapse(second.callKey, 60_000);
  world.net.fails("POST /openai/v1/chat/completions", unavailable, answers(400, echo));
  const third = await anInitiatedCall({ name: "Quetzalcoatl Canary", email });
  await settled(third.callKey);
  await report(third.callKey, third.callId, "My secret is heliotrope.");
  await vi.waitFor(() => expect(world.log.map(({ event }) => event)).toContain("task.failed"), {
    timeout: 8_000,
  });
  await ask("/webhooks/vapi", {
    key: "",
    body: { message: { type: "moon.landing", text: `heliotrope ${email}` } },
    headers: { "x-vapi-secret": "webhook-secret" },
  });
  expect(world.log.map(({ event }) => event)).toEqual(
    expect.arrayContaining(["call.not-dialed", "effect.dead", "vapi.quarantined"]),
  );
  const log = JSON.stringify(world.log);
  for (const canary of [
    "Quetzalcoatl",
    email,
    person.phone,
    person.phone.slice(2),
    second.phone.slice(2),
    third.phone.slice(2),
    "heliotrope",
    "1 Main St",
  ])
    expect(log.toLowerCase()).not.toContain(canary.toLowerCase());
});

test("an object of a version that kept no traces runs what it had pending", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await runInDurableObject(objectOf(call.callKey), (_, { storage: { sql } }) => {
    sql.exec("alter table outbox drop column traceparent");
    sql.exec(`insert into outbox (call_id, kind, effect, next_at)
      values ('old', 'project', '{"do":"project"}', 0)`);
    const outbox = new Outbox(sql, UNTIRING, readEffect);
    outbox.add("new", { do: "project" }, 0, TRACEPARENT);
    expect(outbox.take(1)).toMatchObject([
      { callId: "old", traceparent: null },
      { callId: "new", traceparent: TRACEPARENT },
    ]);
  });
});
