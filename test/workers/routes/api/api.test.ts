import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { http } from "../../../../workers/router";
import { aCampaign, anInitiatedCall, aPerson, aProspect, ask, aWorld, settled } from "../../world";

const world = aWorld();

test("whatever is not public is closed to those without a key, also what does not exist", async () => {
  for (const key of ["", "nonsense", "only-for-tests-admin-ke"])
    for (const path of [
      "/call",
      "/call/x",
      "/api/prospects",
      "/api/keys",
      "/api/search?q=x",
      "/no/such/route",
      "/dev/clock",
    ])
      expect(await ask(path, { key }), `${path} ${key}`).toMatchObject({
        status: 401,
        body: { code: "unauthorized" },
      });
  expect((await ask("/healthz", { key: "" })).body).toEqual({ ok: true });
});

test.each([
  ["GET", "/callback", 401],
  ["GET", "/callback/", 404],
  ["GET", "/callback/x/no/such", 404],
  ["DELETE", "/callback/x/call-now", 405],
  ["GET", "/c/", 401],
  ["PUT", "/c", 405],
  ["GET", "/q", 401],
  ["GET", "/q/x/no/such", 404],
  ["PUT", "/verify/x", 405],
  ["GET", "/u/x/y", 404],
  ["GET", "/t/o", 404],
  ["GET", "/assets/no/such", 404],
  ["POST", "/healthz", 405],
  ["GET", "/healthz/x", 401],
  ["GET", "/api/docs/x", 401],
  ["GET", "/webhooks", 401],
  ["GET", "/webhooks/vapi", 405],
  ["POST", "/webhooks/no/such", 404],
  ["POST", "/vapi/no/such", 404],
])("without a key, %s %s is a %i: its place decides who may enter", async (method, path, status) => {
  expect((await ask(path, { method, key: "" })).status).toBe(status);
});

test("a key does what its role allows, is never shown again, and stops when it is revoked", async () => {
  const make = async (role: string) =>
    (await ask("/api/keys", { body: { name: role, role } })).body;
  const [viewer, operator, admin] = [
    await make("viewer"),
    await make("operator"),
    await make("admin"),
  ];
  const stop = { body: { phone_number: aPerson().phone } };
  expect((await ask("/call", { key: viewer.key })).status).toBe(200);
  expect(await ask("/api/suppressions", { ...stop, key: viewer.key })).toMatchObject({
    status: 403,
    body: { code: "forbidden" },
  });
  expect((await ask("/api/suppressions", { ...stop, key: operator.key })).status).toBe(201);
  expect((await ask("/api/keys", { key: operator.key })).status).toBe(403);
  const listed = await ask("/api/keys?limit=200", { key: admin.key });
  const mine = listed.body.items.find((item: { id: string }) => item.id === viewer.id);
  expect(mine.prefix).toBe(viewer.key.slice(0, 11));
  expect(mine.last_used_at).not.toBeNull();
  expect(JSON.stringify(listed.body)).not.toContain(viewer.key);
  expect((await ask(`/api/keys/${viewer.id}`, { method: "DELETE" })).status).toBe(200);
  expect((await ask("/call", { key: viewer.key })).status).toBe(401);
});

test("a campaign is made once", async () => {
  const id = await aCampaign();
  expect(
    await ask("/api/campaigns", { body: { id, name: "Again", channel: "voice" } }),
  ).toMatchObject({ status: 409 });
  expect((await ask(`/api/campaigns/${id}`)).body).toMatchObject({
    id,
    status: "draft",
    settings: {},
  });
  const wrong = await ask("/api/campaigns", {
    body: { name: "", channel: "fax", settings: { start_local: "9" } },
  });
  expect(wrong.body.errors.map((error: { path: string }) => error.path)).toEqual([
    "name",
    "channel",
    "settings.start_local",
  ]);
});

test("a campaign has the prospects that it was made with, each once and in order, and none that is unknown", async () => {
  const [first, second] = [aPerson(), aPerson()];
  for (const { id, phone } of [first, second])
    await ask("/api/prospects", { body: { id, phone_number: phone, ...aProspect() } });
  const id = `members_${first.id}`;
  const make = (prospect_ids: string[]) =>
    ask("/api/campaigns", { body: { id, name: "Autumn", channel: "voice", prospect_ids } });
  expect(await make([first.id, "nobody"])).toMatchObject({
    status: 400,
    body: { code: "invalid_request", errors: [{ path: "prospect_ids.1" }] },
  });
  expect(await make([second.id, first.id, second.id])).toMatchObject({
    status: 201,
    body: { prospect_ids: [second.id, first.id] },
  });
  expect((await ask(`/api/campaigns/${id}`)).body.prospect_ids).toEqual([second.id, first.id]);
});

