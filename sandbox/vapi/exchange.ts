import { randomUUID } from "node:crypto";
import type { Faults } from "../faults";
import { Journal } from "../journal";
import { Refusal } from "../server";
import { sleep } from "../sleep";
import { type Call, callRecord, isActive, type Utterance } from "./call";
import { nextTurn } from "./custom-llm";
import { dialogue, modelSpeaks } from "./dialogue";
import { endOfCallReport, envelope } from "./payloads";
import { type Person, personAt } from "./people";
import type { CreateCall } from "./schema";
import { type Credentials, currentSecret, ServerMessages } from "./server-messages";

/** VAPI's default limit for all calls of a subscription together. */
const CONCURRENCY_LIMIT = 10;
const SETUP_MS = 1_000;
const RING_MS = 6_000;
const RING_UNANSWERED_MS = 30_000;
const TURN_MS = 4_000;
const REPORT_MS = 2_000;
/** The id of the number that people call. */
export const OWN_NUMBER = "local-phone-number";
const OVER_LIMIT = { message: "Over Concurrency Limit", error: "Bad Request", statusCode: 400 };
/** VAPI's four ways to say that a call is over the limit; each takes its turn. */
const LIMIT_ANSWERS = ["refuse", "schedule", "block", "end-later"] as const;

export type ExchangeOptions = {
  credentials: Credentials;
  /** Divides every delay. */
  speed: number;
  faults: Faults;
  /** Keeps the calls over a restart, one line per change. */
  file?: string;
  concurrencyLimit?: number;
};
type Dial = { at: string; number: string; id: string; name: string | undefined };

/** Phone calls, from the request to the report. Who answers follows from the number. */
export class Exchange {
  readonly calls = new Map<string, Call>();
  /** Every dial, oldest first. */
  readonly ledger: Dial[] = [];
  readonly serverMessages: ServerMessages;
  readonly #hungUp = new Set<string>();
  readonly #journal: Journal<Call>;
  readonly #concurrencyLimit: number;
  #limitAnswers = 0;

  constructor(readonly options: ExchangeOptions) {
    this.#concurrencyLimit = options.concurrencyLimit ?? CONCURRENCY_LIMIT;
    this.serverMessages = new ServerMessages(options);
    this.#journal = new Journal(callRecord, options.file);
    this.#load();
  }

  /** Starts a call, or answers in one of four ways that the limit is reached. `origin` is our base URL. */
  dial(request: CreateCall, origin: string) {
    const answer = this.#limitAnswer();
    if (answer === "refuse") throw new Refusal(400, OVER_LIMIT);
    const call = this.#create({ ...request, id: randomUUID() }, origin);
    if (answer === "schedule") call.status = "scheduled";
    if (answer === "block") call.status = "ended";
    const person = this.#personFor(call);
    this.calls.set(call.id, call);
    if (!answer) this.#enter(call);
    this.#journal.append(call);
    if (!answer) void this.#converse(call, person);
    if (answer === "end-later") void this.#endOverLimit(call);
    const subscriptionLimits = {
      concurrencyBlocked: answer === "block",
      concurrencyLimit: this.#concurrencyLimit,
      remainingConcurrentCalls: Math.max(this.#concurrencyLimit - this.#activeCount(), 0),
    };
    return { call, subscriptionLimits };
  }

  /** Starts a call that a person placed. From the answer on it is like one that was dialed. */
  join(
    call: Pick<Call, "id" | "type" | "customer" | "assistant">,
    person: Person,
    origin: string,
  ): Call {
    const joined = this.#create({ ...call, phoneNumberId: OWN_NUMBER }, origin);
    this.calls.set(joined.id, joined);
    this.#journal.append(joined);
    void this.#converse(joined, person);
    return joined;
  }

  /** Adds what somebody says, and tells the product. */
  say(call: Call, utterance: Utterance): void {
    const { message } = utterance;
    const role = utterance.role === "bot" ? "assistant" : "user";
    const begun = message.slice(0, message.lastIndexOf(" "));
    const hasPartials = call.assistant.serverMessages?.includes("transcript");
    const transcript = { type: "transcript", role };
    if (role === "user" && begun && hasPartials)
      this.#notify(call, { ...transcript, transcriptType: "partial", transcript: begun });
    call.said.push(utterance);
    this.#notify(call, { ...transcript, transcriptType: "final", transcript: message });
  }

  /** Ends a call before its next turn. */
  hangUp(call: Call): void {
    this.#hungUp.add(call.id);
  }

  /** Deletes a call that waits for a line. */
  cancel(call: Call): void {
    if (call.status !== "scheduled") return;
    call.status = "ended";
    call.endedReason = "scheduled-call-deleted";
  }

  /** Calls that were active when the sandbox stopped are over now. The product is not notified. */
  #load(): void {
    for (const call of this.#journal.read()) this.calls.set(call.id, call);
    for (const call of this.calls.values()) {
      if (call.dialed) this.#enter(call);
      if (!isActive(call)) continue;
      call.status = "ended";
      call.endedReason = "call.in-progress.error-vapifault-worker-died";
    }
  }

  #create(call: Omit<Call, "status" | "createdAt" | "said" | "monitor">, origin: string): Call {
    return {
      ...call,
      status: "queued",
      createdAt: new Date().toISOString(),
      said: [],
      monitor: {
        listenUrl: `wss://sandbox.invalid/${call.id}/listen`,
        controlUrl: `${origin}/vapi/control/${call.id}`,
      },
    };
  }

