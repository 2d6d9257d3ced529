import type { CallEvent, CallRequest } from "../../src/calls/events";
import { transition } from "../../src/calls/machine";
import { type PendingEffect, PROJECT } from "../../src/calls/pending-effect";
import type { CallRecord } from "../../src/calls/record";
import { publicState, type Step } from "../../src/calls/state";
import type { LogFields } from "../../src/log";
import { traceFields } from "../../src/trace";
import type { App } from "../compose";
import type { Outbox } from "../platform/outbox";
import { newRecord, recordLeg } from "./call-record";
import type { CallRecords } from "./records";

/** What an event does to a call, in one transaction of its object. */
export class CallCommit {
  readonly #moves: { fields: LogFields; on: string; to: string }[] = [];

  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly records: CallRecords,
    private readonly outbox: Outbox<PendingEffect>,
    private readonly app: Pick<App, "now" | "machineNow" | "log">,
    /** Called with every event that was committed, wherever it came from. */
    private readonly applied: (event: CallEvent) => void,
  ) {}

  /** The state, its effects and the mark that the event was seen are one transaction. */
  commit(event: CallEvent, body?: Uint8Array): "applied" | "duplicate" | "unknown" {
    const moves = this.#moves.length;
    try {
      return this.#commit(event, body);
    } catch (error) {
      this.#moves.length = moves; // They did not come about.
      throw error;
    }
  }

  /** Logs the moves since the last time: writing a line takes longer than an answer may wait. */
  logMoves(): void {
    for (const { fields, on, to } of this.#moves.splice(0))
      this.app.log.with(fields).info("call.moved", { on, to });
  }

  #commit(event: CallEvent, body?: Uint8Array): "applied" | "duplicate" | "unknown" {
    const done = this.storage.transactionSync(() => {
      if (this.records.hasSeen(event.id)) return "duplicate";
      const record = this.records.find(event.callId);
      if (!record && event.type !== "requested") return "unknown";
      if (!record && this.records.open()) return "duplicate"; // Somebody else was first.
      this.records.markSeen(event.id);
      if (record) this.#apply(record, event, body);
      else this.#begin(event);
      return "applied";
    });
    if (done === "applied") this.applied(event);
    return done;
  }

  #begin(event: CallEvent): void {
    const now = this.app.now();
    const step = transition({ phase: "new" }, event, now);
    if (step.state.phase === "new") return;
    const record = newRecord(step.state, now);
    const { providerCallId } = step.state.request;
    if (providerCallId) recordLeg(record, { providerCallId });
    this.#write(record, step, event, now);
  }

  #apply(record: CallRecord, event: CallEvent, body?: Uint8Array): void {
    const now = this.app.now();
    const { callId, attempt, providerCallId, controlUrl } = event;
    const before = record.state;
    const learned = providerCallId ? recordLeg(record, { providerCallId, controlUrl }) : false;
    if (event.type === "spoke") this.records.addTurn(callId, attempt, event.turn);
    if (event.type === "reported") {
      if (body) this.records.saveBody(event.id, callId, attempt, body);
      if (body) this.#enqueue(record, { do: "keepReport", reportId: event.id }, event);
      const more = this.records.saveTranscript(callId, attempt, event.report);
      record.durationMs = event.report.durationMs ?? record.durationMs;
      record.costMicros = event.report.costMicros ?? record.costMicros;
      // A report that says no more than the one before changes nothing.
      const isKnown = !more && before.phase === "closed" && before.reported;
      if (isKnown) return void this.records.save(record);
    }
    const step = transition(before, event, now);
    const moved = step.marks.length > 0 || JSON.stringify(step.state) !== JSON.stringify(before);
    // Most words change only the transcript, which has a table of its own.
    if (learned || moved || event.type === "reported") this.#write(record, step, event, now);
  }

  #write(record: CallRecord, step: Step, event: CallEvent, now: number): void {
    const { state, effects, marks, next } = step;
    if (state.phase === "new") return;
    let from = record.version === 0 ? null : publicState(record.state);
    for (const mark of marks) {
      record.timeline.push({ at: now, event: mark.event, from, to: mark.to });
      from = mark.to;
    }
    const over = state.phase === "closed" || (state.phase === "dialed" && state.dial.end);
    record.endedAt = over ? (record.endedAt ?? now) : null;
    record.state = state;
    record.version++;
    this.records.save(record);
    const { callId, callKey } = state.request;
    for (const effect of effects) this.#enqueue(record, effect, event);
    this.outbox.addOnce(callId, PROJECT, this.app.machineNow(), traceOf(record, event));
    const fields = { call_id: callId, event_id: event.id, ...traceFields(traceOf(record, event)) };
    this.#moves.push(...marks.map(({ event: on, to }) => ({ fields, on, to })));
    const planned = state.phase === "closed" && !state.optedOut && this.records.planned();
    if (state.phase === "closed") this.records.unplan();
    this.#follow(planned || next, callId, callKey);
  }

  /** The next call: the one that the person asked for meanwhile, else the machine's. */
  #follow(next: CallRequest | undefined, previousCallId: string, callKey: string): void {
    if (!next) return;
    next.previousCallId ??= previousCallId;
    const id = `requested:${next.callId}`;
    this.records.markSeen(id);
    this.#begin({ callKey, callId: next.callId, attempt: 1, id, type: "requested", request: next });
  }

  #enqueue(record: CallRecord, effect: PendingEffect, event: CallEvent): void {
    const { callId } = record.state.request;
    this.outbox.add(callId, effect, this.app.machineNow(), traceOf(record, event));
  }
}

/** A call is one trace, that of the request that started it; else the one of the event. */
const traceOf = ({ state }: CallRecord, event: CallEvent): string | undefined =>
  state.request.traceparent ?? event.traceparent;
