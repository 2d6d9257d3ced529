import { expect, test, vi } from "vitest";
import type { CallUpdate } from "../../../src/calls/events";
import { answerLost, answers, unavailable } from "../../stand-ins/internet";
import {
  anEvent,
  anInitiatedCall,
  ask,
  aWorld,
  elapse,
  type Initiated,
  MACHINE,
  NO_ANSWER,
  objectOf,
  settled,
} from "../world";

const world = aWorld();
const SEND = "POST /postmark/email";
const CALIFORNIA = {
  email: "jo@prospect.example",
  address: { state: "CA", city: "Oakland", country: "US" },
};
/** When it is calling time in California too. */
const NOON = Date.parse("2040-11-20T18:00:00Z");

async function aCallThat(news: CallUpdate, prospect: object = CALIFORNIA): Promise<Initiated> {
  vi.setSystemTime(NOON);
  const call = await anInitiatedCall(prospect);
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, news));
  await settled(call.callKey);
  return call;
}
const shown = async (call: Initiated) => (await ask(`/call/${call.callId}`)).body;

test("no answer: the link is mailed at once, with one click to be left alone and a postal address", async () => {
  const call = await aCallThat(NO_ANSWER);
  const { voicemail, emails, links } = await shown(call);
  expect(voicemail).toMatchObject({ delivered: false, text: null, clicked_at: null });
  expect(voicemail.id).toMatch(new RegExp(`^va:voicemail:${call.callId}:\\d+$`));
  expect(Date.parse(voicemail.expires_at) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
  expect(emails).toMatchObject([{ kind: "callback_link", status: "sent" }]);
  const [email] = world.net.emails;
  expect(email).toMatchObject({ To: "jo@prospect.example", MessageStream: "broadcast" });
  expect(email?.TextBody).toContain(links.callback);
  expect(email?.TextBody).toContain("1 Example Plaza");
  const headers = Object.fromEntries(
    (email?.Headers ?? []).map(({ Name, Value }) => [Name, Value]),
  );
  expect(headers["List-Unsubscribe"]).toMatch(/^<https:\/\/worker\.example\/u\/[^>]+>$/);
  expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
});

test("a message left is kept with its text and version, and the same link goes out by email", async () => {
  const call = await aCallThat(MACHINE);
  const { state, voicemail, links } = await shown(call);
  expect(state).toBe("VOICEMAIL");
  expect(voicemail).toMatchObject({ delivered: true, text_version: "voicemail-2" });
  expect(voicemail.text).toBe(world.net.dials[0]?.assistant.voicemailMessage);
  expect(world.net.emails[0]?.TextBody).toContain(links.callback);
});

test("where a state's rule is not known no message is left, and the reason is on record", async () => {
  const call = await aCallThat(MACHINE, { address: { state: "WA", country: "US" } });
  expect(world.net.dials[0]?.assistant).not.toHaveProperty("voicemailMessage");
  const { state, outcome, decisions } = await shown(call);
  expect([state, outcome]).toEqual(["FAILED", "no_answer"]);
  expect(decisions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ channel: "voice", allowed: true }),
      expect.objectContaining({
        channel: "voicemail",
        allowed: false,
        reason_code: "voicemail_not_allowed",
      }),
    ]),
  );
});

test("nobody is written to who agreed to calls only, or has no address", async () => {
  const consent = {
    basis: "written",
    text: "Call me.",
    obtained_at: "2026-11-01T00:00:00Z",
    source: "form",
    channels: ["voice"],
  };
  const calls = await aCallThat(NO_ANSWER, { ...CALIFORNIA, consent });
  expect((await shown(calls)).emails).toEqual([]);
  await aCallThat(NO_ANSWER, { address: CALIFORNIA.address });
  expect(world.net.emails).toEqual([]);
});

test.each([
  ["lost", answerLost],
  ["503", (answer: () => Response) => unavailable(answer) && (answer() as never)],
])("an email whose answer is %s is looked for and arrives once", async (_, fault) => {
  world.net.fails(SEND, fault);
  const call = await aCallThat(NO_ANSWER);
  await elapse(call.callKey, 60_000);
  expect((await shown(call)).emails).toMatchObject([{ status: "sent" }]);
  expect(world.net.emails).toHaveLength(1);
});

test("an email that did not go out goes out later; one that is refused is not tried again", async () => {
  world.net.fails(SEND, () => Promise.reject(new Error("connection lost")));
  const call = await aCallThat(NO_ANSWER);
  await elapse(call.callKey, 60_000);
  expect(world.net.emails).toHaveLength(0); // It may have arrived: found nowhere, but not for long.
  await elapse(call.callKey, 120_000);
  expect(world.net.emails).toHaveLength(1);
  world.net.fails(SEND, answers(422, { ErrorCode: 406, Message: "Inactive recipient" }));
  const refused = await aCallThat(NO_ANSWER);
  await elapse(refused.callKey, 600_000);
  expect((await shown(refused)).emails).toMatchObject([{ status: "refused" }]);
});
