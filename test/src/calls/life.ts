import { expect } from "vitest";
import type { CallEvent, CallRequest, CallUpdate, Report } from "../../../src/calls/events";
import { transition } from "../../../src/calls/machine";
import { type CallState, type Effect, outcomeOf, publicState } from "../../../src/calls/state";
import { endReason } from "../../../src/telephony/ended-reason";

/** Tuesday, 10 a.m. in New York. */
export const START = Date.parse("2026-11-24T15:00:00Z");
export const aWanted = (over: Partial<CallRequest> = {}): CallRequest => ({
  callKey: "va:call:outbound:camp:pros",
  callId: "call",
  campaignId: "camp",
  prospectId: "pros",
  direction: "outbound",
  to: "+15550100101",
  origin: "api",
  zones: ["America/New_York"],
  tryNumber: 1,
  firstTryAt: START,
  ...over,
});

export const ended = (reason: string): CallUpdate => ({ type: "ended", reason: endReason(reason) });
export const reported = (
  reason: string,
  said: string[] = [],
  more: Partial<Report> = {},
): CallUpdate => ({
  type: "reported",
  report: {
    reason: endReason(reason),
    connected: true,
    turns: said.map((line, at) => {
      const [role = "user", text = ""] = line.split(": ", 2);
      return { role: role as "user" | "assistant", text, at };
    }),
    ...more,
  },
});
export const spoke = (text: string, role: "user" | "assistant" = "user"): CallUpdate => ({
  type: "spoke",
  turn: { role, text, at: 1 },
});
export const accepted: CallUpdate = { type: "accepted", hasVoicemail: true };
export const requested = (over: Partial<CallRequest> = {}): CallUpdate => ({
  type: "requested",
  request: aWanted(over),
});

const FINAL = ["VOICEMAIL", "COMPLETED", "FAILED", "CANCELLED"];

/** One call in a world of its own. Each of its steps is held to what must never happen. */
export class Life {
  state: CallState = { phase: "new" };
  now = START;
  effects: Effect[] = [];
  timeline: string[] = [];
  next: CallRequest[] = [];

  hear(news: CallUpdate, attempt = this.attempt(), providerCallId?: string): this {
    const event = { callKey: "", callId: "call", id: "", attempt, providerCallId, ...news };
    const before = this.state;
    const step = transition(before, event as CallEvent, this.now);
    const wasFinal = FINAL.includes(publicState(before));
    if (wasFinal && outcomeOf(before) !== "lost" && before.phase === "closed")
      expect(publicState(step.state)).toBe(publicState(before));
    if (wasFinal) expect(step.effects.map((one) => one.do)).not.toContain("dial");
    if (step.state.phase !== "new" && step.state.phase !== "closed")
      expect(step.state.due).toBeTypeOf("number");
    this.state = step.state;
    this.effects.push(...step.effects);
    this.timeline.push(...step.marks.map((mark) => mark.to));
    if (step.next) this.next.push(step.next);
    return this;
  }

  /** A dial that leaves and is accepted by the provider. */
  dialed(): this {
    return this.hear({ type: "sent" }).hear(accepted, this.attempt(), `v${this.attempt()}`);
  }

  /** Lets time pass to the next deadline. */
  wait(): this {
    if (!("due" in this.state)) throw new Error(`${this.state.phase} waits for nothing`);
    this.now = Math.max(this.now, this.state.due);
    return this.hear({ type: "due" });
  }

  attempt = (): number => (this.state.phase === "new" ? 1 : this.state.attempt);
  times = (name: Effect["do"]): number => this.effects.filter((one) => one.do === name).length;
  end = () => [publicState(this.state), outcomeOf(this.state)];
}

export const aCall = (over: Partial<CallRequest> = {}): Life => new Life().hear(requested(over));
