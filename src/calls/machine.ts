import { isOptOut } from "../conversation/opt-out";
import { hear } from "./dialed";
import { CANCELLED, close, enrich, finish, tryAgain } from "./ending";
import type { CallEvent, Wanted } from "./events";
import * as policy from "./policy";
import {
  base,
  type CallState,
  type Dial,
  type Known,
  move,
  type Phase,
  publicState,
  type Step,
  stay,
} from "./state";

/** The whole life of a call. No I/O and no clock: `now` is when we received the event. */
export function transition(state: CallState, event: CallEvent, now: number): Step {
  const step = decide(state, event, now);
  const heard = step.state.phase !== "new" && !step.state.optedOut && asksForQuiet(event);
  return heard && !isOldNews(state, event) ? honour(step) : step;
}

/** Whether the person's own words ask to be left alone, live or as the report has them. */
function asksForQuiet(event: CallEvent): boolean {
  const turns =
    event.type === "spoke" ? [event.turn] : event.type === "reported" ? event.report.turns : [];
  return turns.some(({ role, text }) => role === "user" && isOptOut(text));
}

/** Everything stops, now and whatever becomes of the call: it is said once, and nothing follows. */
function honour({ state, effects, marks }: Step): Step {
  if (state.phase === "new") return { state, effects, marks };
  const quiet: Known = { ...state, optedOut: true };
  const mark = { event: "opted_out", to: publicState(quiet) };
  const kept = effects.filter((effect) => effect.do !== "leaveLink" && effect.do !== "handOver");
  return {
    state: quiet,
    effects: [...kept, { do: "leaveAlone", as: "opted_out", say: true }],
    marks: [...marks, mark],
  };
}

function decide(state: CallState, event: CallEvent, now: number): Step {
  if (state.phase === "new")
    return event.type === "requested" ? begin(event.wanted, now) : stay(state);
  if (event.type === "cancelled") return cancel(state);
  if (event.type === "judged") return judge(state, event.as);
  if (isOldNews(state, event)) return stay(state);
  if (event.type === "due" && "due" in state && now < state.due) return stay(state);
  switch (state.phase) {
    case "waiting":
      if (event.type === "due") return queue(state, state.attempt, now, state.last);
      return revive(state, event, now);
    case "queued":
      if (event.type === "sent") return send(state, now);
      if (event.type === "denied") return deny(state, event.denial);
      if (event.type === "due") return close(state, "FAILED", "provider_error", now);
      return revive(state, event, now);
    case "unsure":
      return search(state, event, now);
    case "out":
      return hear(state, event, now);
    case "closed":
      return enrich(state, event, now);
  }
}

/** Who calls us is on the line already: nothing is dialed, now or later. */
function pickUp(wanted: Wanted, now: number): Step {
  const { providerCallId } = wanted;
  const dial: Dial = {
    dialedAt: now,
    providerCallId,
    carries: false,
    heard: "ringing",
    userSpoke: false,
  };
  const counts = { attempt: 1, networkFailures: 0, linesBusy: 0, neverRang: [], abandoned: [] };
  const due = now + policy.CONNECT_MS;
  return move({ wanted, ...counts, phase: "out", due, dial, asked: 0 }, "received");
}

function begin(wanted: Wanted, now: number): Step {
  if (wanted.direction !== "outbound") return pickUp(wanted, now);
  const counts = { attempt: 1, networkFailures: 0, linesBusy: 0, neverRang: [], abandoned: [] };
  const due = wanted.notBefore ?? now;
  if (due > now)
    return move({ wanted, ...counts, phase: "waiting", due, why: "time" }, "requested");
  const state: Known = { wanted, ...counts, phase: "queued", due: now + policy.QUEUED_MS };
  return move(state, "requested", { do: "dial", attempt: 1 });
}

function queue(state: Known, attempt: number, now: number, last: Dial | undefined): Step {
  const due = now + policy.QUEUED_MS;
  const queued: Known = { ...base(state), attempt, phase: "queued", due, ...(last && { last }) };
  return move(queued, "due", { do: "dial", attempt });
}

/** From here on a phone may ring. What becomes of the request decides; a lost answer is searched. */
function send(state: Phase<"queued">, now: number): Step {
  const dial: Dial = { dialedAt: now, carries: true, heard: "nothing", userSpoke: false };
  const due = now + policy.CONNECT_MS;
  return stay({ ...base(state), phase: "out", due, dial, asked: 0 });
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
  const waiting: Known = {
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
function search(state: Phase<"unsure">, event: CallEvent, now: number): Step {
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
      return hear({ ...known(state, now), dial }, event, now);
  }
}

const known = (state: Phase<"unsure">, now: number): Phase<"out"> => ({
  ...base(state),
  phase: "out",
  due: now + policy.CONNECT_MS,
  dial: state.dial,
  asked: 0,
});

const PROOFS: CallEvent["type"][] = [
  ...(["accepted", "found", "ringing", "answered", "spoke", "ended"] as const),
];

/** A retry that has not left us yet is dropped when news of the last dial shows that it lives. */
function revive(state: Phase<"waiting" | "queued">, event: CallEvent, now: number): Step {
  const { last } = state;
  if (!last || event.attempt !== state.attempt - 1) return stay(state);
  const proves = event.type === "reported" || (!last.end && PROOFS.includes(event.type));
  if (!proves) return stay(state);
  const out: Known = {
    ...base(state),
    attempt: event.attempt,
    networkFailures: state.networkFailures - 1,
    neverRang: state.neverRang.filter((one) => one !== event.attempt),
    phase: "out",
    due: now + policy.CONNECT_MS,
    dial: last,
    asked: 0,
  };
  const step = hear(out, event, now);
  const changed = step.state.phase === "closed" || step.state.phase === "out";
  return changed ? step : stay(state);
}

function cancel(state: Known): Step {
  if (state.phase === "closed" || state.hangUp) return stay(state);
  if (state.phase === "waiting" || state.phase === "queued")
    return finish(state, CANCELLED, "cancelled");
  const asked = { ...state, hangUp: true };
  if (state.phase === "out" && state.dial.heard === "connected")
    return move(asked, "cancel_asked", { do: "hangUp", attempt: state.attempt });
  return move(asked, "cancel_asked");
}

function judge(state: Known, as: "opted_out" | "wrong_number"): Step {
  if (as === "opted_out" ? state.optedOut : state.wrongNumber) return stay(state);
  const judged = { ...state, [as === "opted_out" ? "optedOut" : "wrongNumber"]: true };
  return move(judged, as, { do: "leaveAlone", as, say: false });
}

/** News of a dial that came to nothing, or of an attempt that is neither this one nor the last. */
function isOldNews(state: CallState, event: CallEvent): boolean {
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
