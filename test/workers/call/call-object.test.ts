import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import type { CallRequest, CallUpdate } from "../../../src/calls/events";
import { LOOK_UP_MS, LOOK_UPS_MAX, RETRY_MS } from "../../../src/calls/policy";
import { answerLost, answers, connectionLost, type Fault, silent } from "../../stand-ins/internet";
import {
  anEvent,
  anInitiatedCall,
  ask,
  aWorld,
  elapse,
  ended,
  type Initiated,
  objectOf,
  settled,
  TALK,
} from "../world";

const world = aWorld();
const DIAL = "POST /vapi/call";
const tell = (call: Initiated, news: CallUpdate, attempt = 1) =>
  objectOf(call.callKey).receive(anEvent(call, news, attempt));
const shown = async (call: Initiated) => (await ask(`/call/${call.callId}`)).body;
const dialed = () => vi.waitFor(() => expect(world.net.dials).not.toHaveLength(0));
const atStorage = <T>(call: Initiated, look: (storage: DurableObjectStorage) => T) =>
  runInDurableObject(objectOf(call.callKey), (_, { storage }) => look(storage));

test("an event told twice counts once", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  const event = anEvent(call, { type: "answered" });
  expect(await objectOf(call.callKey).receive(event)).toBe("applied");
  expect(await objectOf(call.callKey).receive(event)).toBe("duplicate");
  expect(
    (await shown(call)).timeline.filter((mark: { event: string }) => mark.event === "answered"),
  ).toHaveLength(1);
});

test("a duplicate writes no row", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  const event = anEvent(call, { type: "answered" });
  await objectOf(call.callKey).receive(event);
  await settled(call.callKey);
  const written = await runInDurableObject(objectOf(call.callKey), async (object, { storage }) => {
    const spy = vi.spyOn(storage.sql, "exec");
    await object.receive(event);
    return spy.mock.results.reduce((sum, { value }) => sum + value.rowsWritten, 0);
  });
  expect(written).toBe(0);
});

test("an event that cannot be kept leaves nothing behind", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  const event = anEvent(call, { type: "answered" });
  await runInDurableObject(objectOf(call.callKey), async (object, { storage }) => {
    const exec = storage.sql.exec.bind(storage.sql);
    const broken = vi.spyOn(storage.sql, "exec").mockImplementation(((
      sql: string,
      ...values: unknown[]
    ) => {
      if (sql.includes("insert into outbox")) throw new Error("the disk is full");
      return exec(sql, ...values);
    }) as never);
    await expect(object.receive(event)).rejects.toThrow("the disk is full");
    broken.mockRestore();
  });
  expect(await objectOf(call.callKey).receive(event)).toBe("applied");
});

test("an acknowledged event needs no database, queue, store or model", async () => {
  const call = await anInitiatedCall();
  await dialed();
  world.net.databaseIsAway = true;
  expect(await tell(call, { type: "answered" })).toBe("applied");
  expect(await tell(call, TALK)).toBe("applied");
  expect((await objectOf(call.callKey).find(call.callId))?.state).toMatchObject({
    state: "COMPLETED",
  });
  world.net.databaseIsAway = false;
  await elapse(call.callKey, 60_000);
  expect((await ask(`/call?prospect_id=${call.id}`)).body.items).toMatchObject([
    { state: "COMPLETED", outcome: "conversation" },
  ]);
});

test("nobody is dialed while the gate cannot be asked, and somebody is as soon as it can", async () => {
  const first = await anInitiatedCall();
  await settled(first.callKey);
  expect(world.net.dials).toHaveLength(1);
  world.net.databaseIsAway = true;
  const call = { callKey: `${first.callKey}x`, callId: crypto.randomUUID() };
  const state = (await objectOf(first.callKey).find(first.callId))?.state;
  await objectOf(call.callKey).request({ ...state?.request, ...call } as CallRequest);
  await settled(call.callKey);
  expect(world.net.dials).toHaveLength(1);
  world.net.databaseIsAway = false;
  await elapse(call.callKey, 60_000);
  expect(world.net.dials).toHaveLength(2);
});

test("a dial whose object dies under it is looked up, not repeated", async () => {
  world.net.fails(DIAL, (answer) => {
    answer();
    return silent(answer);
  });
  const call = await anInitiatedCall();
  await dialed();
  await abortAllDurableObjects();
  await elapse(call.callKey, 2_000); // What the dead object had started waits for no lease.
  await elapse(call.callKey, LOOK_UP_MS);
  expect(world.net.times(DIAL)).toBe(1);
  expect(world.net.times("GET /vapi/call")).toBe(1);
  await tell(call, TALK);
  expect(await shown(call)).toMatchObject({ state: "COMPLETED", attempt: 1 });
});

const madeAnd =
  (status: number): Fault =>
  (answer) => {
    answer();
    return new Response("", { status });
  };
