import { beforeEach, expect, test, vi } from "vitest";
import { SAMPLE_TABLES } from "../../../../src/rating/sample-tables";
import { anEvent, anInitiatedCall, ask, aWorld, objectOf, said, settled, TALK } from "../../world";

const world = aWorld();
const claim = (field: string, value: string, quote: string) => ({
  field,
  value,
  quote,
  turn: 1,
  confidence: 0.95,
});
/** What TALK's person says: "Hello, send me a quote." */
const ASKED = claim("requested_document", "quote", "send me a quote");
/** When no other test's caller is to be handed to them. */
const HOURS = { days: ["sun"], start: "00:00", end: "00:01" };
const anAgent = (id: string, over: object = {}) => ({
  id,
  name: "Lea Licensed",
  phone_number: "+15550107777",
  states: ["NY"],
  licenses: { NY: "NY-123" },
  time_zone: "America/New_York",
  hours: HOURS,
  ...over,
});
const agents = [
  anAgent("doc_ny"),
  anAgent("doc_tx", { name: "Tom Texan", states: ["TX"], licenses: { TX: "TX-1" } }),
  anAgent("doc_gone", { active: false }),
  anAgent("doc_bare", { licenses: {} }),
];

beforeEach(async () => {
  for (const body of agents) await ask("/api/agents", { body });
  world.net.extraction = { found: [ASKED] };
});

/** A call that asked for a quote, and the document that came of it. */
async function aDocument(over: object = {}, settings: object = {}) {
  const company = { id: `doc_${Math.random().toString(36).slice(2)}`, name: "Miller Bakery" };
  const call = await anInitiatedCall(
    {
      company_name: undefined,
      company: { ...company, industry: "Food", employee_count: 40 },
      ...over,
    },
    settings,
  );
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, TALK));
  const document = await vi.waitFor(
    async () => {
      const { documents, tasks } = (await ask(`/call/${call.callId}`)).body;
      const filled = tasks.find(({ name }: { name: string }) => name === "fill_document");
      expect(filled?.status).toBe("done");
      return documents[0];
    },
    { timeout: 10_000 },
  );
  return { call, document, path: `/api/documents/${document.document_id}` };
}
const patch = (path: string, values: object) => ask(path, { method: "PATCH", body: { values } });

test("a call that asks for a quote leaves one behind, which says what it still needs", async () => {
  const { call, document } = await aDocument();
  expect(document).toMatchObject({
    form: "PDF_QUOTE_FORM",
    status: "awaiting_release",
    premium: null,
    needs: ["the type of coverage"],
  });
  expect(document.values).toMatchObject({
    company: { value: "Miller Bakery", from: "record" },
    employee_count: { value: 40, from: "record" },
    state: { value: "NY", from: "record" },
  });
  const { forms } = (await ask(`/call/${call.callId}`)).body;
  expect(forms).toEqual([
    {
      form: "PDF_QUOTE_FORM",
      why: expect.stringContaining("send me a quote"),
      status: "awaiting_release",
    },
  ]);
  const { items } = (await ask("/api/work-items?limit=200")).body;
  expect(items).toContainEqual(
    expect.objectContaining({ kind: "release_quote", call_id: call.callId }),
  );
});

test("what is added is rated anew, line by line, and marked as a sample", async () => {
  const { path } = await aDocument();
  const { status, body } = await patch(path, { coverage_type: "general_liability" });
  expect(status).toBe(200);
  expect(body.values.coverage_type).toEqual({ value: "general_liability", from: "agent" });
  const amount = body.calculation.at(-1).amount;
  expect(body).toMatchObject({ premium: amount, needs: [], rating_table: { sample: true } });
  expect(body.calculation.map(({ label }: { label: string }) => label)).toEqual([
    "40 employees",
    "Industry: Food",
    "Number of employees",
    "State: NY",
  ]);
  expect(amount.amount_minor).toBe(Math.round(95 * 100 * 40 * 1.2 * 1 * 1.2));
});

test("the agency's own table goes before the sample, and a version is never changed", async () => {
  const own = { ...SAMPLE_TABLES[3], id: "own-cyber", version: "2026-1", sample: false };
  const flat = { ...own, base: { unit: "flat", amount_minor: 77_700 }, factors: {} };
  expect((await ask("/api/rating-tables", { body: flat })).status).toBe(201);
  expect((await ask("/api/rating-tables", { body: flat })).status).toBe(409);
  const { path } = await aDocument();
  const { body } = await patch(path, { coverage_type: "cyber" });
  expect(body).toMatchObject({
    premium: { amount_minor: 77_700, currency: "USD" },
    rating_table: { id: "own-cyber", version: "2026-1", sample: false },
  });
  const { items } = (await ask("/api/rating-tables")).body;
  const { created_at, ...exported } = items.find(({ id }: { id: string }) => id === "own-cyber");
  const again = { ...exported, version: "2026-2" };
  expect((await ask("/api/rating-tables", { body: again })).status).toBe(201);
  expect(created_at).toBeTruthy();
});

