import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Faults } from "../faults";
import { Refusal } from "../server";
import { hasOwnModel, nextWords } from "./custom-llm";
import { type Call, envelope, report, type Said } from "./payloads";
import { type Person, personAt } from "./people";
import type { CreateCall } from "./schema";
import { type Credentials, delivery } from "./server-messages";

/** VAPI's default: lines of a subscription, for all its calls together. */
const LINES_DEFAULT = 10;
const RING_MS = 6_000;
const RINGS_OUT_MS = 30_000;
const TURN_MS = 4_000;
const REPORT_MS = 2_000;
/** The id of the number that people call. */
export const OWN_NUMBER = "local-phone-number";
const OVER_LIMIT = { message: "Over Concurrency Limit", error: "Bad Request", statusCode: 400 };

export type ExchangeOptions = {
  credentials: Credentials;
  speed: number;
  faults: Faults;
  /** Where calls are kept, one line a change. */
  file?: string;
  url: () => string;
  lines?: number;
};
type Joined = Pick<Call, "id" | "type" | "customer" | "assistant">;

/** Calls, from the wish to the report, with persons who are played by their numbers' last digits. */
export function exchange(options: ExchangeOptions) {
  const { speed, lines = LINES_DEFAULT } = options;
  const calls = new Map<string, Call>();
  const ledger: { at: string; number: string; id: string; name: string | undefined }[] = [];
  const hungUp = new Set<string>();
  const deliver = delivery(options);
  const secret = options.credentials.secret.split(",")[0] ?? "";
  let refusals = 0;

  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms / speed).unref());
  const live = () =>
    [...calls.values()].filter((call) => !["ended", "scheduled"].includes(call.status));
  const keep = (call: Call) => {
    if (options.file) appendFileSync(options.file, `${JSON.stringify(call)}\n`);
  };
  const dialedBefore = (number: string) => ledger.filter((one) => one.number === number).length;

  load();

  /** What went on while this was not running is over now; nobody was told. */
  function load(): void {
    if (!options.file || !existsSync(options.file)) return;
    for (const line of readFileSync(options.file, "utf8").split("\n").filter(Boolean)) {
      const call = JSON.parse(line) as Call;
      calls.set(call.id, call);
    }
    for (const call of calls.values()) if (call.dialed) enter(call);
    for (const call of live())
      Object.assign(call, {
        status: "ended",
        endedReason: "call.in-progress.error-vapifault-worker-died",
      });
  }

  function enter(call: Call): void {
    const { createdAt, customer, id, name } = call;
    call.dialed = true;
    ledger.push({ at: createdAt, number: customer.number, id, name });
  }

  /** Makes a call, or says in one of four ways that no line is free. */
  function dial(wanted: CreateCall) {
    const id = randomUUID();
    const call: Call = {
      ...wanted,
      ...{ id, status: "queued", createdAt: new Date().toISOString(), said: [] },
      monitor: {
        listenUrl: `wss://sandbox.invalid/${id}/listen`,
        controlUrl: `${options.url()}/vapi/control/${id}`,
      },
    };
    const full = live().length >= lines ? (refusals++ % 4) + 1 : 0;
    if (full === 1) throw new Refusal(400, OVER_LIMIT);
    if (full === 2) call.status = "scheduled";
    const person = personAt(call.customer.number, dialedBefore(call.customer.number));
    calls.set(id, call);
    if (full === 0) enter(call);
    if (full === 3) call.status = "ended";
    keep(call);
    if (full === 0) void converse(call, person);
    if (full === 4) void refuseLate(call);
    const limits = {
      concurrencyBlocked: full === 3,
      concurrencyLimit: lines,
      remainingConcurrentCalls: Math.max(lines - live().length, 0),
    };
    return { call, limits };
  }

  async function refuseLate(call: Call): Promise<void> {
    await wait(1_000);
    await end(call, "call.start.error-subscription-concurrency-limit-reached", false);
  }

  /** One call, from the first ring to the report. */
  async function converse(call: Call, person: Person): Promise<void> {
    await wait(1_000);
    if (call.id.charCodeAt(0) % 2) tell(call, { type: "status-update", status: "ringing" });
    if (!person.picksUp) {
      const long = person.endedReason === "customer-did-not-answer";
      await wait(long ? RINGS_OUT_MS : RING_MS);
      return end(call, person.endedReason, person.reports !== "ended-only");
    }
    await wait(RING_MS);
    let clock = Date.now();
    call.status = "in-progress";
    call.startedAt = new Date(clock).toISOString();
    tell(call, { type: "status-update", status: "in-progress" });
    let endedBy: string | undefined;
    const asks = hasOwnModel(call) && !person.machine;
    for (const { role, message } of dialogue(call, person, asks)) {
      await wait(TURN_MS);
      if (hungUp.has(call.id)) break;
      clock += TURN_MS;
      say(call, { role, message, at: clock });
      if (!asks || role !== "user") continue;
      const next = await nextWords(call, { deliver, secret });
      clock += TURN_MS;
      if (next.say && !hungUp.has(call.id))
        say(call, { role: "bot", message: next.say, at: clock });
      endedBy = next.endedReason;
      if (endedBy) break;
    }
    call.endedAt = new Date(clock + TURN_MS).toISOString();
    const reason = hungUp.has(call.id) ? "assistant-ended-call" : (endedBy ?? person.endedReason);
    if (person.reports === "none") return finish(call, reason);
    await end(call, reason, true);
  }

  function say(call: Call, said: Said): void {
    const role = said.role === "bot" ? "assistant" : "user";
    const begun = said.message.slice(0, said.message.lastIndexOf(" "));
    const wanted = call.assistant.serverMessages?.includes("transcript");
    if (role === "user" && begun && wanted)
      tell(call, { type: "transcript", role, transcriptType: "partial", transcript: begun });
    call.said.push(said);
    tell(call, {
      type: "transcript",
      role,
      transcriptType: "final",
      transcript: said.message,
    });
  }

  function finish(call: Call, endedReason: string): void {
    Object.assign(call, { status: "ended", endedReason });
    call.endedAt ??= new Date().toISOString();
    keep(call);
    startWaiting();
  }

  async function end(call: Call, endedReason: string, reports: boolean): Promise<void> {
    finish(call, endedReason);
    tell(call, { type: "status-update", status: "ended", endedReason });
    await wait(REPORT_MS);
    if (reports) void deliver(call, report(call, Date.now()));
  }

  /** What waits for a line is dialed when one comes free, unless it was deleted. */
  function startWaiting(): void {
    for (const call of calls.values()) {
      if (call.status !== "scheduled" || live().length >= lines) continue;
      call.status = "queued";
      const person = personAt(call.customer.number, dialedBefore(call.customer.number));
      enter(call);
      keep(call);
      void converse(call, person);
    }
  }

  /** A call does not wait for whoever is told of it. */
  const tell = (call: Call, message: Record<string, unknown>): void =>
    void deliver(call, { ...message, timestamp: Date.now(), ...envelope(call) });

  /** A call that others begin, run like one of ours from the moment it is answered. */
  function join(made: Joined, person: Person): Call {
    const call: Call = {
      ...made,
      ...{
        phoneNumberId: OWN_NUMBER,
        status: "queued",
        createdAt: new Date().toISOString(),
        said: [],
      },
      monitor: {
        listenUrl: `wss://sandbox.invalid/${made.id}/listen`,
        controlUrl: `${options.url()}/vapi/control/${made.id}`,
      },
    };
    calls.set(call.id, call);
    keep(call);
    void converse(call, person);
    return call;
  }

  return { calls, ledger, hungUp, deliver, dial, join, say };
}

/** Who says what, in turns; a machine speaks first and is given the message, if there is one. */
function dialogue(call: Call, person: Person, asks: boolean): Pick<Said, "role" | "message">[] {
  const { firstMessage = "", voicemailMessage } = call.assistant;
  if (person.machine) {
    const greeting = person.says.map((message) => ({ role: "user" as const, message }));
    const played = call.assistant.model?.tools?.find((tool) => tool.type === "voicemail");
    const left = played?.messages[0]?.content ?? voicemailMessage;
    const silent = !played && call.assistant.voicemailDetection === "off";
    return !left || silent ? greeting : [...greeting, { role: "bot", message: left }];
  }
  const lines: Pick<Said, "role" | "message">[] = [{ role: "bot", message: firstMessage }];
  for (const [index, message] of person.says.entries()) {
    lines.push({ role: "user", message });
    const answer = asks ? undefined : person.agent[index]; // Its own model says what it says.
    if (answer) lines.push({ role: "bot", message: answer });
  }
  return lines;
}
