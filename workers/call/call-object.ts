import { DurableObject } from "cloudflare:workers";
import type { CallEvent, CallRequest } from "../../src/calls/events";
import { isPromised } from "../../src/calls/policy";
import type { RequestResult, Snapshot } from "../../src/calls/snapshot";
import { isOnlyScheduled } from "../../src/calls/state";
import { describeError, fail, type Result } from "../../src/result";
import type { CallLeg, Control } from "../../src/telephony/telephony";
import type { Caller, CallerIdentity } from "../../src/tools/tool";
import { compose } from "../compose";
import { armAlarm } from "../platform/alarm";
import { loadClock } from "../platform/clock";
import { Outbox, type Row } from "../platform/outbox";
import { CallCommit } from "./commit";
import { type EffectContext, type EffectResult, perform } from "./effects";
import { CallMemory, type PreparedContext, type TurnFigures } from "./memory";
import { applyIdentity, type CallRecord, CallRecords, recordLeg } from "./records";
import { Viewers } from "./viewers";

/** What follows an event waits until its sender has our answer; events that come together share it. */
const DRAIN_AFTER_MS = 5;

/** All calls of one prospect in one campaign, one at a time. `receive` commits, `#drain` acts. */
export class CallObject extends DurableObject<Env> {
  readonly #app = compose(this.env);
  readonly #records = new CallRecords(this.ctx.storage.sql);
  readonly #outbox = new Outbox(this.ctx.storage.sql);
  readonly #commits = new CallCommit(
    ...([this.ctx.storage, this.#records, this.#outbox, this.#app] as const),
    (event) => {
      this.#viewers.tell(event, () => this.call(event.callId));
      this.#memory.heard(event);
    },
  );
  readonly #viewers = new Viewers(this.ctx);
  readonly #memory = new CallMemory(this.ctx, this.#app, (id) => this.#records.caller(id));
  #soon: Promise<void> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    if (env.ENVIRONMENT === "local") ctx.blockConcurrencyWhile(() => loadClock(env));
  }

