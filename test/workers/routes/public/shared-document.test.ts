import { env, exports } from "cloudflare:workers";
import { PDFDocument } from "@cantoo/pdf-lib";
import { beforeEach, expect, test, vi } from "vitest";
import { compose } from "../../../../workers/compose";
import { runCron } from "../../../../workers/crons";
import { answers } from "../../../stand-ins/internet";
import {
  anEvent,
  anInitiatedCall,
  ask,
  aWorld,
  objectOf,
  START,
  said,
  settled,
  TALK,
} from "../../world";

const world = aWorld();
const DAY = 86_400_000;
let deliveries = 0;
const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
const HOURS = { days: ["sun"], start: "00:00", end: "00:01" };

beforeEach(async () => {
  const agent = {
    id: "share_ny",
    name: "Lea Licensed",
    phone_number: "+15550107777",
    states: ["NY"],
    licenses: { NY: "NY-123" },
    time_zone: "America/New_York",
    hours: HOURS,
  };
  await ask("/api/agents", { body: agent });
  const quote = { field: "requested_document", value: "quote", quote: "send me a quote" };
  world.net.extraction = { found: [{ ...quote, turn: 1, confidence: 0.95 }] };
});

/** A quote that was released and mailed; its person's link. */
async function aDelivery(over: object = {}, words = TALK) {
  const email = `zoe${++deliveries}@example.com`;
  const call = await anInitiatedCall({ email, ...over });
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, words));
  const id = await vi.waitFor(
    async () => {
      const { documents } = (await ask(`/call/${call.callId}`)).body;
      expect(documents[0]?.files).toHaveLength(1);
      return documents[0].document_id as string;
    },
    { timeout: 10_000 },
  );
  const path = `/api/documents/${id}`;
  await ask(`${path}/release`, { body: { agent_id: "share_ny" } });
  const status = await vi.waitFor(
    async () => {
      const { body } = await ask(path);
      expect(["delivered", "needs_human"]).toContain(body.status);
      return body.status as string;
    },
    { timeout: 10_000 },
  );
  const { token } = compose(env).links.share(id);
  return { call, id, path, status, email, link: `/q/${token}` };
}
const visit = (path: string, init: RequestInit = {}) =>
  exports.default.fetch(`https://worker.example${path}`, {
    redirect: "manual",
    ...init,
    headers: { "user-agent": BROWSER, accept: "text/html", ...init.headers },
  });
const SIGNED = { name: "Zoë Ångström 王", consent: true, intent: true };
const sign = (link: string, body: object = SIGNED) => ask(`${link}/sign`, { body, key: "" });
const mailsOf = (kind: RegExp) =>
  world.net.emails.filter((one) =>
    kind.test(String((one as never as { Subject: string }).Subject)),
  );

test("a released quote is mailed once, with its PDF and a link that works for 30 days", async () => {
  const { link, id, path, email } = await aDelivery();
  const [mail, ...more] = mailsOf(/^Your quote/);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({
    To: email,
    MessageStream: "outbound",
    Attachments: [{ Name: "quote.pdf", ContentType: "application/pdf" }],
  });
  const click = /https:\S+\/t\/c\/\S+/.exec(mail?.TextBody ?? "")?.[0] ?? "";
  const led = await visit(new URL(click).pathname);
  expect([led.status, led.headers.get("location")]).toEqual([302, `https://worker.example${link}`]);
  const page = await visit(link);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Needs more information");
  const file = await visit(`${link}/file`);
  expect(file.headers.get("content-type")).toBe("application/pdf");
  const sent = (mail as never as { Attachments: { Content: string }[] }).Attachments[0]?.Content;
  expect(Buffer.from(await file.arrayBuffer()).toString("base64")).toBe(sent);
  await vi.waitFor(
    async () => {
      const { items, intact } = (await ask(`${path}/history`)).body;
      expect(intact).toBe(true);
      expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(
        expect.arrayContaining(["released", "mailed", "visited", "downloaded"]),
      );
    },
    { timeout: 10_000 },
  );
  vi.setSystemTime(START + 31 * DAY);
  expect((await visit(link)).status).toBe(410);
  expect(await sign(link)).toMatchObject({ status: 410, body: { code: "gone" } });
  expect((await ask(`/verify/${id}`, { key: "" })).status).toBe(200);
});