test("a prospect is kept as it was told, in any script", async () => {
  const { id, phone } = aPerson();
  const name = "محمد الأحمد";
  const body = {
    id,
    phone_number: phone,
    ...aProspect({ name, company: { name: "Ελλάς ΑΕ", employee_count: 12 } }),
  };
  expect((await ask("/api/prospects", { body })).status).toBe(201);
  expect((await ask(`/api/prospects/${id}`)).body).toMatchObject({
    id,
    phone_number: phone,
    name,
    company: { name: "Ελλάς ΑΕ", employee_count: 12 },
    consents: [{ basis: "written", channels: ["voice", "email"] }],
  });
  expect((await ask("/api/prospects", { body })).status).toBe(409);
});

test("a number is left alone by its hash, and may be lifted by an admin", async () => {
  const { phone } = aPerson();
  const { items } = (
    await ask("/api/suppressions", { body: { phone_number: phone, note: "asked by letter" } })
  ).body;
  const listed = (await ask("/api/suppressions?limit=200")).body.items;
  expect(listed.find((one: { id: string }) => one.id === items[0].id)).toMatchObject({
    kind: "phone",
    reason: "manual",
  });
  expect(JSON.stringify(listed)).not.toContain(phone.slice(2));
  expect(
    (await ask("/api/suppressions", { method: "DELETE", body: { phone_number: phone } })).body,
  ).toEqual({ lifted: 1 });
  expect(
    (await ask("/api/suppressions", { method: "DELETE", body: { phone_number: phone } })).status,
  ).toBe(404);
  expect((await ask("/api/suppressions", { body: {} })).body.errors[0].path).toBe("phone_number");
});

test("every rule says where it comes from", async () => {
  const { items, version } = (await ask("/api/rules")).body;
  expect(version).not.toBe("");
  for (const rule of items) expect(rule.source.length).toBeGreaterThan(10);
});

test("an unknown path is 404, a wrong method 405 with those that are allowed, no JSON 400, too much 413", async () => {
  expect(await ask("/no/such/route")).toMatchObject({ status: 404, body: { code: "not_found" } });
  const wrong = await ask("/call/initiate", { method: "DELETE" });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, POST"]);
  expect(await ask("/call/initiate", { body: "{" })).toMatchObject({
    status: 400,
    body: { code: "invalid_request" },
  });
  const large = { name: "x".repeat(1_100_000), channel: "voice" };
  expect(await ask("/api/campaigns", { body: large })).toMatchObject({
    status: 413,
    body: { code: "too_large" },
  });
  expect(
    (
      await ask("/call/initiate", {
        body: "a=1",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      })
    ).status,
  ).toBeGreaterThanOrEqual(400);
});

test("the database being away is 503, without an inside", async () => {
  world.net.databaseIsAway = true;
  const answer = await ask("/api/campaigns");
  expect(answer).toMatchObject({ status: 503, body: { code: "unavailable" } });
  expect(answer.headers.get("retry-after")).not.toBeNull();
  expect(JSON.stringify(answer.body)).not.toMatch(/select|neon|connection refused/i);
  expect((await ask("/readyz", { key: "" })).status).toBe(503);
  expect((await ask("/healthz", { key: "" })).status).toBe(200);
});

test("readiness names what is missing, never a value", async () => {
  expect((await ask("/readyz", { key: "" })).body).toEqual({ ready: true });
  const broken = { ...env, VAPI_API_KEY: "", PII_HASH_KEY: "short-secret" };
  const context = { waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext;
  const answer = await http.fetch(new Request("https://worker.example/readyz"), broken, context);
  const text = await answer.text();
  expect(answer.status).toBe(503);
  expect(text).toContain("VAPI_API_KEY");
  expect(text).toContain("PII_HASH_KEY");
  expect(text).not.toContain("short-secret");
});

test("product time is set, runs on, and is not there in production", async () => {
  const set = await ask("/dev/clock", { body: { now: "2041-01-01T12:00:00Z" } });
  expect(set.body.now.slice(0, 19)).toBe("2041-01-01T12:00:00");
  const moved = await ask("/dev/clock", { body: { advance: "PT72H" } });
  expect(moved.body.now.slice(0, 19)).toBe("2041-01-04T12:00:00");
  expect((await ask("/dev/clock", { body: { advance: "3 days" } })).body).toMatchObject({
    code: "invalid_request",
  });
  const production = { ...env, ENVIRONMENT: "production" };
  const context = { waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext;
  const headers = {
    authorization: "Bearer only-for-tests-admin-key",
    "content-type": "application/json",
  };
  const request = new Request("https://worker.example/dev/clock", {
    method: "POST",
    headers,
    body: "{}",
  });
  expect((await http.fetch(request, production, context)).status).toBe(404);
  await ask("/dev/clock", { body: { now: new Date(Date.now()).toISOString() } });
});

test("the minute cron wakes what is due when every alarm was lost", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  await ask("/dev/clock", { body: { advance: "PT11M" } });
  const { body } = await ask("/dev/cron", { body: { cron: "* * * * *" } });
  expect(body.due).toBeGreaterThanOrEqual(1);
  expect(world.net.asked).toContain(`GET /vapi/call/${world.net.dials[0]?.id}`);
  expect((await ask("/dev/cron", { body: { cron: "every day" } })).status).toBe(400);
  await ask("/dev/clock", { body: { now: new Date(Date.now()).toISOString() } });
});
