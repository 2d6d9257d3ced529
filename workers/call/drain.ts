import { type PendingEffect, PROJECT } from "../../src/calls/pending-effect";
import type { Snapshot } from "../../src/calls/snapshot";
import { describeError, fail } from "../../src/result";
import { type App, scoped } from "../compose";
import type { Outbox, Row } from "../platform/outbox";
import { recordLeg } from "./call-record";
import type { CallCommit } from "./commit";
import { type EffectContext, type EffectResult, runEffect } from "./effects";
import type { CallRecords } from "./records";

/** Runs what an object's calls have pending: deadlines that have come, and effects in the outbox. */
export class Drain {
  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly records: CallRecords,
    private readonly outbox: Outbox<PendingEffect>,
    private readonly commits: CallCommit,
    private readonly app: App,
    private readonly show: (callId: string) => Snapshot | null,
  ) {}

  /**
   * Runs all that is due, and what it leads to; false if nothing was. Each row stands alone: one that
   * fails or hangs holds no other back.
   */
  async run(): Promise<boolean> {
    this.#wake();
    const rows = this.outbox.take(this.app.machineNow());
    if (rows.length === 0) return false;
    await this.storage.sync(); // Nobody is dialed before it is on disk that we might have.
    await Promise.all(rows.map((row) => this.#settle(row)));
    return true;
  }

  /** A deadline that has passed is an event like any other. */
  #wake(): void {
    const open = this.records.open();
    if (!open || !("due" in open.state) || open.state.due > this.app.now()) return;
    const { state, version } = open;
    const { callKey, callId } = state.request;
    const id = `due:${callId}:${version}`;
    this.commits.commit({ callKey, callId, attempt: state.attempt, id, type: "due" });
  }

  async #settle(row: Row<PendingEffect>): Promise<void> {
    const { seq, callId, tries } = row;
    const record = this.records.find(callId);
    if (!record) return this.outbox.done(seq);
    const context = this.#context(row);
    const done = await runEffect(row, record, context).catch((error) =>
      fail(describeError(error), true),
    );
    if (done.ok) {
      if (done.value) this.#commitResult(row, done.value);
      this.outbox.done(seq); // One commit with the line above: nothing is awaited between.
    } else {
      const dead = this.outbox.failed(row, done.error, this.app.machineNow());
      const fields = { tries, error: done.error.detail };
      if (dead) context.app.log.error("effect.dead", fields);
      else context.app.log.warn("effect.failed", fields);
      if (dead) this.outbox.addOnce(callId, PROJECT, this.app.machineNow());
    }
    await this.run();
  }

  #context({ seq, callId, effect, traceparent }: Row<PendingEffect>): EffectContext {
    const fields = { call_id: callId, event_id: `effect:${seq}`, effect: effect.do };
    return {
      app: scoped(this.app, fields, traceparent ?? undefined),
      body: (id) => this.records.body(id),
      snapshot: () => this.show(callId),
      send: async (words) => {
        const state = this.records.find(callId)?.state;
        const ours = "attempt" in effect && state?.attempt === effect.attempt;
        if (state?.phase !== "queued" || !ours) return false;
        const { attempt, request } = state;
        const id = `sent:${seq}`;
        this.commits.commit({ callKey: request.callKey, callId, attempt, id, type: "sent" });
        this.records.edit(callId, (record) =>
          Object.assign(record, { voicemail: undefined, ...words }),
        );
        await this.storage.sync();
        return true;
      },
      reportStored: (reportId, key) => {
        this.records.dropBody(reportId);
        this.records.edit(callId, (record) => Object.assign(record, { reportKey: key }));
        this.outbox.addOnce(callId, PROJECT, this.app.machineNow());
      },
    };
  }

  /** Commits an effect's result, an event like any other. */
  #commitResult(
    { seq, callId, effect }: Row<PendingEffect>,
    { update, leg, id }: EffectResult,
  ): void {
    const record = this.records.find(callId);
    if (!record) return;
    if (leg) this.records.edit(callId, (one) => recordLeg(one, leg));
    this.commits.commit({
      callKey: record.state.request.callKey,
      callId,
      attempt: "attempt" in effect ? effect.attempt : record.state.attempt,
      providerCallId: leg?.providerCallId,
      id: id ?? `effect:${seq}`,
      ...update,
    });
  }
}
