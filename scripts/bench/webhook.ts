import { randomUUID } from "node:crypto";
import { dialBody } from "../../src/telephony/vapi-assistant";
import { ask } from "../client";
import { START, setClock } from "../demo/time";
import type { Ready } from "../launch/product";
import { PEOPLE, prospectOf, type Scripted } from "../people";
import { compare, type Figure } from "./compare";
import { counts, post } from "./post";

const CALLS = 24;
const CAMPAIGN = "bench";
type Known = { callKey: string; callId: string };

/** A webhook acknowledged, against the least that it could be (DESIGN 10). */
export async function webhook(ready: Ready, tell: (line: string) => void): Promise<Figure[]> {
  await setClock(ready, START);
  await ask(ready, "POST", "/api/campaigns", { id: CAMPAIGN, name: "Bench", channel: "voice" });
  const calls = await Promise.all(Array.from({ length: CALLS }, (_, at) => aCall(ready, at)));
  tell(
    `${calls.length} calls are out; every message is ${aMessage(calls[0] as Known).length} bytes`,
  );
  const call = (at: number) => calls[at % calls.length] as Known;
  const repeated = calls.map((one) => aMessage(one));
  for (const body of repeated) await post(ready, "/webhooks/vapi", body);
  const fresh = new Set<string>();
  return [
    await compare({
      name: "webhook, known call",
      budget: 1.3,
      floor: (at) => post(ready, `/floor/keep/known-${at % CALLS}`, aMessage(call(at))),
      product: (at) => post(ready, "/webhooks/vapi", aMessage(call(at))),
      counts: () => counts(ready, aMessage(call(0))),
    }),
    await compare({
      name: "webhook, first of a call",
      budget: 1.3,
      rounds: 5,
      each: 8,
      floor: () => post(ready, `/floor/keep/${randomUUID()}`, aMessage(call(0), ANSWERED)),
      product: async () => {
        const one = await aCall(ready, 100 + fresh.size);
        fresh.add(one.callId);
        return post(ready, "/webhooks/vapi", aMessage(one, ANSWERED));
      },
      counts: async () => counts(ready, aMessage(await aCall(ready, 999), ANSWERED)),
    }),
    await compare({
      name: "webhook, duplicate",
      budget: 1.3,
      floor: (at) => post(ready, `/floor/nothing/known-${at % CALLS}`, repeated[at % CALLS] ?? ""),
      product: (at) => post(ready, "/webhooks/vapi", repeated[at % CALLS] ?? ""),
      counts: () => counts(ready, repeated[0] ?? ""),
    }),
  ];
}

async function aCall(ready: Ready, at: number): Promise<Known> {
  const id = `bench_${at}_${randomUUID().slice(0, 8)}`;
  const number = `+1555${String(Math.floor(Math.random() * 1e7)).padStart(7, "0")}`;
  const {
    id: _,
    phone_number: __,
    email: ___,
    ...prospect_data
  } = prospectOf(PEOPLE[0] as Scripted);
  const body = { campaign_id: CAMPAIGN, prospect_id: id, phone_number: number, prospect_data };
  const answer = await ask(ready, "POST", "/call/initiate", body);
  if (answer.status !== 202) throw new Error(`initiate answered ${answer.status}`);
  return { callKey: answer.body.call_key, callId: answer.body.call_id };
}

const SAID = {
  type: "transcript",
  transcriptType: "final",
  role: "user",
  transcript: "Yes, we are about forty people.",
};
const ANSWERED = { type: "status-update", status: "in-progress" };
let told = 0;

/** A message as VAPI sends it: the whole assistant goes along each time. */
function aMessage({ callKey, callId }: Known, what: object = SAID): string {
  const brief = {
    to: "+15550120101",
    firstMessage: "Hi.",
    systemPrompt: "You are Jennifer. ".repeat(120),
    keyterms: [],
  };
  const options = {
    phoneNumberId: "n",
    webhookUrl: "https://worker.example",
    model: { model: "m", url: "https://worker.example/vapi/llm" },
  };
  const dial = dialBody({ callKey, callId, attempt: 1 }, brief, 0, options);
  const call = { ...dial, id: `vapi-${callId}`, status: "queued", type: "outboundPhoneCall" };
  const timestamp = Date.now() * 1_000 + (told++ % 1_000);
  const message = { ...what, timestamp, call, assistant: dial.assistant };
  return JSON.stringify({ message });
}
