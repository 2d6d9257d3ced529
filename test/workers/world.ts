import { reset, runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, expect, inject, vi } from "vitest";
import {
  type CallEvent,
  type CallRequest,
  type CallUpdate,
  outboundKey,
} from "../../src/calls/events";
import { endReason } from "../../src/telephony/ended-reason";
import { callObject } from "../../workers/call/stub";
import { Internet } from "../stand-ins/internet";
import { expectDocumented } from "./documented";

/**
 * Tuesday, 10 a.m. in New York, and later than any day on which this runs: an alarm that is set for
 * the past would ring at once, before a test wants it to.
 */
export const START = Date.parse("2040-11-20T15:00:00Z");
/** For what a test itself asks of a stand-in; the product has no way to it. */
export const real = globalThis.fetch.bind(globalThis);

type Entry = { event: string; [field: string]: unknown };
/** The network, and everything that was logged, at any level. */
export type World = { net: Internet; log: Entry[] };

/** A world of its own for every test of a file: the real runtime and database, no other address. */
export function aWorld(): World {
  const world: World = { net: new Internet(real, inject("databaseFetchEndpoint")), log: [] };
  beforeEach(() => {
    world.log = [];
    for (const level of ["info", "warn", "error"] as const)
      vi.spyOn(console, level).mockImplementation((entry) => void world.log.push(entry));
    world.net = new Internet(real, inject("databaseFetchEndpoint"));
    vi.useFakeTimers({ toFake: ["Date"], now: START });
    vi.spyOn(globalThis, "fetch").mockImplementation((...request) => world.net.fetch(...request));
  });
  afterEach(async () => {
    await reset();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  return world;
}

export const ADMIN = "only-for-tests-admin-key";
type Asked = { method?: string; body?: unknown; headers?: Record<string, string>; key?: string };
/** An answer's body as it comes; what a test expects of it, the test says. */
// biome-ignore lint/suspicious/noExplicitAny: any shape is possible here, and each is asserted.
type Body = any;
export type Got = { status: number; headers: Headers; body: Body };

/** One request through the Worker's own entrance; its answer has to be as documented. */
export async function ask(
  path: string,
  { method, body, headers, key = ADMIN }: Asked = {},
): Promise<Got> {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const response = await exports.default.fetch(`https://worker.example${path}`, {
    method: method ?? (text === undefined ? "GET" : "POST"),
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(text !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(text !== undefined && { body: text }),
  });
  const { status, headers: sent } = response;
  const answer = { status, headers: sent, body: parse(await response.text()) };
  await expectDocumented(method ?? (text === undefined ? "GET" : "POST"), path, answer);
  return answer;
}
const parse = (text: string) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

let people = 0;
let campaigns = 0;
const run = Math.random().toString(36).slice(2, 8);
/** A test file's own hundred numbers: all files share one database, and nobody may be called twice. */
function block(): string {
  const path = expect.getState().testPath ?? "";
  const place = inject("workerTests").findIndex((file) => path.endsWith(file));
  if (place < 0) throw new Error(`${path} is not among the tests that share the database`);
  return String(place).padStart(3, "0");
}
/** Somebody whom no other test knows. */
export function aPerson(digits = "01") {
  if (people >= 99) throw new Error("a test file has a hundred people at most");
  const number = String(++people).padStart(2, "0");
  return { id: `p_${run}_${number}`, phone: `+1555${block()}${number}${digits}` };
}
export const CONSENT = {
  basis: "written",
  text: "I agree to be called by an AI assistant.",
  obtained_at: "2026-11-01T00:00:00Z",
  source: "web form",
  channels: ["voice", "email"],
};
export const aProspect = (over: object = {}) => ({
  name: "Zoë Ångström",
  company_name: "王 & Sons",
  address: { line1: "1 Main St", city: "Albany", state: "NY", postal_code: "12207", country: "US" },
  consent: CONSENT,
  ...over,
});

export async function aCampaign(settings: object = {}): Promise<string> {
  const id = `c_${run}_${++campaigns}`;
  const body = { id, name: "Test", channel: "voice", settings };
  expect((await ask("/api/campaigns", { body })).status).toBe(201);
  return id;
}

/** What asks for a call of a person in a campaign. */
export const aRequestFor = (
  campaign: string,
  person: { id: string; phone: string } = aPerson(),
  over: object = {},
) => ({
  campaign_id: campaign,
  prospect_id: person.id,
  phone_number: person.phone,
  prospect_data: aProspect(over),
});

/** A call that was asked for through the API, and its object. */
export async function anInitiatedCall(over: object = {}, settings: object = {}) {
  const campaign = await aCampaign(settings);
  const person = aPerson();
  const body = aRequestFor(campaign, person, over);
  const answer = await ask("/call/initiate", { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  const callKey = outboundKey(campaign, person.id);
  return {
    ...person,
    campaign,
    callKey,
    callId: answer.body.call_id as string,
    body,
    answer: answer.body,
  };
}
export type Initiated = Awaited<ReturnType<typeof anInitiatedCall>>;

export const objectOf = (callKey: string) => callObject(env, callKey);

/** Waits until nothing that is due is left or under way. */
export const settled = (callKey: string) =>
  vi.waitFor(
    async () => {
      const rows = await objectOf(callKey).pending();
      expect(rows.filter(({ status, tries }) => status === "started" || tries === 0)).toEqual([]);
    },
    { timeout: 5_000 },
  );

/** Lets time pass and rings the alarm as the platform would. */
export async function elapse(callKey: string, ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await runDurableObjectAlarm(objectOf(callKey));
  await settled(callKey);
}

let told = 0;
/** Something that happened to an attempt, as the webhook's route hands it to the object. */
export const anEvent = (
  { callKey, callId }: Pick<CallRequest, "callKey" | "callId">,
  news: CallUpdate,
  attempt = 1,
): CallEvent => ({
  callKey,
  callId,
  attempt,
  id: `told:${++told}`,
  ...news,
});

export const ended = (reason: string): CallUpdate => ({ type: "ended", reason: endReason(reason) });
export const said = (
  reason: string,
  ...lines: [role: "assistant" | "user", text: string][]
): CallUpdate => ({
  type: "reported",
  report: {
    reason: endReason(reason),
    turns: lines.map(([role, text], at) => ({ role, text, at: at + 1 })),
    connected: true,
  },
});
/** Nobody picked up. */
export const NO_ANSWER = ended("customer-did-not-answer");
/** A person talked with the agent. */
export const TALK = said(
  "customer-ended-call",
  ["assistant", "Hi, this is Jennifer."],
  ["user", "Hello, send me a quote."],
);
/** A machine took the message. */
export const MACHINE = said(
  "voicemail",
  ["user", "Please leave a message."],
  ["assistant", "Hi, this is Jennifer."],
);
