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

/** Only a network that failed is tried again, and only a few times. */
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
/** Who was asked to leave somebody alone does not try again. */
export const CANCELLED = { state: "CANCELLED", outcome: "cancelled" } as const;

/** No line was free, so nobody was called: the same attempt is made when one may be. */
export function waitForLine(state: Phase<"dialed">, now: number, waitMs: number): Step {
  if (state.hangUp) return finish(state, CANCELLED, "cancelled");
  if (state.request.direction !== "outbound") return close(state, "FAILED", "provider_error", now);
  const busy = state.linesBusy + 1;
  if (busy > policy.LINES_BUSY_MAX) return close(state, "FAILED", "provider_error", now);
  const steps = policy.LINES_BUSY_MS;
  const wait = Math.max(waitMs, steps[Math.min(busy, steps.length) - 1] ?? 0);
  const gone = state.dial.providerCallId;
  const waiting: StartedState = {
    ...base(state),
    linesBusy: busy,
    abandoned: gone ? [...state.abandoned, gone] : state.abandoned,
    phase: "waiting",
    due: now + wait,
    why: "time",
  };
  return move(waiting, "lines_busy");
}

/** Closes a call of which no more can be learned by waiting. */
export function close(state: OpenState, final: FinalState, outcome: Outcome, now: number): Step {
  return finish(state, { state: final, outcome }, outcome, undefined, now);
}

type Final = { state: FinalState; outcome: Outcome; unanswered?: boolean; settled?: boolean };
export function finish(
  state: OpenState,
  final: Final,
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
  const ours = state.request.direction === "outbound";
  const again = ours && final.unanswered && !state.hangUp && !state.optedOut && !state.wrongNumber;
  const next = again ? policy.nextTry(state.request, now, final.outcome) : undefined;
  if (policy.isPromised(state.request) && !next && isBroken(final))
    effects.push({ do: "escalate", why: "missed_callback", outcome: final.outcome });
  if (report?.missedTransfer) effects.push({ do: "escalate", why: "missed_transfer" });
  return { state: closed, effects, marks, ...(next && { next }) };
}

/** Neither talked with, nor taken back, nor refused by the person: then what we promised is still owed. */
const isBroken = ({ state, outcome, settled }: Final): boolean =>
  !settled && (state === "FAILED" || outcome === "blocked" || outcome === "voicemail_left");

/** Who was not reached is left a link, unless they or we asked for stopped. */
function callbackLink(
  state: Phase<"closed">,
  { outcome, unanswered }: Final,
  at: number,
): Effect[] {
  const delivered = outcome === "voicemail_left";
  const ours = state.request.direction === "outbound";
  const stopped = !ours || state.hangUp || state.optedOut || state.wrongNumber;
  if (stopped || !(delivered || unanswered)) return [];
  return [{ do: "leaveLink", attempt: state.attempt, delivered, at }];
}

export const isPerson = (event: CallEvent): boolean =>
  event.type === "spoke" && event.turn.role === "user" && event.turn.text.trim() !== "";

/** After the end nothing regresses. A report tells more, and puts right what was given up as lost. */
export function enrich(state: Phase<"closed">, event: CallEvent, now: number): Step {
  const { dial } = state;
  if (event.attempt !== state.attempt || !dial) return stay(state);
  const silent = state.emptyTranscript && state.outcome === "no_conversation";
  if (event.type === "spoke" && (state.outcome === "lost" || silent) && isPerson(event))
    return completed(state, "conversation", { revision: state.revision + 1 });
  if (event.type !== "reported") return stay(state);
  const { report } = event;
  const found = outcomeFrom(report.reason, report, dial.hasVoicemail, dial.userSpoke);
  const learned = { dial: { ...dial, end: report.reason }, reported: true };
  if (state.outcome === "lost") {
    if (typeof found === "string")
      return move({ ...state, ...learned, outcome: "network_failure" }, "reported");
    if (found.state === "COMPLETED") return completed(state, found.outcome, learned);
    const right: Phase<"closed"> = {
      ...state,
      ...learned,
      state: found.state,
      outcome: found.outcome,
    };
    const tasks: Effect = { do: "afterCall", revision: state.revision, talked: false };
    return move(right, "reported", tasks, ...callbackLink(right, found, now));
  }
  const talked = typeof found !== "string" && found.outcome === "conversation";
  if (state.state === "COMPLETED" && (talked || state.outcome === "conversation"))
    return completed(state, "conversation", { ...learned, revision: state.revision + 1 });
  return stay({ ...state, ...learned });
}

function completed(
  state: Phase<"closed">,
  outcome: Outcome,
  learned: Partial<Phase<"closed">>,
): Step {
  const now: Phase<"closed"> = { ...state, ...learned, state: "COMPLETED", outcome };
  const talked = outcome === "conversation";
  return move(now, "reported", { do: "afterCall", revision: now.revision, talked });
}
