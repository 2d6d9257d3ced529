import type { CallEvent, Report } from "./events";
import type { FinalState, Outcome } from "./outcome";
import { outcomeFrom } from "./outcome";
import * as policy from "./policy";
import {
  base,
  type Dial,
  type Effect,
  type Mark,
  move,
  type OpenState,
  type Phase,
  type StartedState,
  type Step,
  stay,
} from "./state";

/**
 * Schedules another dial after a network failure, or closes the call when the retries are used up.
 */
export function tryAgain(state: OpenState, now: number, neverRang: boolean, last: Dial): Step {
  const failed = base(state);
  if (neverRang) failed.neverRang = [...failed.neverRang, state.attempt];
  if (state.hangUp) return finish({ ...state, ...failed }, CANCELLED, "cancelled");
  if (state.request.direction !== "outbound")
    return finish({ ...state, ...failed }, NETWORK_FAILURE, "network_failure", undefined, now);
  failed.networkFailures++;
  const wait = policy.RETRY_MS[failed.networkFailures - 1];
  if (wait === undefined)
    return finish({ ...state, ...failed }, NETWORK_FAILURE, "network_failure", undefined, now);
  const due = now + wait;
  const attempt = state.attempt + 1;
  const waiting: StartedState = { ...failed, attempt, phase: "waiting", due, why: "retry", last };
  const marks: Mark[] = [
    { event: "network_failure", to: "FAILED" },
    { event: "retry_scheduled", to: "RETRY_SCHEDULED" },
  ];
  return { state: waiting, effects: [], marks };
}
const NETWORK_FAILURE = { state: "FAILED", outcome: "network_failure" } as const;
/** How a cancelled call ends. It has no next try. */
export const CANCELLED = { state: "CANCELLED", outcome: "cancelled" } as const;

/** Repeats the same attempt later, because the provider had no free line and nobody was called. */
export function waitForLine(state: Phase<"dialed">, now: number, waitMs: number): Step {
  if (state.hangUp) return finish(state, CANCELLED, "cancelled");
  if (state.request.direction !== "outbound") return close(state, "FAILED", "provider_error", now);
  const busy = state.linesBusy + 1;
  if (busy > policy.LINES_BUSY_MAX) return close(state, "FAILED", "provider_error", now);
  const steps = policy.LINES_BUSY_MS;
  const wait = Math.max(waitMs, steps[Math.min(busy, steps.length) - 1] ?? 0);
  const providerCallId = state.dial.providerCallId;
  const waiting: StartedState = {
    ...base(state),
    linesBusy: busy,
    abandoned: providerCallId ? [...state.abandoned, providerCallId] : state.abandoned,
    phase: "waiting",
    due: now + wait,
    why: "time",
  };
  return move(waiting, "lines_busy");
}

/** Closes a call about which waiting would tell us nothing more. */
export function close(state: OpenState, final: FinalState, outcome: Outcome, now: number): Step {
  return finish(state, { state: final, outcome }, outcome, undefined, now);
}

/**
 * `unanswered`: nobody was reached, so a retry and a callback link follow. `settled`: no promise is
 * left.
 */
