import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { isSigned } from "../../../../src/webhooks/signature";
import { compose } from "../../../../workers/compose";
import { runCron } from "../../../../workers/crons";
import { answers, unavailable } from "../../../stand-ins/internet";
import { anEvent, anInitiatedCall, ask, aWorld, objectOf, settled, TALK } from "../../world";

const world = aWorld();
const HOUR = 3_600_000;
const minute = () => runCron("* * * * *", compose(env));
let listeners = 0;
const aListener = async (events: string[] = []) => {
  const path = `/hook-${++listeners}`;
  const { body } = await ask("/api/webhooks", {
    body: { url: `https://listener.example${path}`, events },
  });
  const heard = () =>
    world.net.told.filter((one) => one.path === path).map((one) => JSON.parse(one.body));
  return { ...body, path, heard } as {
    id: string;
    secret: string;
    path: string;
    heard: () => { type: string; data: Record<string, string> }[];
  };
};
const stop = (id: string) => ask(`/api/webhooks/${id}`, { method: "DELETE" });

let news = 0;
/** Something that came about. */
const announced = () =>
  compose(env).announce({ event: "lead.hot", key: `news:${++news}`, data: { call_id: "c1" } });

async function aQuoteWished() {
  const quote = { field: "requested_document", value: "quote", quote: "send me a quote" };
  world.net.extraction = { found: [{ ...quote, turn: 1, confidence: 0.95 }] };
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, TALK));
  await vi.waitFor(
    async () => {
      const { tasks } = (await ask(`/call/${call.callId}`)).body;
      const done = tasks.filter(({ status }: { status: string }) => status === "done");
      expect(done.map(({ name }: { name: string }) => name)).toContain("fill_document");
      expect(done).toHaveLength(tasks.length);
    },
    { timeout: 10_000 },
  );
  return call;
}

test("a listener hears of a hot lead and of the work it makes, signed, once; the operator gets one email", async () => {
  const { id, secret, path, heard } = await aListener();
  const call = await aQuoteWished();
  // What other tests left behind is older, and told first.
  for (let minutes = 0; minutes < 10; minutes++) await minute();
  const mine = heard().filter(({ data }) => data.call_id === call.callId);
  expect(mine.map(({ type }) => type).sort()).toEqual(["lead.hot", "work_item.opened"]);
  expect(mine.find(({ type }) => type === "lead.hot")?.data).toMatchObject({
    prospect_id: call.id,
    forms: ["PDF_QUOTE_FORM"],
  });
  for (const { headers, body } of world.net.told.filter((one) => one.path === path)) {
    const signed = {
      id: headers.get("webhook-id") ?? "",
      timestamp: headers.get("webhook-timestamp") ?? "",
      signature: headers.get("webhook-signature") ?? "",
    };
    const bytes = new TextEncoder().encode(body);
    expect(isSigned(signed, bytes, secret, Date.now())).toBe(true);
    expect(isSigned(signed, bytes, `whsec_${btoa("another secret of 24 by")}`, Date.now())).toBe(
      false,
    );
    expect(body).not.toContain(call.phone);
  }
  const told = world.net.emails.filter(({ TextBody }) =>
    TextBody.includes(`Hot lead: wants a quote or a meeting (${call.callId})`),
  );
  expect(told.map(({ To }) => To)).toEqual(["operator@agency.example"]);
  await stop(id);
});

test("a listener that does not take a message gets it again later, and at last by a person's hand", async () => {
  const { id, path, heard } = await aListener(["lead.hot"]);
  await announced();
  world.net.fails(`POST ${path}`, unavailable);
  await minute();
  expect(heard()).toEqual([]);
  await minute();
  expect(heard()).toEqual([]);
  vi.setSystemTime(Date.now() + 6_000);
  await minute();
  expect(heard().length).toBe(1);

  await announced();
  world.net.fails(`POST ${path}`, ...Array(12).fill(answers(500, {})));
  for (let tries = 0; tries < 12; tries++) {
    await minute();
    vi.setSystemTime(Date.now() + 25 * HOUR);
  }
  const dead = (await ask("/api/webhooks/deliveries?status=dead")).body.items;
  expect(dead).toMatchObject([{ webhook_id: id, tries: 10, error: "it answered 500" }]);
  const { items } = (await ask("/api/failures")).body;
  const failure = items.find((one: { id: string }) => one.id === dead[0].id);
  expect(failure).toMatchObject({ kind: "outgoing_webhook", cause: "it answered 500" });
  world.net.fails(`POST ${path}`);
  expect((await ask(`/api/failures/${failure.id}/retry`, { method: "POST" })).status).toBe(202);
  await minute();
  expect(heard().length).toBe(2);
  const again = await ask(`/api/webhooks/deliveries/${dead[0].id}/retry`, { method: "POST" });
  expect(again.status).toBe(202);
  await minute();
  expect(heard().length).toBe(3);
  await stop(id);
});

