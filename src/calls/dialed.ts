import type { EndReason } from "./end-reason";
import { close, finish, isUserSpeech, tryAgain, waitForLine } from "./ending";
import type { CallEvent, Report } from "./events";
import type { Outcome } from "./outcome";
import { outcomeFrom } from "./outcome";
import * as policy from "./policy";
import { base, type Dial, move, type Phase, type StartedState, type Step, stay } from "./state";

/**
 * Handles the provider's events about the current dial. Any of them proves that the dial exists.
 */
export function onProviderEvent(state: Phase<"dialed">, event: CallEvent, now: number): Step {
  const providerCallId = state.dial.providerCallId ?? event.providerCallId;
  const dial = { ...state.dial, providerCallId };
  const dialed = { ...state, dial };
  switch (event.type) {
    case "accepted":
      return stay({ ...dialed, dial: { ...dial, hasVoicemail: event.hasVoicemail } });
    case "found":
      return stay(dialed);
    case "dialUnknown": {
      if (dial.lineStatus !== "nothing" || dial.providerCallId || dial.end) return stay(dialed);
      const due = now + policy.LOOK_UP_MS;
      const unknown: StartedState = {
        ...base(state),
        phase: "dialUnknown",
        due,
        dial,
        empty: 0,
        unanswered: 0,
      };
      return move(unknown, "dial_unknown");
    }
    case "refused":
      return refuse(dialed, event.because === "number" ? "invalid_number" : "provider_error", now);
    case "linesBusy":
      return waitForLine(dialed, now, event.waitMs);
    case "ringing":
      if (dial.lineStatus !== "nothing") return stay(dialed);
      return move({ ...dialed, dial: { ...dial, lineStatus: "ringing" } }, "ringing");
    case "answered":
      return onAnswered(dialed, now);
    case "spoke": // Words prove that the line is up, even if the message that says so was lost.
      return onAnswered(
        { ...dialed, dial: { ...dial, userSpoke: dial.userSpoke || isUserSpeech(event) } },
        now,
      );
    case "ended":
      return onEnded(dialed, event.reason, now);
    case "reported":
      return conclude(
        { ...dialed, dial: { ...dial, end: event.report.reason } },
        event.report,
        now,
      );
    case "due":
      return askProvider(dialed, now);
    case "noEndYet":
      return dialed.asked > policy.ASK_GAPS_MS.length ? markLost(dialed, now) : stay(dialed);
    default:
      return stay(dialed);
  }
}

/** A refused request never rang a phone. */
function refuse(state: Phase<"dialed">, outcome: Outcome, now: number): Step {
  const neverRang = [...state.neverRang, state.attempt];
  return close({ ...state, neverRang }, "FAILED", outcome, now);
}

function onAnswered(state: Phase<"dialed">, now: number): Step {
  const { dial } = state;
  if (dial.lineStatus === "connected" || dial.lineStatus === "machine") return stay(state);
  const due = dial.end ? state.due : now + policy.CALL_MS;
  const asked = dial.end ? state.asked : 0;
  const connected: StartedState = {
    ...state,
    due,
    asked,
    dial: { ...dial, lineStatus: "connected" },
  };
  if (state.hangUp) return move(connected, "answered", { do: "hangUp", attempt: state.attempt });
  return move(connected, "answered");
}

/** An end alone decides only if it proves that nobody was reached. Otherwise the report decides. */
function onEnded(state: Phase<"dialed">, reason: EndReason, now: number): Step {
  if (state.dial.end) return stay(state);
  const dial: Dial = { ...state.dial, end: reason };
  if (reason.neverConnected) return conclude({ ...state, dial }, undefined, now);
  if (reason.kind === "voicemail") dial.lineStatus = "machine";
  const [gap = 0] = policy.ASK_GAPS_MS;
  return move({ ...state, dial, asked: 1, due: now + gap }, "ended");
}

/**
 * At a deadline, asks the provider for the state of the call, several times before it counts as
 * lost.
 */
function askProvider(state: Phase<"dialed">, now: number): Step {
  const { attempt, asked, dial } = state;
  if (asked > policy.ASK_GAPS_MS.length) return markLost(state, now);
  const due = now + (policy.ASK_GAPS_MS[asked] ?? policy.ANSWER_MS);
  const waiting = { ...state, due, asked: asked + 1 };
  if (!dial.providerCallId)
    return stay(waiting, { do: "lookUp", attempt, dialedAt: dial.dialedAt });
  return stay(waiting, { do: "ask", attempt, providerCallId: dial.providerCallId });
}

/**
 * Closes a call whose end never became known. It is never dialed again: somebody may have answered.
 */
function markLost(state: Phase<"dialed">, now: number): Step {
  // A machine's greeting is transcribed as the user's words, and nothing proves that a message was
  // left.
  if (state.dial.end?.kind === "voicemail")
    return finish(state, UNPROVEN, "no_answer", undefined, now);
  if (state.dial.userSpoke) return close(state, "COMPLETED", "conversation", now);
  return close(state, "FAILED", "lost", now);
}

const UNPROVEN = { state: "FAILED", outcome: "no_answer", unanswered: true } as const;

function conclude(state: Phase<"dialed">, report: Report | undefined, now: number): Step {
  const { end, hasVoicemail } = state.dial;
  const verdict = end && outcomeFrom(end, report, hasVoicemail, state.dial.userSpoke);
  if (!verdict || verdict === "waitForReport") return stay(state);
  if (verdict === "network") return tryAgain(state, now, end.neverRang, state.dial);
  if (verdict === "linesBusy") return waitForLine(state, now, 0);
  if (verdict === "dailyLimit") return waitForLine(state, now, policy.QUEUED_MS);
  return finish(state, verdict, verdict.outcome, report, now);
}
