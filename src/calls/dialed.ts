import { close, finish, isPerson, tryAgain, waitForLine } from "./ending";
import type { CallEvent, Report } from "./events";
import type { EndReason, Outcome } from "./outcome";
import { verdict } from "./outcome";
import * as policy from "./policy";
import { base, type Dial, type Known, move, type Phase, type Step, stay } from "./state";

/** What the provider tells of a dial that is out. Any of it proves that the dial exists. */
export function hear(state: Phase<"out">, event: CallEvent, now: number): Step {
  const providerCallId = state.dial.providerCallId ?? event.providerCallId;
  const dial = { ...state.dial, providerCallId };
  const out = { ...state, dial };
  switch (event.type) {
    case "accepted":
      return stay({ ...out, dial: { ...dial, carries: event.carriesMessage } });
    case "found":
      return stay(out);
    case "dialUnknown": {
      if (dial.heard !== "nothing" || dial.providerCallId || dial.end) return stay(out);
      const due = now + policy.LOOK_UP_MS;
      const unsure: Known = { ...base(state), phase: "unsure", due, dial, empty: 0, unanswered: 0 };
      return move(unsure, "dial_unknown");
    }
    case "refused":
      return refuse(out, event.because === "number" ? "invalid_number" : "provider_error", now);
    case "linesBusy":
      return waitForLine(out, now, event.waitMs);
    case "ringing":
      if (dial.heard !== "nothing") return stay(out);
      return move({ ...out, dial: { ...dial, heard: "ringing" } }, "ringing");
    case "answered":
      return answered(out, now);
    case "spoke": // Words prove that the line is up, also when that message got lost.
      return answered(
        { ...out, dial: { ...dial, userSpoke: dial.userSpoke || isPerson(event) } },
        now,
      );
    case "ended":
      return ended(out, event.reason, now);
    case "reported":
      return conclude({ ...out, dial: { ...dial, end: event.report.reason } }, event.report, now);
    case "due":
      return ask(out, now);
    case "noEndYet":
      return out.asked > policy.ASK_GAPS_MS.length ? giveUp(out, now) : stay(out);
    default:
      return stay(out);
  }
}

/** A refused request rang nowhere. */
function refuse(state: Phase<"out">, outcome: Outcome, now: number): Step {
  const neverRang = [...state.neverRang, state.attempt];
  return close({ ...state, neverRang }, "FAILED", outcome, now);
}

function answered(state: Phase<"out">, now: number): Step {
  const { dial } = state;
  if (dial.heard === "connected" || dial.heard === "machine") return stay(state);
  const due = dial.end ? state.due : now + policy.CALL_MS;
  const asked = dial.end ? state.asked : 0;
  const connected: Known = { ...state, due, asked, dial: { ...dial, heard: "connected" } };
  if (state.hangUp) return move(connected, "answered", { do: "hangUp", attempt: state.attempt });
  return move(connected, "answered");
}

/** An end by itself decides only where it proves that nobody was reached; else the report does. */
function ended(state: Phase<"out">, reason: EndReason, now: number): Step {
  if (state.dial.end) return stay(state);
  const dial: Dial = { ...state.dial, end: reason };
  if (reason.neverConnected) return conclude({ ...state, dial }, undefined, now);
  if (reason.kind === "voicemail") dial.heard = "machine";
  const [gap = 0] = policy.ASK_GAPS_MS;
  return move({ ...state, dial, asked: 1, due: now + gap }, "ended");
}

/** At a deadline the provider is asked how it stands, several times, before anything is given up. */
function ask(state: Phase<"out">, now: number): Step {
  const { attempt, asked, dial } = state;
  if (asked > policy.ASK_GAPS_MS.length) return giveUp(state, now);
  const due = now + (policy.ASK_GAPS_MS[asked] ?? policy.ANSWER_MS);
  const waiting = { ...state, due, asked: asked + 1 };
  if (!dial.providerCallId)
    return stay(waiting, { do: "lookUp", attempt, dialedAt: dial.dialedAt });
  return stay(waiting, { do: "ask", attempt, providerCallId: dial.providerCallId });
}

/** Never a reason to dial again: somebody may have been reached. */
function giveUp(state: Phase<"out">, now: number): Step {
  // What a machine says is written down as a user's words; that a message was left is not proven.
  if (state.dial.end?.kind === "voicemail")
    return finish(state, UNPROVEN, "no_answer", undefined, now);
  if (state.dial.userSpoke) return close(state, "COMPLETED", "conversation", now);
  return close(state, "FAILED", "lost", now);
}

const UNPROVEN = { state: "FAILED", outcome: "no_answer", unanswered: true } as const;

function conclude(state: Phase<"out">, report: Report | undefined, now: number): Step {
  const { end, carries } = state.dial;
  const found = end && verdict(end, report, carries, state.dial.userSpoke);
  if (!found || found === "waitForReport") return stay(state);
  if (found === "network") return tryAgain(state, now, end.neverRang, state.dial);
  if (found === "linesBusy") return waitForLine(state, now, 0);
  if (found === "dailyLimit") return waitForLine(state, now, policy.QUEUED_MS);
  return finish(state, found, found.outcome, report, now);
}
