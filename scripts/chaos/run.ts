import { Faults } from "../../sandbox/faults";
import { chat } from "../../sandbox/openai/chat";
import { serve } from "../../sandbox/server";
import { vapi } from "../../sandbox/vapi/app";
import { type Access, type Answer, ask, until } from "../client";
import { moveTimeOn, OPEN, START, setClock } from "../demo/time";
import { freePort } from "../launch/product";
import { PEOPLE, prospectOf, type Scripted } from "../people";
import { type Launched, launch } from "./launcher";
import { randomFrom } from "./random";

const KEY = "chaos-key-of-the-stand-in";
const CAMPAIGN = "chaos";
const CONCURRENCY_LIMIT = 300;
const SPEED = 40;

export type ChaosOptions = {
  calls: number;
  kills: number;
  seed: number;
  folder: string;
  tell: (line: string) => void;
};
type Asked = { person: Scripted; id: string; phone: string; callId?: string };
export type ChaosReport = {
  calls: number;
  kills: number;
  dials: number;
  /** What is lost, duplicated or otherwise wrong; empty if nothing is. */
  wrong: string[];
};

/** The outside world stays up while the product is killed: its calls go on, as VAPI's do. */
async function openOutside(secret: string, hmacSecret: string) {
  const faults = new Faults();
  const phone = vapi({
    apiKey: KEY,
    publicKey: KEY,
    credentials: { secret, hmacSecret },
    speed: SPEED,
    faults,
    concurrencyLimit: CONCURRENCY_LIMIT,
  });
  const server = await serve({
    "/control": faults.control(),
    "/vapi": phone,
    "/openai/v1/chat/completions": chat(KEY),
  });
  const misbehave = (provider: string, fault: string, rate: number) =>
    fetch(`${server.url}/control`, {
      method: "POST",
      body: JSON.stringify({ provider, fault, rate }),
    });
  return { ...server, misbehave };
}

/** Plays calls while answers get lost, messages come twice or late, and everything is killed. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const { calls, kills, seed, tell } = options;
  const random = randomFrom(seed);
  const secret = `chaos-secret-${seed}-0123456789`;
  const outside = await openOutside(secret, secret);
  const env = {
    VAPI_BASE_URL: `${outside.url}/vapi`,
    VAPI_API_KEY: KEY,
    VAPI_PUBLIC_KEY: KEY,
    VAPI_WEBHOOK_SECRET: secret,
    VAPI_WEBHOOK_HMAC_SECRET: secret,
    OPENAI_BASE_URL: `${outside.url}/openai/v1`,
    OPENAI_API_KEY: KEY,
  };
  // The same port each time: who was told where to report to must still reach us after a restart.
  const args = ["--port", String(await freePort(0)), "--data", options.folder];
  let product = await launch({ args, env });
  const asked = cast(calls, random);
  try {
    await setClock(product.ready, START);
    await ask(product.ready, "POST", "/api/campaigns", {
      id: CAMPAIGN,
      name: "Chaos",
      channel: "voice",
    });
    for (let round = 0; round <= kills; round++) {
      await outside.misbehave(
        "webhooks",
        ["duplicate", "reorder", "drop"][round % 3] ?? "none",
        0.3,
      );
      await outside.misbehave("vapi", "drop", 0.1);
      const end = Math.ceil(((round + 1) * calls) / (kills + 1));
      const work = askFor(product.ready, asked.slice(0, end));
      if (round === kills) await work;
      else product = await killDuring(product, work, random, () => launch({ args, env }));
      const known = asked.filter(({ callId }) => callId).length;
      tell(`round ${round + 1} of ${kills + 1}: ${known} of ${calls} calls acknowledged`);
    }
    await outside.misbehave("webhooks", "none", 0);
    await outside.misbehave("vapi", "none", 0);
    await finish(product.ready);
    const wrong = await check(product.ready, asked, outside.url);
    const dials = (await ledger(outside.url)).length;
    return { calls, kills, dials, wrong };
  } finally {
    await product.stop();
    outside.close();
  }
}

function cast(calls: number, random: () => number): Asked[] {
  return Array.from({ length: calls }, (_, index) => {
    const person = PEOPLE[Math.floor(random() * PEOPLE.length)] as Scripted;
    const middle = String(2_000 + index);
    return { person, id: `chaos_${index}`, phone: `+15555${middle.slice(-4)}${person.digits}` };
  });
}

/** Asks for every call that is not acknowledged yet. A product that is down is asked again later. */
async function askFor(access: Access, wanted: Asked[]): Promise<void> {
  for (const one of wanted.filter(({ callId }) => !callId)) {
    const { id: _, phone_number: __, ...data } = prospectOf(one.person);
    const prospect_data = { ...data, email: `${one.id}@prospect.example` };
    const body = {
      campaign_id: CAMPAIGN,
      prospect_id: one.id,
      phone_number: one.phone,
      prospect_data,
    };
    const answer = await ask(access, "POST", "/call/initiate", body).catch(() => undefined);
    if (answer?.status === 202) one.callId = answer.body.call_id;
  }
}

async function killDuring(
  product: Launched,
  work: Promise<void>,
  random: () => number,
  again: () => Promise<Launched>,
): Promise<Launched> {
  await new Promise((resolve) => setTimeout(resolve, 400 + random() * 2_500));
  await product.kill();
  await work;
  return await again();
}

const calls = async (access: Access) => {
  const items = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = `campaign_id=${CAMPAIGN}&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const { body } = await ask(access, "GET", `/call?${query}`);
    items.push(...body.items);
    cursor = body.next_cursor;
  }
  return items.filter(({ origin }) => origin === "api");
};

async function finish(access: Access): Promise<void> {
  await moveTimeOn(access, async () =>
    (await calls(access)).filter(({ state }) => OPEN.includes(state)),
  );
}

type Dial = { number: string; name: string };
async function ledger(url: string): Promise<Dial[]> {
  const response = await fetch(`${url}/vapi/ledger`);
  return ((await response.json()) as { items: Dial[] }).items;
}

/** A kill in the middle of an email keeps it from being sent again for two minutes. */
const TASKS_MS = 150_000;
type Task = { status: string };
const tasksDone = (call: { tasks?: Task[] }): boolean =>
  (call.tasks ?? []).every(({ status }) => status === "done");
const read = async (access: Access, id: string | undefined): Promise<Answer["body"]> =>
  (await ask(access, "GET", `/call/${id}`)).body;

/** What was acknowledged is there and ended as it had to; nobody was dialed more than once an attempt. */
async function check(access: Access, asked: Asked[], outside: string): Promise<string[]> {
  const wrong: string[] = [];
  const dials = await ledger(outside);
  const names = new Set(dials.map(({ name }) => name));
  if (names.size !== dials.length) wrong.push(`${dials.length - names.size} attempts dialed twice`);
  for (const { id, phone, person, callId } of asked) {
    const body = await until(TASKS_MS, () => read(access, callId), tasksDone);
    const ended = `${body.state} ${body.outcome}`;
    if (ended !== `${person.state} ${person.outcome}`)
      wrong.push(`${id} ${person.does}: ${ended}, not ${person.state} ${person.outcome}`);
    const made = dials.filter(({ number }) => number === phone).length;
    if (made !== person.attempts)
      wrong.push(`${id} ${person.does}: ${made} dials, not ${person.attempts}`);
    if (!tasksDone(body)) wrong.push(`${id}: ${JSON.stringify(body.tasks)}`);
  }
  const { body } = await ask(access, "GET", "/api/failures?limit=200");
  for (const failure of body.items) wrong.push(`failure ${failure.kind}: ${failure.cause}`);
  return wrong;
}
