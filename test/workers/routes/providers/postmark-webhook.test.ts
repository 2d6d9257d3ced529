import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { compose } from "../../../../workers/compose";
import { answerLost } from "../../../stand-ins/internet";
import { anEvent, anInitiatedCall, ask, aWorld, NO_ANSWER, objectOf, settled } from "../../world";

const world = aWorld();
const AUTH = `Basic ${btoa("postmark:only-for-tests-0123456789")}`;
const tell = (body: unknown, authorization = AUTH) =>
  ask("/webhooks/postmark", { body, key: "", headers: { authorization } });
let people = 0;

/** Somebody whom we wrote to after a missed call. */
async function aMailed() {
  const email = `mail${++people}@prospect.example`;
  const address = { state: "NY", city: "Albany", country: "US" };
  const call = await anInitiatedCall({ email, address });
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, NO_ANSWER));
  await settled(call.callKey);
  const mail = world.net.emails.findLast(({ To }) => To === email);
  const told = (body: object) => ({
    ServerID: 23,
    MessageStream: "broadcast",
    MessageID: mail?.MessageID,
    Tag: "",
    Metadata: mail?.Metadata,
    ...body,
  });
  const status = async () => (await ask(`/call/${call.callId}`)).body.emails[0]?.status;
  return { call, email, told, status };
}
const at = (second: number) => new Date(Date.now() + second * 1_000).toISOString();
const bounce = (email: string, over: object = {}) => ({
  RecordType: "Bounce",
  ID: 42,
  Type: "HardBounce",
  TypeCode: 1,
  Name: "Hard bounce",
  Email: email,
  From: "jennifer@agency.example",
  BouncedAt: at(2),
  Inactive: true,
  ...over,
});
const suppressed = async (contact: string) => {
  const { items } = (await ask("/api/suppressions?limit=200")).body;
  const { hashOf } = compose(env);
  return items
    .filter((one: { hash: string }) => one.hash === hashOf(contact))
    .map(({ reason }: { reason: string }) => reason);
};

test("a hard bounce, told twice, stops mail to the address but no call, and a person hears of it", async () => {
  const { call, email, told, status } = await aMailed();
  expect(await status()).toBe("sent");
  const news = told(bounce(email));
  expect((await tell(news)).body).toEqual({ taken: "new" });
  expect((await tell(news)).body).toEqual({ taken: "known" });
  expect(await status()).toBe("bounced");
  expect(await suppressed(`undeliverable:${email}`)).toEqual(["undeliverable"]);
  expect(await suppressed(email)).toEqual([]);
  const { items } = (await ask("/api/work-items?limit=200")).body;
  const mine = items.filter((one: { call_id: string }) => one.call_id === call.callId);
  expect(mine).toMatchObject([
    { kind: "mail_failed", title: expect.stringContaining("HardBounce") },
  ]);
  // The provider hears that the address works again: so do we.
  const change = { RecordType: "SubscriptionChange", Recipient: email, ChangedAt: at(9) };
  await tell(told({ ...change, SuppressSending: false, SuppressionReason: null, MessageID: null }));
  expect(await suppressed(`undeliverable:${email}`)).toEqual([]);
});

test("a bounce that is told late does not undo the word that mail arrives again", async () => {
  const { email, told } = await aMailed();
  const change = { RecordType: "SubscriptionChange", Recipient: email, ChangedAt: at(9) };
  await tell(told({ ...change, SuppressSending: false, SuppressionReason: null }));
  await tell(told(bounce(email, { BouncedAt: at(1) })));
  expect(await suppressed(`undeliverable:${email}`)).toEqual([]);
  await tell(told(bounce(email, { BouncedAt: at(20), ID: 44 })));
  expect(await suppressed(`undeliverable:${email}`)).toEqual(["undeliverable"]);
});

test("a complaint leaves the address alone for good; a full mailbox does not", async () => {
  const { email, told, status } = await aMailed();
  await tell(told(bounce(email, { Type: "SoftBounce", TypeCode: 4096, Inactive: false })));
  expect([await status(), await suppressed(email)]).toEqual(["sent", []]);
  await tell(told({ ...bounce(email), RecordType: "SpamComplaint", Type: "SpamComplaint" }));
  expect([await status(), await suppressed(email)]).toEqual(["complained", ["complaint"]]);
  await tell(told({ RecordType: "Delivery", Recipient: email, DeliveredAt: at(1) }));
  expect(await status()).toBe("complained");
});

test("a delivery proves an email whose sending was never answered; it is not sent again", async () => {
  world.net.fails("POST /postmark/email", answerLost);
  const { email, call, told, status } = await aMailed();
  expect(await status()).toBe("sending");
  await tell(told({ RecordType: "Delivery", Recipient: email, DeliveredAt: at(1) }));
  expect(await status()).toBe("delivered");
  await objectOf(call.callKey).tick();
  vi.setSystemTime(Date.now() + 600_000);
  await objectOf(call.callKey).tick();
  await settled(call.callKey);
  expect(world.net.emails.filter(({ To }) => To === email)).toHaveLength(1);
});

test("what is not proven is refused, what is not understood is kept, what cannot be stored is told again", async () => {
  const { email, told } = await aMailed();
  const news = told(bounce(email, { ID: 43 }));
  for (const wrong of ["", "Basic", AUTH.slice(0, -4), `Basic ${btoa("postmark:")}`, "Bearer x"]) {
    const refused = await tell(news, wrong);
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      401,
      'Basic realm="webhooks"',
    ]);
  }
  world.net.databaseIsAway = true;
  expect((await tell(news)).status).toBe(503);
  world.net.databaseIsAway = false;
  expect((await tell(news)).body).toEqual({ taken: "new" });
  for (const odd of ["{", "", { RecordType: "Novelty" }, told({ RecordType: "Bounce" }), "\0"])
    expect((await tell(odd)).body).toEqual({ taken: "kept" });
  const { items } = (await ask("/api/failures?limit=200")).body;
  expect(items.filter(({ kind }: { kind: string }) => kind === "mail_webhook").length).toBe(5);
});
