import type { CallWords } from "../../src/actions/call-brief";
import { leaveCallbackLink } from "../../src/actions/leave-callback-link";
import { applyOptOut } from "../../src/actions/opt-out";
import { prepareDial } from "../../src/actions/prepare-dial";
import { markCalledBack } from "../../src/callbacks/links";
import { attemptId, type CallUpdate, reportId } from "../../src/calls/events";
import type { CallLeg } from "../../src/calls/leg";
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

/** What a call has pending: the machine's effects, and the object's own housekeeping. */
export type PendingEffect = Effect | { do: "project" } | { do: "keepReport"; reportId: string };
/** One projection that has not begun will tell all that is true by then. */
export const PROJECT: PendingEffect = { do: "project" };
/** These wait for the database, however long it is away. */
export const UNTIRING: PendingEffect["do"][] = [
  "project",
  "dial",
  "afterCall",
  "keepReport",
  "retireNumber",
  "leaveLink",
  "escalate",
  "applyOptOut",
];

/** What an effect tells the machine; `id` if it is not known by the effect that brought it. */
export type EffectResult = { update: CallUpdate; leg?: CallLeg | undefined; id?: string };
/** The part of the object that effects may call. */
export type EffectContext = {
  app: App;
  snapshot: () => Snapshot | null;
  body: (reportId: string) => { attempt: number; bytes: Uint8Array } | undefined;
  /** The last step before a request that may ring a phone; false if it must not be made. */
  send: (words: CallWords) => Promise<boolean>;
  /** A report's body is in its place and need not be kept here. */
  kept: (reportId: string, key: string) => void;
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
    case "lookUp": {
      const { callKey, callId } = record.state.request;
      const since = app.machineNow() - (app.now() - effect.dialedAt) - LOOK_BACK_MS;
      const sought = { callKey, callId, attempt: effect.attempt };
      const found = await app.telephony
        .find(sought, since, record.state.abandoned)
        .catch((error) => fail(describeError(error), true));
      if (!found.ok) return ok(undefined); // No answer is no empty answer: asked again when due.
      if (!found.value) return ok({ update: { type: "notFound" } });
      return ok({ update: { type: "found" }, leg: found.value });
    }
    case "ask": {
      const asked = await app.telephony.report(effect.providerCallId).catch(() => undefined);
      if (!asked?.ok || !asked.value) return ok({ update: { type: "noEndYet" } });
      const leg = { providerCallId: effect.providerCallId };
      const id = reportId(effect.providerCallId, asked.value);
      return ok({ update: { type: "reported", report: asked.value }, leg, id });
    }
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

/** Gate, last check, request: in this order, with nothing between that could take long. */
async function dial(attempt: number, record: CallRecord, { app, send }: EffectContext): Done {
  const { state } = record;
  const { request } = state;
  const { telephony } = app; // Throws if it is not set up: before anything is on its way.
  // A try that died after `send` may have rung a phone: that is for a look-up to find out.
  if (state.phase === "dialed" && state.attempt === attempt)
    return ok({ update: { type: "dialUnknown", detail: "interrupted" } });
  if (state.phase !== "queued" || state.attempt !== attempt) return ok(undefined);
  const asked = await prepareDial(request, attempt, unrung(record), app);
  if (!asked.ok) return asked;
  if (asked.value.denial) return ok({ update: { type: "denied", denial: asked.value.denial } });
  const { brief, words } = asked.value;
  if (!(await send(words))) return ok(undefined);
  const target = { callKey: request.callKey, callId: request.callId, attempt };
  const { leg, ...update } = await telephony.dial(target, brief, app.now());
  if (update.type !== "accepted")
    app.log.warn("call.not-dialed", { attempt: attemptId(target), update: update.type });
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

/** The runs are written down, with all that they need, before the queue hears of them. */
async function startTasks(
  revision: number,
  talked: boolean,
  { app, snapshot }: EffectContext,
): Done {
  const call = snapshot();
  if (!call) return ok(undefined);
  const { callId, answers } = call.state.request;
  if (answers) await markCalledBack(app.db, answers, callId, call.createdAt);
  const heard = call.turns.length > 0 || call.reportKey !== null;
  const names = heard ? tasksAfter(talked) : [];
  const runs = names.length > 0 ? [queueRuns(app.db, callId, names, revision, app.now())] : [];
  await app.db.batch([...statements(call, app), ...runs] as unknown as Batch);
  if (names.length > 0)
    await app.postCall.sendBatch(names.map((task) => ({ body: { task, callId } })));
  return ok(undefined);
}

async function keepReport(
  id: string,
  record: CallRecord,
  { app, body, kept }: EffectContext,
): Done {
  const found = body(id);
  if (!found) return ok(undefined);
  const key = reportKey(record.state.request.callId, found.attempt, fingerprint(id));
  await app.files.put(key, found.bytes, "application/gzip");
  kept(id, key);
  return ok(undefined);
}