  #limitAnswer(): (typeof LIMIT_ANSWERS)[number] | undefined {
    if (this.#activeCount() < this.#concurrencyLimit) return undefined;
    return LIMIT_ANSWERS[this.#limitAnswers++ % LIMIT_ANSWERS.length];
  }

  #activeCount(): number {
    return [...this.calls.values()].filter(isActive).length;
  }

  #personFor({ customer: { number } }: Call): Person {
    return personAt(number, this.ledger.filter((dial) => dial.number === number).length);
  }

  #enter(call: Call): void {
    const { createdAt, customer, id, name } = call;
    call.dialed = true;
    this.ledger.push({ at: createdAt, number: customer.number, id, name });
  }

  async #endOverLimit(call: Call): Promise<void> {
    await this.#wait(SETUP_MS);
    await this.#end(call, "call.start.error-subscription-concurrency-limit-reached", false);
  }

  /** One call, from the first ring to the report. */
  async #converse(call: Call, person: Person): Promise<void> {
    await this.#wait(SETUP_MS);
    // Half of all calls ring without saying so.
    if (call.id.charCodeAt(0) % 2) this.#notify(call, { type: "status-update", status: "ringing" });
    if (!person.picksUp) {
      const ringsOut = person.endedReason === "customer-did-not-answer";
      await this.#wait(ringsOut ? RING_UNANSWERED_MS : RING_MS);
      return this.#end(call, person.endedReason, person.reports !== "ended-only");
    }
    await this.#wait(RING_MS);
    const startedMs = Date.now();
    call.status = "in-progress";
    call.startedAt = new Date(startedMs).toISOString();
    this.#notify(call, { type: "status-update", status: "in-progress" });
    const { endedMs, endedReason } = await this.#speak(call, person, startedMs);
    call.endedAt = new Date(endedMs).toISOString();
    if (person.reports === "none") return this.#finish(call, endedReason);
    await this.#end(call, endedReason, true);
  }

  /** All turns. Times are those of a call in real time, from its start in epoch milliseconds. */
  async #speak(call: Call, person: Person, startedMs: number) {
    const hasModel = modelSpeaks(call, person);
    let clock = startedMs;
    let endedReason = person.endedReason;
    for (const { role, message } of dialogue(call, person)) {
      await this.#wait(TURN_MS);
      if (this.#hungUp.has(call.id)) break;
      clock += TURN_MS;
      this.say(call, { role, message, at: clock });
      if (!hasModel || role !== "user") continue;
      const next = await this.#nextTurn(call);
      clock += TURN_MS;
      if (next.say && !this.#hungUp.has(call.id))
        this.say(call, { role: "bot", message: next.say, at: clock });
      if (!next.endedReason) continue;
      endedReason = next.endedReason;
      break;
    }
    if (this.#hungUp.has(call.id)) endedReason = "assistant-ended-call";
    return { endedMs: clock + TURN_MS, endedReason };
  }

  #nextTurn(call: Call) {
    const secret = currentSecret(this.options.credentials.secret);
    return nextTurn(call, { serverMessages: this.serverMessages, secret });
  }

  async #end(call: Call, endedReason: string, withReport: boolean): Promise<void> {
    this.#finish(call, endedReason);
    this.#notify(call, { type: "status-update", status: "ended", endedReason });
    await this.#wait(REPORT_MS);
    if (withReport) void this.serverMessages.send(call, endOfCallReport(call, Date.now()));
  }

  #finish(call: Call, endedReason: string): void {
    call.status = "ended";
    call.endedReason = endedReason;
    call.endedAt ??= new Date().toISOString();
    this.#journal.append(call);
    this.#startScheduled();
  }

  /** A scheduled call is dialed when a line comes free, unless it was deleted. */
  #startScheduled(): void {
    for (const call of this.calls.values()) {
      if (call.status !== "scheduled" || this.#activeCount() >= this.#concurrencyLimit) continue;
      call.status = "queued";
      const person = this.#personFor(call);
      this.#enter(call);
      this.#journal.append(call);
      void this.#converse(call, person);
    }
  }

  /** Tells the product about a call, which does not wait for that. */
  #notify(call: Call, message: Record<string, unknown>): void {
    void this.serverMessages.send(call, { ...message, timestamp: Date.now(), ...envelope(call) });
  }

  #wait(ms: number): Promise<void> {
    return sleep(ms / this.options.speed);
  }
}