type Ending = { state: FinalState; outcome: Outcome; unanswered?: boolean; settled?: boolean };
/** Closes a call: its final state, the effects that follow and the next try of its cadence. */
export function finish(
  state: OpenState,
  final: Ending,
  event: string,
  report?: Report,
  now = 0,
): Step {
  const dial = "dial" in state ? state.dial : undefined;
  const reported = report !== undefined;
  const closed: Phase<"closed"> = {
    ...base(state),
    ...(dial?.end?.neverRang && { neverRang: [...new Set([...state.neverRang, state.attempt])] }),
    phase: "closed",
    state: final.state,
    outcome: final.outcome,
    reported,
    dial,
    revision: 1,
    ...(report?.turns.length === 0 && { emptyTranscript: true }),
  };
  const effects: Effect[] = [];
  if (final.outcome === "invalid_number") effects.push({ do: "retireNumber" });
  if (dial) effects.push(...callbackLink(closed, final, now));
  if (dial)
    effects.push({ do: "afterCall", revision: 1, talked: final.outcome === "conversation" });
  const marks: Mark[] = [{ event, to: final.state }];
  if (final.unanswered && final.outcome !== "screened")
    marks.unshift({ event, to: "VOICEMAIL_PENDING" });
  const isOutbound = state.request.direction === "outbound";
  const mayTryAgain =
    isOutbound && final.unanswered && !state.hangUp && !state.optedOut && !state.wrongNumber;
  const next = mayTryAgain ? policy.nextTry(state.request, now, final.outcome) : undefined;
  if (policy.isPromised(state.request) && !next && isPromiseBroken(final))
    effects.push({ do: "escalate", why: "missed_callback", outcome: final.outcome });
  if (report?.missedTransfer) effects.push({ do: "escalate", why: "missed_transfer" });
  return { state: closed, effects, marks, ...(next && { next }) };
}

/** Whether a promised call ended without a conversation, and neither side called it off. */
const isPromiseBroken = ({ state, outcome, settled }: Ending): boolean =>
  !settled && (state === "FAILED" || outcome === "blocked" || outcome === "voicemail_left");

/**
 * The effect that leaves a callback link for a person who was not reached, unless the call was
 * stopped.
 */
function callbackLink(
  state: Phase<"closed">,
  { outcome, unanswered }: Ending,
  at: number,
): Effect[] {
  const delivered = outcome === "voicemail_left";
  const isOutbound = state.request.direction === "outbound";
  const isStopped = !isOutbound || state.hangUp || state.optedOut || state.wrongNumber;
  if (isStopped || !(delivered || unanswered)) return [];
  return [{ do: "leaveLink", attempt: state.attempt, delivered, at }];
}

/** Whether an event carries words of the person on the line. */
export const isUserSpeech = (event: CallEvent): boolean =>
  event.type === "spoke" && event.turn.role === "user" && event.turn.text.trim() !== "";

/**
 * Applies late events to a closed call: a report adds details, and corrects a call marked as lost.
 */
export function enrich(state: Phase<"closed">, event: CallEvent, now: number): Step {
  const { dial } = state;
  if (event.attempt !== state.attempt || !dial) return stay(state);
  const silent = state.emptyTranscript && state.outcome === "no_conversation";
  if (event.type === "spoke" && (state.outcome === "lost" || silent) && isUserSpeech(event))
    return complete(state, "conversation", { revision: state.revision + 1 });
  if (event.type !== "reported") return stay(state);
  const { report } = event;
  const verdict = outcomeFrom(report.reason, report, dial.hasVoicemail, dial.userSpoke);
  const update = { dial: { ...dial, end: report.reason }, reported: true };
  if (state.outcome === "lost") {
    if (typeof verdict === "string")
      return move({ ...state, ...update, outcome: "network_failure" }, "reported");
    if (verdict.state === "COMPLETED") return complete(state, verdict.outcome, update);
    const corrected: Phase<"closed"> = {
      ...state,
      ...update,
      state: verdict.state,
      outcome: verdict.outcome,
    };
    const tasks: Effect = { do: "afterCall", revision: state.revision, talked: false };
    return move(corrected, "reported", tasks, ...callbackLink(corrected, verdict, now));
  }
  const talked = typeof verdict !== "string" && verdict.outcome === "conversation";
  if (state.state === "COMPLETED" && (talked || state.outcome === "conversation"))
    return complete(state, "conversation", { ...update, revision: state.revision + 1 });
  return stay({ ...state, ...update });
}

function complete(
  state: Phase<"closed">,
  outcome: Outcome,
  update: Partial<Phase<"closed">>,
): Step {
  const closed: Phase<"closed"> = { ...state, ...update, state: "COMPLETED", outcome };
  const talked = outcome === "conversation";
  return move(closed, "reported", { do: "afterCall", revision: closed.revision, talked });
}
