import { containsOptOut } from "../conversation/opt-out";
import { onProviderEvent } from "./dialed";
import { CANCELLED, close, enrich, finish, tryAgain } from "./ending";
import type { CallEvent, CallRequest } from "./events";
import * as policy from "./policy";
import {
  base,
  type CallState,
  type Dial,
  move,
  type Phase,
  publicState,
  type StartedState,
  type Step,
  stay,
} from "./state";

/**
 * The whole life of a call as a pure function. `now` is when we received the event, in product
 * time.
 */
export function transition(state: CallState, event: CallEvent, now: number): Step {
  const step = decide(state, event, now);
  const optsOut = step.state.phase !== "new" && !step.state.optedOut && isOptOut(event);
  return optsOut && !isStale(state, event) ? applyOptOut(step) : step;
}

/** Whether the person's own words ask for no more calls, live or in the report. */
function isOptOut(event: CallEvent): boolean {
  const turns =
    event.type === "spoke" ? [event.turn] : event.type === "reported" ? event.report.turns : [];
  return turns.some(({ role, text }) => role === "user" && containsOptOut(text));
}

/**
 * Stops all contact with a person who opted out: no link and no callback follow, however the call
 * ends.
 */
function applyOptOut({ state, effects, marks }: Step): Step {
  if (state.phase === "new") return { state, effects, marks };
  const stopped: StartedState = { ...state, optedOut: true };
  const mark = { event: "opted_out", to: publicState(stopped) };
  const remaining = effects.filter(
    (effect) => effect.do !== "leaveLink" && effect.do !== "escalate",
  );
  return {
    state: stopped,
    effects: [...remaining, { do: "applyOptOut", as: "opted_out", say: true }],
    marks: [...marks, mark],
  };
}

function decide(state: CallState, event: CallEvent, now: number): Step {
  if (state.phase === "new")
    return event.type === "requested" ? begin(event.request, now) : stay(state);
  if (event.type === "cancelled") return cancel(state);
  if (event.type === "reclassified") return reclassify(state, event.as);
  if (isStale(state, event)) return stay(state);
  if (event.type === "due" && "due" in state && now < state.due) return stay(state);
  switch (state.phase) {
    case "waiting":
      if (event.type === "due") return queue(state, state.attempt, now, state.last);
      return resume(state, event, now);
    case "queued":
      if (event.type === "sent") return send(state, now);
      if (event.type === "denied") return deny(state, event.denial);
      if (event.type === "due") return close(state, "FAILED", "provider_error", now);
      return resume(state, event, now);
    case "dialUnknown":
      return search(state, event, now);
    case "dialed":
      return onProviderEvent(state, event, now);
    case "closed":
      return enrich(state, event, now);
  }
}

/** Begins a call that came in. The caller is already on the line, so nothing is ever dialed. */
function pickUp(request: CallRequest, now: number): Step {
  const { providerCallId } = request;
  const dial: Dial = {
    dialedAt: now,
    providerCallId,
    hasVoicemail: false,
    lineStatus: "ringing",
    userSpoke: false,
  };
  const counts = { attempt: 1, networkFailures: 0, linesBusy: 0, neverRang: [], abandoned: [] };
  const due = now + policy.CONNECT_MS;
  return move({ request, ...counts, phase: "dialed", due, dial, asked: 0 }, "received");
}

function begin(request: CallRequest, now: number): Step {
  if (request.direction !== "outbound") return pickUp(request, now);
  const counts = { attempt: 1, networkFailures: 0, linesBusy: 0, neverRang: [], abandoned: [] };
  const due = request.notBefore ?? now;
  if (due > now)
    return move({ request, ...counts, phase: "waiting", due, why: "time" }, "requested");
  const state: StartedState = { request, ...counts, phase: "queued", due: now + policy.QUEUED_MS };
  return move(state, "requested", { do: "dial", attempt: 1 });
}

function queue(state: StartedState, attempt: number, now: number, last: Dial | undefined): Step {
  const due = now + policy.QUEUED_MS;
  const queued: StartedState = {
    ...base(state),
    attempt,
    phase: "queued",
    due,
    ...(last && { last }),
  };
  return move(queued, "due", { do: "dial", attempt });
}

/** Marks the dial as sent: from now on a phone may ring. If the answer is lost, it is looked up. */
function send(state: Phase<"queued">, now: number): Step {
  const dial: Dial = { dialedAt: now, hasVoicemail: true, lineStatus: "nothing", userSpoke: false };
  const due = now + policy.CONNECT_MS;
  return stay({ ...base(state), phase: "dialed", due, dial, asked: 0 });
}

