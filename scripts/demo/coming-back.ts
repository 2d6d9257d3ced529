import { type Access, type Answer, ask, until } from "../client";
import type { Ready } from "../launch/product";
import { PEOPLE, type Scripted } from "../people";
import { expectThat } from "./expect";

type Step = [name: string, work: () => Promise<string>];
type Outbox = {
  items: { MessageID: string; To: string; Subject: string; TextBody: string }[];
};
const WAIT_MS = 20_000;

/** Nobody answered: the voicemail, the link, the page, and those who come back. */
export function comingBack(ready: Ready, ids: Map<string, string>): Step[] {
  const callOf = async (digits: string): Promise<Answer["body"]> =>
    (await ask(ready, "GET", `/call/${ids.get(`demo_${digits}`)}`)).body;
  const publicly: Access = { ...ready, api_key: "" };
  const pathOf = async (digits: string) => new URL((await callOf(digits)).links.callback).pathname;
  return [
    ["A voicemail is left", () => leftMessage(callOf)],
    ["The callback link is emailed", () => mailed(ready)],
    ["A mail scanner does not count as a click", () => scanned(ready, () => callOf("12"))],
    ["A person's click counts", () => clicked(ready, () => callOf("12"))],
    ["A callback is booked on the page", async () => booked(publicly, await pathOf("12"))],
    [
      "A prospect talks in the browser instead",
      async () => talked(ready, publicly, await pathOf("11")),
    ],
    ["A prospect calls back and is recognized", () => calledBack(ready, () => callOf("12"))],
    ["One click unsubscribes", () => unsubscribed(ready)],
    ["Results of the callback links", () => funnel(ready)],
  ];
}

async function leftMessage(callOf: (digits: string) => Promise<Answer["body"]>): Promise<string> {
  const { voicemail } = await until(
    WAIT_MS,
    () => callOf("11"),
    (call) => call.voicemail?.delivered,
  );
  expectThat(voicemail?.delivered && voicemail.text, "no message");
  return `"${voicemail.text.slice(0, 92)}…"`;
}

const outbox = async ({ sandbox }: Ready): Promise<Outbox["items"]> =>
  ((await (await fetch(`${sandbox}/outbox`)).json()) as Outbox).items;
const invitations = async (ready: Ready) =>
  (await outbox(ready)).filter(({ Subject }) => / I tried to call you$/.test(Subject));
const play = async (ready: Ready, to: string, action: "click" | "scan") => {
  const mail = (await invitations(ready)).find(({ To }) => To === to);
  await fetch(`${ready.sandbox}/outbox/${mail?.MessageID}/${action}`, { method: "POST" });
};
const address = (digits: string) => `demo.${digits}@prospect.example`;

async function mailed(ready: Ready): Promise<string> {
  const wanted = ["11", "12", "13", "14"].map(address);
  const read = async () => (await invitations(ready)).map(({ To }) => To).sort();
  const sent = await until(WAIT_MS, read, (all) => all.length >= wanted.length);
  expectThat(sent.join() === wanted.join(), `sent to ${sent.join() || "nobody"}`);
  return `to ${sent.length} people, once each`;
}

async function scanned(ready: Ready, call: () => Promise<Answer["body"]>): Promise<string> {
  await play(ready, address("12"), "scan");
  const { voicemail } = await call();
  expectThat(voicemail.clicked_at === null, "a scanner counted as a person");
  return "it opened every link; nothing was counted, nobody was unsubscribed";
}

async function clicked(ready: Ready, call: () => Promise<Answer["body"]>): Promise<string> {
  await ask(ready, "POST", "/dev/clock", { advance: "PT5M" });
  await play(ready, address("12"), "click");
  const { voicemail } = await until(WAIT_MS, call, (one) => one.voicemail.clicked_at !== null);
  expectThat(voicemail.clicked_at, "the click was not recorded");
  return `recorded at ${voicemail.clicked_at}`;
}

async function booked(publicly: Access, path: string): Promise<string> {
  const { body } = await ask(publicly, "GET", `${path}/slots`);
  const wanted = { start: body.items[3]?.start, time_zone: body.time_zone };
  const { status, body: made } = await ask(publicly, "POST", `${path}/schedule`, wanted);
  expectThat(status === 200 && made.status === "booked", `answered ${status}`);
  await ask(publicly, "POST", `${path}/cancel`, {});
  return `${body.items.length} available times; ${made.start} booked, then canceled`;
}

async function talked(ready: Ready, publicly: Access, path: string): Promise<string> {
  const { status, body } = await ask(publicly, "POST", `${path}/talk`, {});
  expectThat(status === 201, `answered ${status}`);
  const read = async (): Promise<Answer["body"]> =>
    (await ask(ready, "GET", `/call/${body.call_id}`)).body;
  const call = await until(WAIT_MS, read, (one) => one.state === "COMPLETED");
  expectThat(
    call.state === "COMPLETED" && call.direction === "web",
    `${call.direction} ${call.state}`,
  );
  return `a web call of ${call.transcript.length} turns`;
}

async function calledBack(ready: Ready, missed: () => Promise<Answer["body"]>): Promise<string> {
  const { name, company } = PEOPLE.find(({ digits }) => digits === "12") as Scripted;
  const tools = [{ name: "verify_caller", args: { name, company } }];
  const wish = { from: "+15550120112", scenario: "callback", tools };
  const asked = { method: "POST", body: JSON.stringify(wish) };
  const said = (await (
    await fetch(`${ready.sandbox}/vapi/inbound`, asked)
  ).json()) as Answer["body"];
  const greeting = said.answer.assistant.firstMessage;
  expectThat(/email I sent/.test(greeting), `greeted with: ${greeting}`);
  expectThat(!JSON.stringify(said.answer).includes(company), "the company was told to a stranger");
  const [{ results }] = said.tools;
  expectThat(/^Verified/.test(results[0].result), `verify_caller: ${results[0].result}`);
  const id = said.answer.assistant.metadata.call_id;
  const read = async (): Promise<Answer["body"]> => (await ask(ready, "GET", `/call/${id}`)).body;
  const call = await until(WAIT_MS, read, (one) => one.state === "COMPLETED");
  const before = await missed();
  expectThat(call.previous_call_id === before.call_id, "it does not follow the missed call");
  return "greeted by the email they answer; nothing private before name and company are verified";
}

async function unsubscribed(ready: Ready): Promise<string> {
  const mail = (await outbox(ready)).find(({ To }) => To === address("13"));
  const link = /https?:\S+\/u\/\S+/.exec(mail?.TextBody ?? "")?.[0] ?? "";
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const { status } = await fetch(link, { method: "POST", body });
  expectThat(status === 200, `answered ${status}`);
  const read = async (): Promise<Answer["body"]> =>
    (await ask(ready, "GET", "/call?prospect_id=demo_13")).body.items.map(
      ({ state }: { state: string }) => state,
    );
  const states = await until(WAIT_MS, read, (all) => !all.includes("SCHEDULED"));
  expectThat(!states.includes("SCHEDULED"), "the next call is still planned");
  return "the planned call is canceled, and no more emails go out";
}

async function funnel(ready: Ready): Promise<string> {
  const { body } = await ask(ready, "GET", "/api/campaigns/demo/stats");
  const { links, delivered, clicked: clicks, called_back, conversations } = body.voicemails;
  expectThat(links === 4 && called_back >= 2, JSON.stringify(body.voicemails));
  return `${links} links: ${delivered} by voicemail, ${clicks} clicked, ${called_back} came back, ${conversations} talked`;
}
