import type { CallWords } from "../../src/actions/call-brief";
import { leaveCallbackLink } from "../../src/actions/leave-callback-link";
import { applyOptOut } from "../../src/actions/opt-out";
import { prepareDial } from "../../src/actions/prepare-dial";
import { markCalledBack } from "../../src/callbacks/links";
import { attemptId, type CallUpdate, reportId } from "../../src/calls/events";
import type { CallLeg } from "../../src/calls/leg";
import type { PendingEffect } from "../../src/calls/pending-effect";
import type { CallRecord } from "../../src/calls/record";
import type { Snapshot } from "../../src/calls/snapshot";
import type { Effect } from "../../src/calls/state";
import { projection } from "../../src/calls/store";
import { markNeverRang, suppress } from "../../src/compliance/store";
import { saveFailure } from "../../src/failures/store";
import { reportKey } from "../../src/files/files";
import { derivedId, fingerprint } from "../../src/ids";
import { describeError, fail, ok, type Result } from "../../src/result";
import { queueRuns } from "../../src/task-runs/store";
import { tasksAfter } from "../../src/tasks";
import { HOUR_MS } from "../../src/time";
import { openWorkItem } from "../../src/work-items/store";
import type { App } from "../compose";
import type { Row } from "../platform/outbox";

/** How long before its dial a look-up begins: more than two clocks can differ. */
const LOOK_BACK_MS = HOUR_MS;

/** The event that an effect results in; `id` where it is not the effect's own. */
export type EffectResult = { update: CallUpdate; leg?: CallLeg | undefined; id?: string };
/** The part of the object that effects may call. */
export type EffectContext = {
  app: App;
  snapshot: () => Snapshot | null;
  body: (reportId: string) => { attempt: number; bytes: Uint8Array } | undefined;
  /** The last step before a request that may ring a phone; false if it must not be made. */
  send: (words: CallWords) => Promise<boolean>;
  /** A report's body is stored as a file, so the object lets go of it. */
  reportStored: (reportId: string, key: string) => void;
};
type Done = Promise<Result<EffectResult | undefined>>;

/** Runs one pending effect of a call. It may have run before, wholly or in part. */
export async function runEffect(
  row: Row<PendingEffect>,
  record: CallRecord,
  context: EffectContext,
): Done {
  const { effect } = row;
  const { app } = context;
  switch (effect.do) {
    case "dial":
      return dial(effect.attempt, record, context);
    case "lookUp":
      return lookUp(effect, record, context);
    case "ask":
      return readReport(effect.providerCallId, context);
    case "hangUp": {
      const leg = record.legs.at(-1);
      const done = leg
        ? await app.telephony.control(leg, { action: "end" })
        : fail("the call has no line", true);
      return done.ok ? ok(undefined) : done;
    }
    case "retireNumber": {
      const { to, callId } = record.state.request;
      const row = { hash: app.hashOf(to), kind: "phone", reason: "invalid_number" } as const;
      await suppress(app.db, [{ ...row, source: `call:${callId}` }], app.now());
      return ok(undefined);
    }
    case "leaveLink":
      return leaveCallbackLink(record.state.request, effect, record.voicemail, app);
    case "applyOptOut":
      return applyOptOut(record.state.request, { ...effect, live: liveLeg(record) }, app);
    case "escalate": {
      const { callId, prospectId, origin } = record.state.request;
      const item = { kind: effect.why, prospectId, callId };
      const detail = { origin, outcome: effect.outcome };
      await openWorkItem(app.db, { ...item, detail }, app.now());
      return ok(undefined);
    }
    case "afterCall":
      return startTasks(effect.revision, effect.talked, context);
    case "keepReport":
      return keepReport(effect.reportId, record, context);
    case "project": {
      const snapshot = context.snapshot();
      if (snapshot) await app.db.batch(statements(snapshot, app));
      await markNeverRang(app.db, unrung(record));
      return ok(undefined);
    }
  }
}

/** Looks for a dial of unknown fate at the provider. */
async function lookUp(
  { attempt, dialedAt }: Extract<Effect, { do: "lookUp" }>,
  { state }: CallRecord,
  { app }: EffectContext,
): Done {
  const { callKey, callId } = state.request;
  const since = app.machineNow() - (app.now() - dialedAt) - LOOK_BACK_MS;
  const found = await app.telephony
    .find({ callKey, callId, attempt }, since, state.abandoned)
    .catch((error) => fail(describeError(error), true));
  if (found.ok && found.value) return ok({ update: { type: "found" }, leg: found.value });
  if (found.ok) return ok({ update: { type: "notFound" } });
  app.log.warn("call.not-looked-up", { error: found.error.detail });
  return ok(undefined); // No answer is no empty answer: asked again when due.
}