test.each([
  ["a lost answer", answerLost],
  ["429 after it was made", madeAnd(429)],
  ["503 after it was made", madeAnd(503)],
])("a dial that ends in %s is found and not repeated", async (_, fault) => {
  world.net.fails(DIAL, fault);
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await elapse(call.callKey, LOOK_UP_MS);
  expect(world.net.times(DIAL)).toBe(1);
  await tell(call, TALK);
  expect(await shown(call)).toMatchObject({ state: "COMPLETED", outcome: "conversation" });
});

test("a dial that was never made is made again after three empty answers, and only then", async () => {
  world.net.fails(DIAL, connectionLost);
  const call = await anInitiatedCall();
  await settled(call.callKey);
  for (let empty = 0; empty < LOOK_UPS_MAX; empty++) {
    expect(world.net.times(DIAL)).toBe(1);
    await elapse(call.callKey, LOOK_UP_MS);
  }
  expect(await shown(call)).toMatchObject({ state: "RETRY_SCHEDULED", attempt: 2 });
  await elapse(call.callKey, RETRY_MS[0] ?? 0);
  expect(world.net.dials.map(({ name }) => name)).toEqual([`${call.callId}-2`]);
});

test("an object that was evicted or killed goes on where it stood", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await evictDurableObject(objectOf(call.callKey));
  await tell(call, { type: "answered" });
  await abortAllDurableObjects();
  expect(await shown(call)).toMatchObject({ state: "CONNECTED" });
  expect(world.net.times(DIAL)).toBe(1);
});

test("no free line is asked for again soon, without another attempt", async () => {
  world.net.fails(DIAL, answers(400, { message: "Over Concurrency Limit" }));
  const call = await anInitiatedCall();
  await settled(call.callKey);
  expect(await shown(call)).toMatchObject({ state: "SCHEDULED", attempt: 1 });
  await elapse(call.callKey, 60_000);
  expect(world.net.dials.map(({ name }) => name)).toEqual([`${call.callId}-1`]);
});

test("a report that never comes is fetched", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await tell(call, { type: "answered" });
  await tell(call, ended("customer-ended-call"));
  world.net.ends.set(world.net.dials[0]?.id ?? "", {
    status: "ended",
    endedReason: "customer-ended-call",
    startedAt: "2040-11-20T15:00:00Z",
    artifact: { messages: [{ role: "user", message: "Hello" }] },
  });
  await elapse(call.callKey, 2 * 60_000);
  expect(await shown(call)).toMatchObject({
    state: "COMPLETED",
    transcript: [{ role: "user", text: "Hello" }],
  });
});

test("an alarm is always armed while anything is owed, at most a minute ahead, and not moved by an event", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  const armed = await atStorage(call, (storage) => storage.getAlarm());
  expect(armed).not.toBeNull();
  expect((armed ?? 0) - Date.now()).toBeLessThanOrEqual(60_000);
  await tell(call, { type: "ringing" });
  await settled(call.callKey);
  expect(await atStorage(call, (storage) => storage.getAlarm())).toBe(armed);
});

test("what can never be done is dead, shown, and can be tried again", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await tell(call, { type: "answered" });
  world.net.fails(
    `POST ${new URL(world.net.dials[0]?.monitor.controlUrl ?? "").pathname}`,
    answers(404, {}),
  );
  expect((await ask(`/call/${call.callId}/cancel`, { method: "POST" })).status).toBe(202);
  await settled(call.callKey);
  const { items } = (await ask("/api/failures?limit=200")).body;
  const failure = items.find(
    ({ detail }: { detail: { call_id?: string } }) => detail.call_id === call.callId,
  );
  expect(failure).toMatchObject({ kind: "effect", cause: "vapi control answered 404" });
  expect((await ask(`/api/failures/${failure.id}/retry`, { method: "POST" })).status).toBe(202);
  await vi.waitFor(() => expect(world.net.controls).toEqual([{ type: "end-call" }]));
});

test("no answer schedules the cadence's next call, linked to this one", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await tell(call, ended("customer-did-not-answer"));
  await settled(call.callKey);
  const { items } = (await ask(`/call?prospect_id=${call.id}`)).body;
  expect(items).toHaveLength(2);
  const next = items.find((one: { call_id: string }) => one.call_id !== call.callId);
  expect(next).toMatchObject({
    state: "SCHEDULED",
    origin: "cadence",
    previous_call_id: call.callId,
  });
  expect(next.not_before).toMatch(/^2040-11-20T19:00/);
});

test("an effect that this version does not know is shown as a failure, and stops no other", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await atStorage(call, ({ sql }) =>
    sql.exec(
      `insert into outbox (call_id, kind, effect, next_at) values (?, 'teleport', ?, 0)`,
      call.callId,
      JSON.stringify({ do: "teleport" }),
    ),
  );
  await tell(call, { type: "answered" });
  await settled(call.callKey);
  expect((await shown(call)).state).toBe("CONNECTED");
  const dead = await atStorage(call, ({ sql }) =>
    sql.exec("select kind, status from outbox").toArray(),
  );
  expect(dead).toEqual([{ kind: "teleport", status: "dead" }]);
});
