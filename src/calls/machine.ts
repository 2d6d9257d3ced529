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

/** The whole life of a call. No I/O and no clock: `now` is when we received the event. */
export function transition(state: CallState, event: CallEvent, now: number): Step {
  const step = decide(state, event, now);
  const optsOut = step.state.phase !== "new" && !step.state.optedOut && asksToStop(event);
  return optsOut && !isStale(state, event) ? applyOptOut(step) : step;
}

/** Whether the person's own words ask to be left alone, live or as the report has them. */
function asksToStop(event: CallEvent): boolean {
  const turns =
    event.type === "spoke" ? [event.turn] : event.type === "reported" ? event.report.turns : [];
  return turns.some(({ role, text }) => role === "user" && containsOptOut(text));
}

/** Everything stops, now and whatever becomes of the call: it is said once, and nothing follows. */
function applyOptOut({ state, effects, marks }: Step): Step {
  if (state.phase === "new") return { state, effects, marks };
  const stopped: StartedState = { ...state, optedOut: true };
  const mark = { event: "opted_out", to: publicState(stopped) };
  const kept = effects.filter((effect) => effect.do !== "leaveLink" && effect.do !== "escalate");
  return {
    state: stopped,
    effects: [...kept, { do: "applyOptOut", as: "opted_out", say: true }],
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

/** Who calls us is on the line already: nothing is dialed, now or later. */
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

/** From here on a phone may ring. What becomes of the request decides; a lost answer is searched. */
function send(state: Phase<"queued">, now: number): Step {
  const dial: Dial = { dialedAt: now, hasVoicemail: true, lineStatus: "nothing", userSpoke: false };
  const due = now + policy.CONNECT_MS;
  return stay({ ...base(state), phase: "dialed", due, dial, asked: 0 });
}

function deny(state: Phase<"queued">, { until, optedOut, reasonCode }: Denial): Step {
  if (until === undefined) {
    const outcome = optedOut ? "opted_out" : "blocked";
    // Who was suppressed meanwhile is owed nothing any more.
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

/** After a dial of unknown fate: look for it, and believe only the last of several empty answers. */
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
      // Answers that come together are one answer: what is listed late may be missing from all.
      if (state.emptyAt !== undefined && now - state.emptyAt < policy.LOOK_UP_APART_MS)
        return stay(state);
      const empty = state.empty + 1;
      if (empty < policy.LOOK_UPS_MAX) return stay({ ...state, empty, emptyAt: now });
      return tryAgain(state, now, true, dial);
    }
    default:
      return onProviderEvent({ ...known(state, now), dial }, event, now);
  }
}

const known = (state: Phase<"dialUnknown">, now: number): Phase<"dialed"> => ({
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

/** A retry that has not left us yet is dropped when news of the last dial shows that it lives. */
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
  const asked = { ...state, hangUp: true };
  if (state.phase === "dialed" && state.dial.lineStatus === "connected")
    return move(asked, "cancel_asked", { do: "hangUp", attempt: state.attempt });
  return move(asked, "cancel_asked");
}

function reclassify(state: StartedState, as: "opted_out" | "wrong_number"): Step {
  if (as === "opted_out" ? state.optedOut : state.wrongNumber) return stay(state);
  const reclassified = { ...state, [as === "opted_out" ? "optedOut" : "wrongNumber"]: true };
  return move(reclassified, as, { do: "applyOptOut", as, say: false });
}

/** News of a dial that came to nothing, or of an attempt that is neither this one nor the last. */
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