/** Reads at the provider how a call ended, if it has. */
async function readReport(providerCallId: string, { app }: EffectContext): Done {
  const read = await app.telephony
    .report(providerCallId)
    .catch((error) => fail(describeError(error), true));
  if (!read.ok) app.log.warn("call.report-not-read", { error: read.error.detail });
  if (!read.ok || !read.value) return ok({ update: { type: "noEndYet" } });
  const id = reportId(providerCallId, read.value);
  return ok({ update: { type: "reported", report: read.value }, leg: { providerCallId }, id });
}

/** Gate, last check, request: in this order, with nothing between that could take long. */
async function dial(attempt: number, record: CallRecord, { app, send }: EffectContext): Done {
  const { state } = record;
  const { request } = state;
  const { telephony } = app; // Throws if it is not set up: before anything is on its way.
  // A try that died after `send` may have rung a phone: that is for a look-up to find out.
  if (state.phase === "dialed" && state.attempt === attempt)
    return ok({ update: { type: "dialUnknown", detail: "interrupted" } });
  if (state.phase !== "queued" || state.attempt !== attempt) return ok(undefined);
  const prepared = await prepareDial(request, attempt, unrung(record), app);
  if (!prepared.ok) return prepared;
  if (prepared.value.denial)
    return ok({ update: { type: "denied", denial: prepared.value.denial } });
  const { brief, words } = prepared.value;
  if (!(await send(words))) return ok(undefined);
  const target = { callKey: request.callKey, callId: request.callId, attempt };
  const { leg, ...update } = await telephony.dial(target, brief, app.now());
  const error = "detail" in update ? update.detail : undefined;
  if (update.type !== "accepted")
    app.log.warn("call.not-dialed", { attempt_id: attemptId(target), on: update.type, error });
  return ok({ update, leg });
}

/** The leg of a call that is live. */
function liveLeg({ state, legs }: CallRecord): CallLeg | undefined {
  return state.phase === "dialed" && !state.dial.end ? legs.at(-1) : undefined;
}

const unrung = ({ state }: CallRecord): string[] =>
  state.neverRang.map((attempt) => attemptId({ callId: state.request.callId, attempt }));

/** All statements of a projection, to be run in one transaction. */
function statements(snapshot: Snapshot, { db, now }: App) {
  const at = now();
  const { callId, callKey } = snapshot.state.request;
  const dead = snapshot.dead.map(({ seq, effect, cause }) => {
    const detail = { call_id: callId, call_key: callKey, seq, effect };
    return saveFailure(
      db,
      { id: derivedId("effect", callKey, seq), kind: "effect", cause, detail },
      at,
    );
  });
  return [...projection(db, snapshot, at), ...dead] as unknown as Batch;
}
type Batch = Parameters<App["db"]["batch"]>[0];

/** Stores the runs, with everything that they need, before the queue is sent their jobs. */
async function startTasks(
  revision: number,
  talked: boolean,
  { app, snapshot }: EffectContext,
): Done {
  const call = snapshot();
  if (!call) return ok(undefined);
  const { callId, answers } = call.state.request;
  if (answers) await markCalledBack(app.db, answers, callId, call.createdAt);
  const hasWords = call.turns.length > 0 || call.reportKey !== null;
  const names = hasWords ? tasksAfter(talked) : [];
  const runs = names.length > 0 ? [queueRuns(app.db, callId, names, revision, app.now())] : [];
  await app.db.batch([...statements(call, app), ...runs] as unknown as Batch);
  const { traceparent } = app;
  if (names.length > 0)
    await app.postCall.sendBatch(names.map((task) => ({ body: { task, callId, traceparent } })));
  return ok(undefined);
}

async function keepReport(
  id: string,
  record: CallRecord,
  { app, body, reportStored }: EffectContext,
): Done {
  const found = body(id);
  if (!found) return ok(undefined);
  const key = reportKey(record.state.request.callId, found.attempt, fingerprint(id));
  await app.files.put(key, found.bytes, "application/gzip");
  reportStored(id, key);
  return ok(undefined);
}