function deny(state: Phase<"queued">, { until, optedOut, reasonCode }: Denial): Step {
  if (until === undefined) {
    const outcome = optedOut ? "opted_out" : "blocked";
    // A person who was suppressed in the meantime expects no call anymore.
    const settled = reasonCode === "suppressed";
    return finish(state, { state: "CANCELLED", outcome, settled }, `denied:${reasonCode}`);
  }
  const why = state.last ? "retry" : "time";
  const { last } = state;
  const waiting: StartedState = {
    ...base(state),
    phase: "waiting",
    due: until,
    why,
    ...(last && { last }),
  };
  return move(waiting, `denied:${reasonCode}`);
}
type Denial = Extract<CallEvent, { type: "denied" }>["denial"];

/**
 * Looks up a dial whose fate is unknown. Only several empty answers, apart in time, prove there is
 * none.
 */
function search(state: Phase<"dialUnknown">, event: CallEvent, now: number): Step {
  const { attempt, dial } = state;
  switch (event.type) {
    case "due": {
      if (state.unanswered >= policy.LOOK_UPS_UNANSWERED_MAX)
        return close(state, "FAILED", "lost", now);
      const waiting = { ...state, due: now + policy.LOOK_UP_MS, unanswered: state.unanswered + 1 };
      return stay(waiting, { do: "lookUp", attempt, dialedAt: dial.dialedAt });
    }
    case "notFound": {
      // Empty answers close together count once: a call that is listed late is missing from all of
      // them.
      if (state.emptyAt !== undefined && now - state.emptyAt < policy.LOOK_UP_APART_MS)
        return stay(state);
      const empty = state.empty + 1;
      if (empty < policy.LOOK_UPS_MAX) return stay({ ...state, empty, emptyAt: now });
      return tryAgain(state, now, true, dial);
    }
    default:
      return onProviderEvent({ ...toDialed(state, now), dial }, event, now);
  }
}

const toDialed = (state: Phase<"dialUnknown">, now: number): Phase<"dialed"> => ({
  ...base(state),
  phase: "dialed",
  due: now + policy.CONNECT_MS,
  dial: state.dial,
  asked: 0,
});

const PROVES_ALIVE: CallEvent["type"][] = [
  "accepted",
  "found",
  "ringing",
  "answered",
  "spoke",
  "ended",
];

/**
 * Drops a retry that was not sent yet when an event shows that the last dial is alive after all.
 */
function resume(state: Phase<"waiting" | "queued">, event: CallEvent, now: number): Step {
  const { last } = state;
  if (!last || event.attempt !== state.attempt - 1) return stay(state);
  const proves = event.type === "reported" || (!last.end && PROVES_ALIVE.includes(event.type));
  if (!proves) return stay(state);
  const dialed: StartedState = {
    ...base(state),
    attempt: event.attempt,
    networkFailures: state.networkFailures - 1,
    neverRang: state.neverRang.filter((one) => one !== event.attempt),
    phase: "dialed",
    due: now + policy.CONNECT_MS,
    dial: last,
    asked: 0,
  };
  const step = onProviderEvent(dialed, event, now);
  const changed = step.state.phase === "closed" || step.state.phase === "dialed";
  return changed ? step : stay(state);
}

function cancel(state: StartedState): Step {
  if (state.phase === "closed" || state.hangUp) return stay(state);
  if (state.phase === "waiting" || state.phase === "queued")
    return finish(state, CANCELLED, "cancelled");
  const hangingUp = { ...state, hangUp: true };
  if (state.phase === "dialed" && state.dial.lineStatus === "connected")
    return move(hangingUp, "cancel_asked", { do: "hangUp", attempt: state.attempt });
  return move(hangingUp, "cancel_asked");
}

function reclassify(state: StartedState, as: "opted_out" | "wrong_number"): Step {
  if (as === "opted_out" ? state.optedOut : state.wrongNumber) return stay(state);
  const reclassified = { ...state, [as === "opted_out" ? "optedOut" : "wrongNumber"]: true };
  return move(reclassified, as, { do: "applyOptOut", as, say: false });
}

/**
 * Whether an event is about an abandoned dial, or about neither the current attempt nor a dropped
 * one.
 */
function isStale(state: CallState, event: CallEvent): boolean {
  if (state.phase === "new") return false;
  const { providerCallId: id } = event;
  if (id !== undefined && state.abandoned.includes(id)) return true;
  if (event.attempt === state.attempt) {
    const current = "dial" in state ? state.dial?.providerCallId : undefined;
    return id !== undefined && current !== undefined && current !== id;
  }
  const dropped = state.phase === "waiting" || state.phase === "queued";
  return !(dropped && event.attempt === state.attempt - 1);
}