test("a document leaves automatically only where the campaign says so, from the agency's own table, under its license", async () => {
  const { id: _, ...sample } = SAMPLE_TABLES.find(
    ({ coverage_type }) => coverage_type === "professional_liability",
  ) as (typeof SAMPLE_TABLES)[number];
  const own = { ...sample, id: "own-professional", version: "1", sample: false };
  await ask("/api/rating-tables", { body: own });
  const spoken = "professional liability";
  world.net.extraction = {
    found: [ASKED, { ...claim("coverage_type", "professional_liability", spoken), turn: 1 }],
  };
  const words = said(
    "customer-ended-call",
    ["assistant", "Hi, this is Jennifer."],
    ["user", "Hello, send me a quote for professional liability, please."],
  );
  const ohio = { address: { state: "OH", city: "Akron", country: "US" } };
  const documents: Record<string, { status: string; decision: object | null }> = {};
  for (const [name, where, release] of [
    ["by itself", ohio, "automatic"],
    ["as usual", ohio, "licensed"],
    ["without a license", {}, "automatic"],
  ] as const) {
    const over = { email: `auto_${name.replaceAll(" ", "_")}@prospect.example`, ...where };
    const company = {
      name: "Miller Freight",
      industry: "Food",
      employee_count: 40,
    };
    const call = await anInitiatedCall({ company, company_name: undefined, ...over }, { release });
    await settled(call.callKey);
    await objectOf(call.callKey).receive(anEvent(call, words));
    documents[name] = await vi.waitFor(
      async () => {
        const { documents, tasks } = (await ask(`/call/${call.callId}`)).body;
        const filled = tasks.find(({ name }: { name: string }) => name === "fill_document");
        expect(filled?.status).toBe("done");
        if (name === "by itself") expect(documents[0].status).toBe("delivered");
        return documents[0];
      },
      { timeout: 10_000 },
    );
  }
  expect(documents["by itself"]).toMatchObject({
    status: "delivered",
    rating_table: { id: "own-professional", sample: false },
    decision: { action: "released", by: "Example Agency", license: "AGENCY-OH", state: "OH" },
  });
  const mail = world.net.emails.find(({ To }) => To === "auto_by_itself@prospect.example");
  expect(mail?.TextBody).not.toContain("reviewed by a licensed agent");
  expect(documents["as usual"]?.status).toBe("awaiting_release");
  expect(documents["without a license"]?.status).toBe("awaiting_release");
}, 20_000);

test("who wants to hear from us again gets a callback link by email; where mail does not reach them, a person calls", async () => {
  world.net.extraction = { found: [claim("needs_followup", "true", "call me again next month")] };
  const words = said(
    "customer-ended-call",
    ["assistant", "Hi."],
    ["user", "Not now, but call me again next month."],
  );
  const after = async (email?: string) => {
    const call = await anInitiatedCall(email ? { email } : {});
    await settled(call.callKey);
    await objectOf(call.callKey).receive(anEvent(call, words));
    return await vi.waitFor(
      async () => {
        const { body } = await ask(`/call/${call.callId}`);
        const done = body.tasks.find(({ name }: { name: string }) => name === "fill_document");
        expect(done?.status).toBe("done");
        return body;
      },
      { timeout: 10_000 },
    );
  };
  const reached = await after("again@prospect.example");
  expect(reached.forms).toMatchObject([{ form: "CTA_EMAIL_FORM", status: "delivered" }]);
  const mail = world.net.emails.find(({ To }) => To === "again@prospect.example");
  expect(mail?.TextBody).toContain(reached.links.callback);
  expect(reached.voicemail).toBeNull();
  const unreached = await after();
  expect(unreached.forms).toMatchObject([{ form: "CTA_EMAIL_FORM", status: "needs_human" }]);
  const { items } = (await ask("/api/work-items?limit=200")).body;
  const mine = items.filter((one: { call_id: string }) => one.call_id === unreached.call_id);
  expect(mine).toMatchObject([{ kind: "follow_up_request" }]);
});

test.each([
  ["of another state", "doc_tx"],
  ["who left", "doc_gone"],
  ["without a number", "doc_bare"],
])("an agent %s releases nothing", async (_, agent_id) => {
  const { path } = await aDocument();
  const refused = await ask(`${path}/release`, { body: { agent_id } });
  expect(refused).toMatchObject({ status: 422, body: { code: "not_licensed" } });
  expect((await ask(path)).body.status).toBe("awaiting_release");
});

