import { DurableObject } from "cloudflare:workers";
import type { Caller, CallerIdentity } from "../../src/calls/caller";
import type { PreparedContext, ToolUse, TurnFigures } from "../../src/calls/calls";
import type { CallEvent, CallRequest } from "../../src/calls/events";
import type { CallLeg, Control } from "../../src/calls/leg";
import { type PendingEffect, PROJECT, readEffect, UNTIRING } from "../../src/calls/pending-effect";
import { isPromised } from "../../src/calls/policy";
import type { CallRecord } from "../../src/calls/record";
import type { RequestResult, Snapshot } from "../../src/calls/snapshot";
import { isOnlyScheduled } from "../../src/calls/state";
import { describeError, fail, type Result } from "../../src/result";
import { compose } from "../compose";
import { armAlarm } from "../platform/alarm";
import { loadClock } from "../platform/clock";
import { Outbox, type Row } from "../platform/outbox";
import { applyIdentity, recordLeg } from "./call-record";
import { CallCommit } from "./commit";
import { Drain } from "./drain";
import { CallMemory } from "./memory";
import { CallRecords } from "./records";
import { Viewers } from "./viewers";

/** Effects wait until the event's sender has our answer; events that come together share one drain. */
const DRAIN_AFTER_MS = 5;

/** All calls of one prospect in one campaign, one at a time: `receive` commits, `#drain` runs effects. */
export class CallObject extends DurableObject<Env> {
  readonly #app = compose(this.env);
  readonly #records = new CallRecords(this.ctx.storage.sql);
  readonly #outbox = new Outbox<PendingEffect>(this.ctx.storage.sql, UNTIRING, readEffect);
  readonly #commits = new CallCommit(
    this.ctx.storage,
    this.#records,
    this.#outbox,
    this.#app,
    (event) => {
      this.#viewers.show(event, () => this.find(event.callId));
      this.#memory.onEvent(event);
    },
  );
  readonly #drains = new Drain(
    this.ctx.storage,
    this.#records,
    this.#outbox,
    this.#commits,
    this.#app,
    (callId) => this.find(callId),
  );
  readonly #viewers = new Viewers(this.ctx);
  readonly #memory = new CallMemory(this.ctx, this.#app, (id) => this.#records.caller(id));
  #soon: Promise<void> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (env.ENVIRONMENT === "local") ctx.blockConcurrencyWhile(() => loadClock(env));
  }

  /** Commits an event and waits for nothing else. `body`: a report, redacted and gzipped. */
  async receive(event: CallEvent, body?: Uint8Array): Promise<"applied" | "duplicate" | "unknown"> {
    if (this.#records.hasSeen(event.id)) return "duplicate";
    const alarm = await this.ctx.storage.getAlarm(); // First, so that all writes are one commit.
    const applied = this.#commits.commit(event, body);
    if (applied === "applied") this.#actLater(alarm);
    return applied;
  }

  /** Starts a call, or finds the one that is open. */
  async request(request: CallRequest): Promise<RequestResult> {
    const open = this.#records.open();
    if (open && isPromised(request) && isOnlyScheduled(open.state))
      await this.cancel(open.state.request.callId);
    else if (open) {
      // A callback that was agreed on during a call begins when that one ends.
      const planned = request.origin === "callback" && request.notBefore !== undefined;
      if (planned) this.#records.plan(request);
      return { snapshot: this.#show(open), duplicate: true, planned };
    }
    const alarm = await this.ctx.storage.getAlarm();
    request.previousCallId ??= this.#records.latest()?.state.request.callId;
    const { callKey, callId } = request;
    const id = `requested:${callId}`;
    this.#commits.commit({ callKey, callId, attempt: 1, id, type: "requested", request });
    this.#actLater(alarm);
    const record = this.#records.find(callId) ?? this.#records.open();
    if (!record) throw new Error("a call that was requested has a record");
    return { snapshot: this.#show(record), duplicate: record.state.request.callId !== callId };
  }

  /** Adds a call that the provider started for us; its leg and its caller are known from the start. */
  async join(request: CallRequest, leg: CallLeg): Promise<Snapshot> {
    const { snapshot } = await this.request(request);
    this.#records.edit(request.callId, (record) => {
      recordLeg(record, leg);
      record.verified = true;
    });
    return this.find(request.callId) ?? snapshot;
  }

  /** The context for what was just said, from memory alone. */
  context(callId: string, utterance: string): PreparedContext {
    return this.#memory.context(callId, utterance);
  }

  /** Starts to look up what helps to answer words that are still being spoken. */
  hint(callId: string, utterance: string): void {
    this.#memory.hint(callId, utterance);
  }

  recordTurn(callId: string, figures: TurnFigures): void {
    this.#memory.recordTurn(callId, figures);
  }

  /** The call that is open, if one is. */
  open(): Snapshot | null {
    const open = this.#records.open();
    return open ? this.#show(open) : null;
  }

  find(callId: string): Snapshot | null {
    const record = this.#records.find(callId);
    return record ? this.#show(record) : null;
  }

  /** Ends a call as far as that is possible; a call that has ended stays as it is. */
  async cancel(callId: string): Promise<Snapshot | null> {
    if (this.#records.planned()?.callId === callId) this.#records.unplan();
    const record = this.#records.find(callId);
    if (!record || record.state.phase === "closed") return null;
    const { attempt, request } = record.state;
    const about = { callKey: request.callKey, callId, attempt, id: `cancelled:${callId}` };
    await this.receive({ ...about, type: "cancelled" });
    return this.find(callId);
  }

  /** A WebSocket that sends a call's state and words as they come. */
  override async fetch(request: Request): Promise<Response> {
    const callId = new URL(request.url).searchParams.get("call_id") ?? "";
    const record = this.#records.find(callId);
    if (!record) return new Response(null, { status: 404 });
    return this.#viewers.admit(callId, this.#show(record));
  }

  /** Completes the closing of a viewer's socket. */
  override webSocketClose(socket: WebSocket): void {
    socket.close();
  }

  /** Controls a live call; null if it is not live. */
  async control(callId: string, control: Control): Promise<Result<unknown> | null> {
    const record = this.#records.find(callId);
    const leg = record?.legs.at(-1);
    if (!leg || record?.state.phase !== "dialed" || record.state.dial.end) return null;
    return await this.#app.telephony
      .control(leg, control)
      .catch((error) => fail(describeError(error), true));
  }

  /** Who is on the line in a call. */
  caller(callId: string): Caller | null {
    return this.#records.caller(callId) ?? null;
  }

  /** Who uses a tool, and the result of the same use before, if there was one. */
  toolUse(callId: string, toolCallId: string): ToolUse | null {
    const caller = this.caller(callId);
    return caller && { caller, result: this.#records.toolResult(toolCallId) };
  }

  saveToolResult(toolCallId: string, result: string): void {
    this.#records.saveToolResult(toolCallId, result);
  }

  /** A caller was verified: from now on the call is theirs. */
  identify(callId: string, who: CallerIdentity): void {
    this.#records.edit(callId, (record) => applyIdentity(record, who, this.#app.now()));
    this.#outbox.addOnce(callId, PROJECT, this.#app.machineNow());
    this.#actLater(null);
  }

  /** The person opted out: what waits is dropped, what is live is hung up. */
  async stop(callId: string): Promise<void> {
    const record = this.#records.find(callId);
    if (!record || record.state.phase === "closed") return;
    const { callKey } = record.state.request;
    const id = `stopped:${callId}`;
    await this.receive({ callKey, callId, attempt: 0, id, type: "reclassified", as: "opted_out" });
    await this.cancel(callId);
  }

  /** Runs what is due now and waits for it, for the cron. */
  async tick(): Promise<void> {
    await this.#drain();
    await this.#armAlarm();
  }

  /** Tries a dead effect again; false if it is not there any more. */
  async retryEffect(seq: number): Promise<boolean> {
    if (!this.#outbox.resume(seq, this.#app.machineNow())) return false;
    this.#actLater(await this.ctx.storage.getAlarm());
    return true;
  }

  pending(): Row<PendingEffect>[] {
    return this.#outbox.rows();
  }

  /** Never throws, even if the drain does: the platform gives up on an alarm that throws. */
  override async alarm(): Promise<void> {
    this.ctx.waitUntil(this.#drain());
    await this.#armAlarm();
  }

  #actLater(alarm: number | null): void {
    this.#soon ??= scheduler.wait(DRAIN_AFTER_MS).then(() => {
      this.#soon = undefined;
      return this.#drain();
    });
    this.ctx.waitUntil(this.#soon);
    if (alarm === null) this.ctx.waitUntil(this.#armAlarm());
  }

  async #drain(): Promise<void> {
    this.#commits.logMoves();
    const ran = await this.#drains.run();
    this.#commits.logMoves();
    if (ran) await this.#armAlarm();
  }

  #show(record: CallRecord): Snapshot {
    const { callId } = record.state.request;
    return this.#records.snapshot(record, this.#outbox.dead(callId), this.#memory.figures(callId));
  }

  /** Deadlines are in product time and alarms in machine time: only the wait is common to both. */
  async #armAlarm(): Promise<void> {
    const untilDue = this.#records.dueAt() - this.#app.now();
    const machineNow = this.#app.machineNow();
    await armAlarm(this.ctx.storage, machineNow, [untilDue, this.#outbox.nextAt() - machineNow]);
  }
}