  /** Keeps an event, and waits for nothing else. `body`: a report, redacted and gzipped. */
  async receive(event: CallEvent, body?: Uint8Array): Promise<"applied" | "duplicate" | "unknown"> {
    if (this.#records.hasSeen(event.id)) return "duplicate";
    const alarm = await this.ctx.storage.getAlarm(); // First, so that all writes are one commit.
    const applied = this.#commits.commit(event, body);
    if (applied === "applied") this.#actLater(alarm);
    return applied;
  }

  /** Asks for a call, or finds the one that is open. */
  async request(request: CallRequest): Promise<RequestResult> {
    const open = this.#records.open();
    if (open && isPromised(request) && isOnlyScheduled(open.state))
      await this.cancel(open.state.request.callId);
    else if (open) {
      // A time that was agreed on while a call is under way is kept after it.
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
    const made = this.#records.find(callId) ?? this.#records.open();
    if (!made) throw new Error("a call that was asked for is kept");
    return { snapshot: this.#show(made), duplicate: made.state.request.callId !== callId };
  }

  /** A call that somebody else began, whose line and caller are known from the start. */
  async join(request: CallRequest, leg: CallLeg): Promise<Snapshot> {
    const { snapshot } = await this.request(request);
    this.#edit(request.callId, (record) => {
      recordLeg(record, leg);
      record.verified = true;
    });
    return this.call(request.callId) ?? snapshot;
  }

  /** What helps to answer what was just said, from memory alone. */
  context(callId: string, utterance: string): PreparedContext {
    return this.#memory.context(callId, utterance);
  }

  /** Somebody says this just now. */
  hint(callId: string, said: string): void {
    this.#memory.hint(callId, said);
  }

  noteTurn(callId: string, figures: TurnFigures): void {
    this.#memory.noteTurn(callId, figures);
  }

  /** The call that is open, if one is. */
  open(): Snapshot | null {
    const open = this.#records.open();
    return open ? this.#show(open) : null;
  }

  call(callId: string): Snapshot | null {
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
    return this.call(callId);
  }

  /** A WebSocket on which a call's state and words are told as they come. */
  override async fetch(request: Request): Promise<Response> {
    const callId = new URL(request.url).searchParams.get("call_id") ?? "";
    const record = this.#records.find(callId);
    if (!record) return new Response(null, { status: 404 });
    return this.#viewers.admit(callId, this.#show(record));
  }

  /** A viewer who goes is let go. */
  override webSocketClose(socket: WebSocket): void {
    socket.close();
  }

  /** Works on a live call; a call that is not live has nothing to work on. */
  async control(callId: string, control: Control): Promise<Result<unknown> | null> {
    const record = this.#records.find(callId);
    const leg = record?.legs.at(-1);
    if (!leg || record?.state.phase !== "dialed" || record.state.dial.end) return null;
    return await this.#app.telephony
      .control(leg, control)
      .catch((error) => fail(describeError(error), true));
  }

  /** Who speaks in a call. */
  caller(callId: string): Caller | null {
    return this.#records.caller(callId) ?? null;
  }

  /** Who uses a tool, and what the same use of it said before. */
  toolUse(callId: string, toolCallId: string): { caller: Caller; result: string | null } | null {
    const caller = this.caller(callId);
    return caller && { caller, result: this.#records.toolResult(toolCallId) };
  }

  keepToolUse(toolCallId: string, result: string): void {
    this.#records.keepToolResult(toolCallId, result);
  }

  /** A caller proved who they are: from now on the call is theirs. */
  identify(callId: string, who: CallerIdentity): void {
    this.#edit(callId, (record) => applyIdentity(record, who, this.#app.now()));
    this.#outbox.addProjection(callId, this.#app.machineNow());
    this.#actLater(null);
  }

  /** The person asked to be left alone: what waits is dropped, what is live is hung up. */
  async suppress(callId: string): Promise<void> {
    const record = this.#records.find(callId);
    if (!record || record.state.phase === "closed") return;
    const { callKey } = record.state.request;
    const id = `judged:${callId}:opted_out`;
    await this.receive({ callKey, callId, attempt: 0, id, type: "reclassified", as: "opted_out" });
    await this.cancel(callId);
  }

  /** Does what is due now and waits for it; the minute cron's way in. */
  async tick(): Promise<void> {
    await this.#drain();
    await this.#armAlarm();
  }

  /** Tries an effect that was given up once more. */
  async retry(seq: number): Promise<boolean> {
    if (!this.#outbox.resume(seq, this.#app.machineNow())) return false;
    this.#actLater(await this.ctx.storage.getAlarm());
    return true;
  }

  pending(): Row[] {
    return this.#outbox.rows();
  }

  /** Never throws, whatever becomes of the drain: the platform gives up on an alarm that does. */
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

  /** Does all that is due. Each row stands alone: one that fails or hangs holds no other back. */
  async #drain(): Promise<void> {
    this.#wake();
    const rows = this.#outbox.take(this.#app.machineNow());
    if (rows.length === 0) return;
    await this.ctx.storage.sync(); // Nobody is dialed before it is on disk that we might have.
    await Promise.all(rows.map((row) => this.#settle(row)));
    await this.#armAlarm();
  }

  /** A time that has come is an event like any other. */
  #wake(): void {
    const open = this.#records.open();
    if (!open || !("due" in open.state) || open.state.due > this.#app.now()) return;
    const { state, version } = open;
    const { callKey, callId } = state.request;
    const id = `due:${callId}:${version}`;
    this.#commits.commit({ callKey, callId, attempt: state.attempt, id, type: "due" });
  }

  async #settle(row: Row): Promise<void> {
    const record = this.#records.find(row.callId);
    if (!record) return this.#outbox.done(row.seq);
    const done = await perform(row, record, this.#hands(row)).catch((error) =>
      fail(describeError(error), true),
    );
    if (done.ok) {
      if (done.value) this.#hear(row, done.value);
      this.#outbox.done(row.seq); // One commit with the line above: nothing is awaited between.
    } else {
      const dead = this.#outbox.failed(row, done.error, this.#app.machineNow());
      const { callId, tries } = row;
      const event = dead ? "effect.dead" : "effect.failed";
      console.error({ event, callId, effect: row.effect.do, tries, detail: done.error.detail });
      if (dead) this.#outbox.addProjection(callId, this.#app.machineNow());
    }
    await this.#drain();
  }

  /** What an effect may do to its call while it runs. */
  #hands({ seq, callId, effect }: Row): EffectContext {
    return {
      app: this.#app,
      body: (id) => this.#records.body(id),
      snapshot: () => this.call(callId),
      send: async (words) => {
        const state = this.#records.find(callId)?.state;
        const ours = "attempt" in effect && state?.attempt === effect.attempt;
        if (state?.phase !== "queued" || !ours) return false;
        const { attempt, request } = state;
        const about = { callKey: request.callKey, callId, attempt, id: `sent:${seq}` };
        this.#commits.commit({ ...about, type: "sent" });
        this.#edit(callId, (record) => Object.assign(record, { voicemail: undefined, ...words }));
        await this.ctx.storage.sync();
        return true;
      },
      kept: (reportId, key) => {
        this.#records.dropBody(reportId);
        this.#edit(callId, (record) => Object.assign(record, { reportKey: key }));
        this.#outbox.addProjection(callId, this.#app.machineNow());
      },
    };
  }

  /** Tells the machine of an effect's result. */
  #hear({ seq, callId, effect }: Row, { news, leg, id }: EffectResult): void {
    const record = this.#records.find(callId);
    if (!record) return;
    if (leg) this.#edit(callId, (one) => recordLeg(one, leg));
    const { callKey } = record.state.request;
    const attempt = "attempt" in effect ? effect.attempt : record.state.attempt;
    const about = { callKey, callId, attempt, providerCallId: leg?.providerCallId };
    this.#commits.commit({ ...about, id: id ?? `effect:${seq}`, ...news });
  }

  #edit(callId: string, change: (record: CallRecord) => void): void {
    const record = this.#records.find(callId);
    if (!record) return;
    change(record);
    this.#records.save(record);
  }

  #show(record: CallRecord): Snapshot {
    const { callId } = record.state.request;
    return this.#records.snapshot(record, this.#outbox.dead(callId), this.#memory.figures(callId));
  }

  /** Things are due in product time and alarms ring in machine time: only the wait is common. */
  async #armAlarm(): Promise<void> {
    const untilDue = this.#records.dueAt() - this.#app.now();
    const machineNow = this.#app.machineNow();
    await armAlarm(this.ctx.storage, machineNow, [untilDue, this.#outbox.nextAt() - machineNow]);
  }
}