test("of two who decide at once one does, with name and license, and then it stands", async () => {
  const { path } = await aDocument();
  const [one, other] = await Promise.all([
    ask(`${path}/release`, { body: { agent_id: "doc_ny", note: "Looks right." } }),
    ask(`${path}/reject`, { body: { agent_id: "doc_ny", reason: "Too low." } }),
  ]);
  expect([one.status, other.status].sort()).toEqual([200, 409]);
  const { body } = await ask(path);
  expect(body.decision).toMatchObject({ by: "Lea Licensed", agent_id: "doc_ny" });
  if (body.status === "filled")
    expect(body.decision).toMatchObject({ action: "released", license: "NY-123", state: "NY" });
  expect((await patch(path, { employee_count: 1 })).status).toBe(409);
});

test("several who change a document at once each change their own field; what is over or changed is not released", async () => {
  const { path } = await aDocument();
  const fields = { industry: "Toys", employee_count: 7, current_carrier: "Acme", name: "Zoë" };
  const changes = Object.entries(fields).map(([name, value]) => patch(path, { [name]: value }));
  expect((await Promise.all(changes)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const { values, files } = (await ask(path)).body;
  for (const [name, value] of Object.entries(fields)) expect(values[name].value).toBe(value);
  const agent = { agent_id: "doc_ny" };
  const stale = await ask(`${path}/release`, { body: { ...agent, sha256: "0".repeat(64) } });
  expect(stale).toMatchObject({ status: 409, body: { code: "changed" } });
  await patch(path, { coverage_type: "general_liability" });
  vi.setSystemTime(Date.now() + 400 * 86_400_000);
  const over = await ask(`${path}/release`, { body: agent });
  expect(over).toMatchObject({ status: 422, body: { code: "expired_quote" } });
  expect(files).toHaveLength(1);
  expect((await ask("/api/documents/nothing/history")).status).toBe(404);
});

test("what left is taken back with a reason, once", async () => {
  const { path } = await aDocument();
  await ask(`${path}/release`, { body: { agent_id: "doc_ny" } });
  const revoked = await ask(`${path}/revoke`, { body: { reason: "Wrong table." } });
  expect(revoked).toMatchObject({ status: 200, body: { status: "revoked" } });
  expect((await ask(`${path}/revoke`, { body: { reason: "Again." } })).status).toBe(409);
});

test.each([
  ["a field that no document has", { values: { premium: 1 } }, "values.premium"],
  ["no people", { values: { employee_count: 0 } }, "values.employee_count"],
  ["a line that nobody sells", { values: { coverage_type: "luck" } }, "values.coverage_type"],
])("%s is refused by its path", async (_, body, path) => {
  const answer = await ask("/api/documents/nothing", { method: "PATCH", body });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});

test("nobody decides on what is not there, nor for somebody who is not", async () => {
  const { path } = await aDocument();
  expect((await ask(`${path}/release`, { body: { agent_id: "nobody" } })).status).toBe(404);
  const none = { body: { agent_id: "doc_ny" } };
  expect((await ask("/api/documents/nothing/release", none)).status).toBe(404);
});

test("long values take two lines; what fits in no way is refused with its name, and waits for a change if it was on record", async () => {
  const { path } = await aDocument();
  const industry = "Professional, Scientific, and Technical Services";
  const fits = await patch(path, {
    industry,
    current_carrier: "Nationwide Mutual Fire Insurance Company",
  });
  expect([fits.status, fits.body.files.length]).toEqual([200, 1]);
  const refused = await patch(path, { industry: "Very long industry ".repeat(25) });
  expect(refused).toMatchObject({ status: 422, body: { code: "not_printable" } });
  expect(JSON.stringify(refused.body)).toContain("industry");
  expect((await ask(path)).body.values.industry.value).toBe(industry);

  const company = { id: `doc_long_${Date.now()}`, name: "Miller", industry: "word ".repeat(90) };
  const long = await aDocument({ company });
  expect(long.document.files).toEqual([]);
  const release = { agent_id: agents[0]?.id, note: "fine" };
  const early = await ask(`${long.path}/release`, { body: release });
  expect(early).toMatchObject({ status: 422, body: { code: "not_printed" } });
  const items = (await ask("/api/work-items?limit=200")).body.items;
  const mine = items.find(({ call_id }: { call_id: string }) => call_id === long.call.callId);
  expect(mine.title).toContain("needs a change first (industry");
  expect((await patch(long.path, { industry: "Food" })).body.files).toHaveLength(1);
  expect((await ask(`${long.path}/release`, { body: release })).status).toBe(200);
}, 20_000);