test("a quote that bounced is a person's to look at, and goes out again to the address that is right", async () => {
  const { path, call, email } = await aDelivery();
  const [mail] = mailsOf(/^Your quote/);
  const authorization = `Basic ${btoa("postmark:only-for-tests-0123456789")}`;
  const bounce = {
    RecordType: "Bounce",
    ID: 1,
    Type: "HardBounce",
    Email: email,
    Inactive: true,
    MessageID: mail?.MessageID,
    Metadata: mail?.Metadata,
    BouncedAt: "2040-11-20T15:01:00Z",
  };
  await ask("/webhooks/postmark", { body: bounce, key: "", headers: { authorization } });
  expect((await ask(path)).body.status).toBe("needs_human");
  const right = { method: "PATCH", body: { email: `right.${email}` } };
  expect((await ask(`/api/prospects/${call.id}`, right)).status).toBe(200);
  expect((await ask(`${path}/resend`, { method: "POST" })).status).toBe(202);
  await vi.waitFor(async () => expect((await ask(path)).body.status).toBe("delivered"), {
    timeout: 10_000,
  });
  expect(mailsOf(/^Your quote/).map(({ To }) => To)).toEqual([email, `right.${email}`]);
  const { items } = (await ask(`${path}/history`)).body;
  const kinds = items.map(({ kind }: { kind: string }) => kind);
  expect(kinds).toEqual(["released", "mailed", "bounced", "mailed"]);
  const open = (await ask("/api/work-items?limit=200")).body.items;
  const left = open.filter((one: { call_id: string }) => one.call_id === call.callId);
  expect(left).toEqual([]);
  await ask(`${path}/revoke`, { body: { reason: "Wrong." } });
  expect((await ask(`${path}/resend`, { method: "POST" })).status).toBe(409);
  expect((await ask("/api/documents/nothing/resend", { method: "POST" })).status).toBe(404);
});

test("signing keeps who, when and how, seals the PDF, and leads on", async () => {
  const { link, id, path } = await aDelivery();
  await visit(`${link}/file`);
  const drawing = "M10 10 L40 60 L80 20";
  const signed = await sign(link, { ...SIGNED, drawing });
  expect(signed).toMatchObject({ status: 200, body: { status: "signed" } });
  expect((await ask(path)).body.status).toBe("signed");
  const file = await visit(`${link}/file?kind=signed`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const hash = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
  const { body } = await ask(`/verify/${id}`, { key: "" });
  expect(body.files).toContainEqual(expect.objectContaining({ kind: "signed", sha256: hash }));
  expect(body.history.intact).toBe(true);
  expect(JSON.stringify(body)).not.toContain("Zoë");
  const text = new TextDecoder("latin1").decode(bytes);
  expect(text).toContain("/ETSI.CAdES.detached");
  expect((await PDFDocument.load(bytes)).getPageCount()).toBe(2);
  expect((await sign(link)).status).toBe(409);
  await vi.waitFor(() => expect(mailsOf(/^Signed:/)).toHaveLength(1), { timeout: 10_000 });
  const { items } = (await ask("/api/work-items?limit=200")).body;
  expect(items).toContainEqual(expect.objectContaining({ kind: "signed_quote" }));
});

test("a decline that cannot be kept declines nothing, and what a person asks is heard, up to a number", async () => {
  const { link, path } = await aDelivery();
  const refused = await ask(`${link}/decline`, { body: { reason: "a\0b" }, key: "" });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: "reason" }] } });
  expect((await ask(path)).body.status).toBe("delivered");
  const many = Array.from({ length: 20 }, (_, at) =>
    ask(`${link}/question`, { body: { question: `What about ${at}?` }, key: "" }),
  );
  expect((await Promise.all(many)).map(({ status }) => status)).toEqual(Array(20).fill(200));
  const more = await ask(`${link}/question`, { body: { question: "And?" }, key: "" });
  expect(more.status).toBe(429);
  const { items, intact } = (await ask(`${path}/history`)).body;
  expect(items.filter(({ kind }: { kind: string }) => kind === "question")).toHaveLength(20);
  expect(intact).toBe(true);
});