test("a listener that says it is gone, or is taken away, is told no more", async () => {
  const gone = await aListener(["lead.hot"]);
  const away = await aListener(["lead.hot"]);
  await announced();
  world.net.fails(`POST ${gone.path}`, answers(410, {}));
  await minute();
  expect((await stop(away.id)).body).toEqual({ id: away.id, deleted: true });
  expect((await stop(away.id)).status).toBe(404);
  const { items } = (await ask("/api/webhooks?limit=200")).body;
  expect(items.map((one: { id: string }) => one.id)).not.toContain(gone.id);
  await announced();
  vi.setSystemTime(Date.now() + HOUR);
  await minute();
  expect([gone.heard().length, away.heard().length]).toEqual([0, 1]);
  const { items: sent } = (await ask("/api/webhooks/deliveries?status=sent&limit=200")).body;
  const mine = sent.find((one: { webhook_id: string }) => one.webhook_id === away.id);
  const retried = await ask(`/api/webhooks/deliveries/${mine.id}/retry`, { method: "POST" });
  expect(retried.status).toBe(409);
});

test("a listener that is taken away during a try is not told again, and one that fails holds no other up", async () => {
  const bad = await aListener(["lead.hot"]);
  const good = await aListener(["lead.hot"]);
  for (let at = 0; at < 60; at++) await announced();
  let asked = 0;
  const taken = () => {
    asked++;
    return ask(`/api/webhooks/${bad.id}`, { method: "DELETE" }).then(
      () => new Response("", { status: 500 }),
    );
  };
  world.net.fails(`POST ${bad.path}`, ...Array(100).fill(taken));
  await minute();
  expect(good.heard()).toHaveLength(60);
  const before = asked;
  vi.setSystemTime(Date.now() + HOUR);
  await minute();
  expect(asked).toBe(before);
  await stop(good.id);
});

test("what is wrong with a listener is said, and only an administrator adds one", async () => {
  const add = (body: object, key?: string) => ask("/api/webhooks", { body, ...(key && { key }) });
  const wrong = await add({ url: "ftp://listener.example", events: ["lead.cold"] });
  expect(wrong.status).toBe(400);
  expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual(["url", "events.0"]);
  const named = await add({ url: "https://me:secret@listener.example" });
  expect(named.body.errors).toEqual([
    { path: "url", message: "must hold no user name and no password" },
  ]);
  const made = await ask("/api/keys", { body: { name: "reads", role: "operator" } });
  expect((await add({ url: "https://listener.example" }, made.body.key)).status).toBe(403);
  expect((await add({ url: "https://listener.example" }, "none")).status).toBe(401);
});

test("every step after a call is in its proof, sealed one by one", async () => {
  const call = await aQuoteWished();
  const { status, body } = await ask(`/call/${call.callId}/proof`);
  expect([status, body.intact]).toEqual([200, true]);
  const steps = body.items.filter(({ kind }: { kind: string }) => kind === "task");
  const tasks = steps.map(({ detail }: { detail: { task: string } }) => detail.task);
  expect(tasks).toEqual(expect.arrayContaining(["extract", "fill_document", "summarise"]));
  const extract = steps.find(
    ({ detail }: { detail: { task: string } }) => detail.task === "extract",
  );
  expect(extract.detail).toMatchObject({
    input_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    output_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const filled = steps.find(
    ({ detail }: { detail: { task: string } }) => detail.task === "fill_document",
  );
  expect(filled.detail.kept).toEqual([body.documents[0].document_id]);
  expect(body.documents).toMatchObject([{ form: "PDF_QUOTE_FORM", intact: true }]);
  expect((await ask(`/call/${call.callId}/audit-trail`)).body).toEqual(body);
  expect((await ask("/call/nobody/proof")).status).toBe(404);
});
