import fc from "fast-check";
import { expect, test } from "vitest";
import type { CallUpdate } from "../../../src/calls/events";
import { LOOK_UP_MS, RETRY_MS } from "../../../src/calls/policy";
import { aCall, accepted, ended, type Life, reported, requested, spoke } from "./life";

const TALK = ["assistant: Hi, this is Jennifer.", "user: Hello."];
const MACHINE = ["user: Leave a message.", "assistant: Hi, this is Jennifer."];
const either = <const T>(...values: T[]) => fc.constantFrom(...values);

const NEWS: CallUpdate[] = [
  requested(),
  { type: "sent" } as const,
  accepted,
  { type: "due" } as const,
  { type: "refused", because: "setup", detail: "" },
  { type: "linesBusy", waitMs: 0 },
  { type: "dialUnknown", detail: "" },
  { type: "denied", denial: { reasonCode: "outside_hours", until: 1, optedOut: false } },
  { type: "found" },
  { type: "notFound" },
  { type: "noEndYet" },
  { type: "ringing" },
  { type: "answered" },
  { type: "cancelled" },
  spoke("Hello"),
  ended("customer-busy"),
  ended("worker-shutdown"),
  ended("voicemail"),
  ended("twilio-failed-to-connect-call"),
  ended("customer-ended-call"),
  ended("brand-new-reason"),
  reported("customer-ended-call", TALK),
  reported("worker-shutdown"),
  reported("voicemail", MACHINE),
  reported("silence-timed-out"),
  reported("customer-busy"),
  { type: "reclassified", as: "opted_out" } as const,
];
const anything = fc.record({
  news: either(...NEWS),
  older: either(0, 0, 0, 0, 1, 2),
  call: either(undefined, undefined, "v1", "v2"),
  wait: either(0, 1_000, LOOK_UP_MS, 3_600_000, 86_400_000),
});

test("whatever happens, a call has a deadline until it ends, stays ended and has four attempts at most", () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 60 }), (history) => {
      const life = aCall(); // `Life` holds every step to what must never happen.
      for (const { news, older, call, wait } of history) {
        life.now += wait;
        life.hear(news, Math.max(1, life.attempt() - older), call);
      }
      expect(life.attempt()).toBeLessThanOrEqual(RETRY_MS.length + 1);
      expect(life.next.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 2_000 },
  );
});

/** What can become of a dial, as VAPI tells it: the last of each decides and is never lost. */
const FATES = {
  talk: [
    { type: "ringing" },
    { type: "answered" },
    spoke("Hello"),
    ended("customer-ended-call"),
    reported("customer-ended-call", TALK),
  ],
  cutOff: [
    { type: "answered" },
    spoke("Hello"),
    ended("worker-shutdown"),
    reported("worker-shutdown", TALK),
  ],
  silence: [{ type: "answered" }, ended("silence-timed-out"), reported("silence-timed-out")],
  machine: [
    { type: "answered" },
    spoke("Leave a message."),
    ended("voicemail"),
    reported("voicemail", MACHINE),
  ],
  busy: [
    { type: "ringing" },
    ended("customer-busy"),
    reported("customer-busy", [], { connected: false }),
  ],
  noNumber: [ended("twilio-reported-customer-misdialed")],
  network: [ended("twilio-failed-to-connect-call")],
  midway: [{ type: "answered" }, ended("worker-shutdown"), reported("worker-shutdown")],
} satisfies Record<string, CallUpdate[]>;
type Fate = keyof typeof FATES;
const END: Record<Fate, (string | null)[]> = {
  talk: ["COMPLETED", "conversation"],
  cutOff: ["COMPLETED", "conversation"],
  silence: ["COMPLETED", "no_conversation"],
  machine: ["VOICEMAIL", "voicemail_left"],
  busy: ["FAILED", "busy"],
  noNumber: ["FAILED", "invalid_number"],
  network: ["FAILED", "network_failure"],
  midway: ["FAILED", "network_failure"],
};
const RETRIED: Fate[] = ["network", "midway"];

type Told = { news: CallUpdate; attempt: number };
/** Lives through the fates of up to four attempts. `pick` says what is told next, twice, or never. */
function live(fates: Fate[], pick: () => number): Life {
  const life = aCall();
  const untold: Told[] = [];
  let dialed = 0;
  while (life.state.phase !== "closed" || untold.length > 0) {
    if (life.state.phase === "queued" && life.attempt() > dialed) {
      dialed = life.attempt();
      life.hear({ type: "sent" });
      const news: CallUpdate[] = FATES[fates[dialed - 1] ?? "talk"];
      const kept = news.filter((_, index) => index === news.length - 1 || pick() % 4 > 0);
      untold.push({ news: accepted, attempt: dialed });
      for (const one of kept) untold.push({ news: one, attempt: dialed });
      continue;
    }
    if (untold.length === 0) {
      life.wait();
      continue;
    }
    const index = pick() % untold.length;
    const twice = pick() % 3 === 0;
    const [told] = twice ? untold.slice(index, index + 1) : untold.splice(index, 1);
    if (told) life.hear(told.news, told.attempt, `v${told.attempt}`);
  }
  return life;
}

test("news in any order, repeated or missing, ends where the same story told in order ends", () => {
  const lot = fc.array(either(...(Object.keys(FATES) as Fate[])), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(
      lot,
      fc.array(fc.nat({ max: 99 }), { minLength: 30, maxLength: 120 }),
      (fates, picks) => {
        let next = 0;
        const anyhow = live(fates, () => picks[next++ % picks.length] ?? 0);
        const last = fates.findIndex((fate) => !RETRIED.includes(fate));
        expect(anyhow.end()).toEqual(END[fates[last] ?? "network"]);
        expect(anyhow.attempt()).toBe(last < 0 ? 4 : last + 1);
      },
    ),
    { numRuns: 1_000 },
  );
});