test("of two who sign at once one signs, and the file is theirs", async () => {
  const { link, path } = await aDelivery();
  const both = await Promise.all([sign(link), sign(link, { ...SIGNED, name: "Other Person" })]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { body } = await ask(path);
  const won = both.find(({ status }) => status === 200);
  expect(body.files.find(({ kind }: { kind: string }) => kind === "signed").sha256).toBe(
    won?.body.sha256,
  );
  expect((await visit(`${link}/file?kind=signed`)).status).toBe(200);
});

test.each([
  ["no name", { consent: true, intent: true }, "name"],
  ["no consent", { name: "Zoë Å", intent: true }, "consent"],
  ["an intent denied", { name: "Zoë Å", consent: true, intent: false }, "intent"],
  ["a drawing that is none", { ...SIGNED, drawing: "M0 0 <script>" }, "drawing"],
  ["a drawing over the page", { ...SIGNED, drawing: "M0 0 L400 9000" }, "drawing"],
  ["a name of two lines", { ...SIGNED, name: "Zoë\nAt (UTC)" }, "name"],
])("%s signs nothing", async (_, body, path) => {
  const { link, path: document } = await aDelivery();
  const refused = await sign(link, body);
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  expect((await ask(document)).body.status).toBe("delivered");
});

test("declined, asked about, taken back: each leaves its trace, and the page says so", async () => {
  const { link, path } = await aDelivery();
  const asked = await ask(`${link}/question`, {
    body: { question: "Is my van covered?" },
    key: "",
  });
  expect(asked.status).toBe(200);
  const { items } = (await ask("/api/work-items?limit=200")).body;
  expect(items).toContainEqual(
    expect.objectContaining({
      detail: expect.objectContaining({ question: "Is my van covered?" }),
    }),
  );
  const form = new URLSearchParams({ reason: "Too dear" });
  const declined = await visit(`${link}/decline`, { method: "POST", body: form });
  expect(declined.status).toBe(303);
  expect((await ask(path)).body.status).toBe("declined");
  expect(await (await visit(link)).text()).toContain("<h2>Declined</h2>");
  await ask(`${path}/revoke`, { body: { reason: "Wrong rates" } });
  expect((await visit(link)).status).toBe(410);
  expect((await visit("/q/aaaaaaaaaaaaaaaaaaaaaa")).status).toBe(404);
});

test("a copy of a withdrawn document is not called valid, however unchanged it is", async () => {
  const { id, path } = await aDelivery();
  const page = async () => await (await visit(`/verify/${id}`)).text();
  expect(await page()).not.toContain("no longer valid");
  await ask(`${path}/revoke`, { body: { reason: "Wrong rates" } });
  const [before = ""] = (await page()).split("Our record");
  expect(before).toContain("This document was withdrawn and is no longer valid.");
  expect(before).toMatch(/id="verdict"[^>]* data-voided="This document was withdrawn/);
});

test("three days later who did nothing is reminded once, and who signed is not", async () => {
  const [quiet, done] = [await aDelivery(), await aDelivery()];
  await sign(done.link);
  const app = compose(env);
  vi.setSystemTime(START + 3 * DAY + 60_000);
  await runCron("* * * * *", app);
  await runCron("* * * * *", app);
  const reminded = mailsOf(/^Any questions about your/).map(({ To }) => To);
  expect(reminded.filter((to) => to === quiet.email)).toEqual([quiet.email]);
  expect(reminded).not.toContain(done.email);
  const { items } = (await ask(`${quiet.path}/history`)).body;
  expect(items.at(-1).kind).toBe("reminded");
}, 20_000);

test("without an address, or where mail is refused, a person sends it", async () => {
  const none = await aDelivery({ email: undefined });
  expect(none.status).toBe("needs_human");
  world.net.fails("POST /postmark/email", answers(422, { ErrorCode: 406, Message: "Inactive" }));
  const refused = await aDelivery();
  expect(refused.status).toBe("needs_human");
  const { items } = (await ask("/api/work-items?limit=200")).body;
  const sends = items.filter(({ kind }: { kind: string }) => kind === "send_quote");
  expect(sends.length).toBeGreaterThanOrEqual(2);
}, 20_000);

const HEARD = "zoe dot heard at example dot com";
/** A call in which an address was said, and what came after it. */
async function aSpokenAddress(...after: ["assistant" | "user", string][]) {
  const found = [
    { field: "requested_document", value: "quote", quote: "send me a quote", turn: 1 },
    { field: "email", value: "zoe.heard@example.com", quote: HEARD, turn: 1 },
  ];
  world.net.extraction = { found: found.map((one) => ({ ...one, confidence: 0.95 })) };
  const words = said(
    "customer-ended-call",
    ["assistant", "Hi, this is Jennifer."],
    ["user", `Please send me a quote, it is ${HEARD}.`],
    ...after,
  );
  return await aDelivery({ email: undefined }, words);
}
const recordOf = async (id: string) => (await ask(`/api/prospects/${id}`)).body.email;
const check = (link: string, last4: string) => ask(`${link}/check`, { body: { last4 }, key: "" });

test("an address that was read back and agreed to goes on record, and gets the quote", async () => {
  const { status, call } = await aSpokenAddress(
    ["assistant", "That is zoe.heard@example.com, is that right?"],
    ["user", "Yes, that's right."],
  );
  expect(status).toBe("delivered");
  expect(await recordOf(call.id)).toBe("zoe.heard@example.com");
  const [mail] = mailsOf(/^Your quote/);
  expect(mail).toMatchObject({ To: "zoe.heard@example.com", Attachments: [{ Name: "quote.pdf" }] });
});

test("an address that was only heard gets a link that shows nothing before the number's last digits", async () => {
  const { status, call, link, path } = await aSpokenAddress(["assistant", "Thank you."]);
  expect(status).toBe("delivered");
  const [mail] = mailsOf(/quote you requested/);
  expect(mail).toMatchObject({ To: "zoe.heard@example.com", Attachments: [] });
  expect(JSON.stringify(mail)).not.toContain(call.id);
  expect(await recordOf(call.id)).toBeNull();

  const before = await visit(link);
  expect(before.status).toBe(200);
  const page = await before.text();
  expect(page).toContain("last 4 digits");
  expect(page).not.toContain("premium");
  expect((await visit(`${link}/file`)).headers.get("location")).toBe(link);
  expect(await sign(link)).toMatchObject({ status: 403, body: { code: "check_needed" } });
  const answered = { method: "POST", body: new URLSearchParams({ reason: "no" }) };
  expect((await visit(`${link}/decline`, answered)).headers.get("location")).toBe(link);
  expect((await ask(path)).body.status).toBe("delivered");

  const right = call.phone.slice(-4);
  const wrong = right === "0000" ? "0001" : "0000";
  expect(await check(link, "12a4")).toMatchObject({ status: 400 });
  expect(await check(link, wrong)).toMatchObject({ status: 422, body: { code: "not_yours" } });
  const form = { method: "POST", body: new URLSearchParams({ last4: right }) };
  const passed = await visit(`${link}/check`, form);
  expect(passed.headers.get("location")).toBe(`${link}?done=checked`);
  const cookie = passed.headers.get("set-cookie")?.split(";")[0] ?? "";
  const headers = { cookie };
  expect(await (await visit(link, { headers })).text()).toContain("Estimated annual premium");
  expect((await visit(`${link}/file`, { headers })).status).toBe(200);
  // Another browser is asked as well, and another's pass is none.
  expect(await (await visit(link)).text()).toContain("last 4 digits");
  const forged = { cookie: cookie.replace(/=../, "=xx") };
  expect(await (await visit(link, { headers: forged })).text()).toContain("last 4 digits");
  expect(await recordOf(call.id)).toBe("zoe.heard@example.com");

  const tries = [];
  for (let count = 0; count < 5; count++) tries.push((await check(link, wrong)).status);
  expect(tries).toEqual([422, 422, 422, 429, 429]);
  expect((await check(link, right)).status).toBe(429);
});

test("who guesses at the digits is stopped for good, and a person hears of it", async () => {
  const { call, link, path } = await aSpokenAddress(["assistant", "Thank you."]);
  const wrong = call.phone.endsWith("0000") ? "0001" : "0000";
  for (let hour = 0; hour < 3; hour++) {
    vi.setSystemTime(START + hour * 3_700_000);
    for (let count = 0; count < 4; count++) expect((await check(link, wrong)).status).toBe(422);
  }
  vi.setSystemTime(START + DAY);
  expect((await check(link, call.phone.slice(-4))).status).toBe(429);
  const { items } = (await ask(`${path}/history`)).body;
  const kinds = items.map(({ kind }: { kind: string }) => kind);
  expect(kinds.filter((kind: string) => kind === "check_failed")).toHaveLength(12);
  const open = (await ask("/api/work-items?limit=200")).body.items;
  expect(open).toContainEqual(
    expect.objectContaining({ kind: "check_failed_quote", call_id: call.callId }),
  );
});

test("an address that was only heard is not mailed to where its owner wants no mail", async () => {
  const body = { email: "zoe.heard@example.com", reason: "opt_out" };
  expect((await ask("/api/suppressions", { body })).status).toBe(201);
  expect((await aSpokenAddress(["assistant", "Thank you."])).status).toBe("needs_human");
  expect(mailsOf(/quote/)).toEqual([]);
});
