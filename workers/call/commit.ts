import type { CallEvent, CallRequest } from "../../src/calls/events";
import { transition } from "../../src/calls/machine";
import type { CallRecord } from "../../src/calls/record";
import { publicState, type Step } from "../../src/calls/state";
import type { App } from "../compose";
import type { Outbox } from "../platform/outbox";
import { type PendingEffect, PROJECT } from "./effects";
import { type CallRecords, newRecord, recordLeg } from "./records";

/** What an event does to a call, in one transaction of its object. */
export class CallCommit {
  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly records: CallRecords,
    private readonly outbox: Outbox<PendingEffect>,
    private readonly app: Pick<App, "now" | "machineNow">,
    /** Hears of every event that was kept, whoever brought it. */
    private readonly applied: (event: CallEvent) => void,
  ) {}

  /** State, what is owed, and the mark that the event was seen stand or fall together. */
  commit(event: CallEvent, body?: Uint8Array): "applied" | "duplicate" | "unknown" {
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
    this.#write(record, step, now);
  }

  #apply(record: CallRecord, event: CallEvent, body?: Uint8Array): void {
    const now = this.app.now();
    const { callId, attempt, providerCallId, controlUrl } = event;
    const before = record.state;
    const learned = providerCallId ? recordLeg(record, { providerCallId, controlUrl }) : false;
    if (event.type === "spoke") this.records.hear(callId, attempt, event.turn);
    if (event.type === "reported") {
      if (body) this.records.keepBody(event.id, callId, attempt, body);
      if (body) this.#enqueue(callId, { do: "keepReport", reportId: event.id });
      const more = this.records.keepWords(callId, attempt, event.report);
      record.durationMs = event.report.durationMs ?? record.durationMs;
      record.costMicros = event.report.costMicros ?? record.costMicros;
      // A report that tells no more than the one before is kept, and changes nothing.
      const told = !more && before.phase === "closed" && before.reported;
      if (told) return void this.records.save(record);
    }
    const step = transition(before, event, now);
    const moved = step.marks.length > 0 || JSON.stringify(step.state) !== JSON.stringify(before);
    // Most words change nothing but the transcript, which is kept by itself.
    if (learned || moved || event.type === "reported") this.#write(record, step, now);
  }

  #write(record: CallRecord, { state, effects, marks, next }: Step, now: number): void {
    if (state.phase === "new") return;
    let from = record.version === 0 ? null : publicState(record.state);
    for (const { event, to } of marks) {
      record.timeline.push({ at: now, event, from, to });
      from = to;
    }
    const over = state.phase === "closed" || (state.phase === "dialed" && state.dial.end);
    record.endedAt = over ? (record.endedAt ?? now) : null;
    record.state = state;
    record.version++;
    this.records.save(record);
    const { callId, callKey } = state.request;
    for (const effect of effects) this.#enqueue(callId, effect);
    this.outbox.addOnce(callId, PROJECT, this.app.machineNow());
    const asked = state.phase === "closed" && !state.optedOut ? this.records.planned() : undefined;
    if (state.phase === "closed") this.records.unplan();
    this.#follow(asked ?? next, callId, callKey);
  }

  /** What comes after a call: what the person asked for meanwhile, else what the machine wants. */
  #follow(next: CallRequest | undefined, previousCallId: string, callKey: string): void {
    if (!next) return;
    next.previousCallId ??= previousCallId;
    const id = `requested:${next.callId}`;
    this.records.markSeen(id);
    this.#begin({ callKey, callId: next.callId, attempt: 1, id, type: "requested", request: next });
  }

  #enqueue(callId: string, effect: PendingEffect): void {
    this.outbox.add(callId, effect, this.app.machineNow());
  }
}
