import fc from "fast-check";
import { expect, test } from "vitest";
import type { DocumentStatus } from "../../../src/db/documents";
import { transition } from "../../../src/documents/life";
import {
  type DocumentEffect,
  type DocumentEvent,
  type DocumentState,
  deliveryEmailId,
  type LifeEntry,
} from "../../../src/documents/state";
import { DOCUMENT_TRANSITIONS } from "../../../src/documents/status";
import { DAY_MS } from "../../../src/time";
import { mayMove } from "../../../src/transitions";
import { AGENCY, agent, content, eventsFor, START, UNVERIFIED } from "./a-document";

/** Who may release in which state: the only licenses there are in these tests. */
const LICENSES = ["NY-123", "AGENCY-NY"];
const FINAL: DocumentStatus[] = ["rejected", "revoked"];
/** What is on record about an email that left, even if the document was revoked meanwhile. */
const FACTS = ["mailed", "bounced", "reminded"];
/** What happens to a document at most once. */
const ONCE = ["released", "rejected", "revoked", "signed", "declined", "checked"];

const either = <const T>(...values: T[]) => fc.constantFrom(...values);
const TEXAS = { state: { value: "TX", from: "record" as const } };
const anyContent = fc
  .tuple(
    either<Parameters<typeof content>[0]>({}, UNVERIFIED, { email: undefined }),
    either<Parameters<typeof content>[0]>({}, { state: undefined }, TEXAS),
    fc.boolean(),
  )
  .map(([address, where, sample]) => content({ ...address, ...where }, sample));
const anyAgent = either(
  agent(),
  agent({ states: ["TX"], licenses: { TX: "" } }),
  agent({ active: false }),
  agent({ licenses: {} }),
);
/** Which of the emails that left an event tells of: the last, an earlier one, or one of somebody else. */
const anyEmail = either(0, 0, 0, 1, 2, 99);
const anything = fc.record({
  type: fc.constantFrom(...(Object.keys(eventsFor()) as DocumentEvent["type"][]), "linked"),
  content: anyContent,
  agent: anyAgent,
  seen: either(0, 0, 0, 1),
  automatic: fc.boolean(),
  production: fc.boolean(),
  verified: fc.boolean(),
  bounced: fc.boolean(),
  email: anyEmail,
  count: either(0, 19, 20, 200),
  repeated: either(1, 1, 2, 3),
  wait: either(0, 1_000, DAY_MS, 31 * DAY_MS),
});
type Anything = typeof anything extends fc.Arbitrary<infer Value> ? Value : never;
const anyHistory = fc.array(anything, { maxLength: 60 });
/** A history that begins as most do, so that what comes late in a life comes about in it too. */
const USUAL = ["filled", "drafted", "released", "linked", "sendDue", "mailed"] as const;

/** One document. Each step of its life is held to what must never happen. */
class Life {
  state: DocumentState | undefined;
  now = START;
  prints = 0;
  emails: string[] = [];
  entries: LifeEntry[] = [];
  effects: DocumentEffect[] = [];

  tell(event: DocumentEvent): void {
    const before = this.state && structuredClone(this.state);
    const step = transition(this.state, event, this.now);
    expect(this.state).toEqual(before);
    expect("refusal" in step && step.refusal.title).not.toBe("");
    if ("refusal" in step) return;
    const { state, entry, effects } = step;
    if (before) this.#holds(before, event, state, effects, entry);
    if (entry && !this.#isOnRecord(entry)) this.entries.push(entry);
    for (const effect of effects) this.#perform(effect, state);
    // Told again with nothing in between, it ends where it ended.
    const again = transition(state, event, this.now);
    if ("state" in again) expect(again.state.status).toBe(state.status);
    this.state = state;
    if (effects.some((one) => one.do === "print")) this.print();
  }

  print(): void {
    if (this.state) this.state = { ...this.state, printed: `pdf${++this.prints}` };
  }

  link(): void {
    if (this.state?.status === "filled")
      this.state = { ...this.state, shareExpiresAt: this.now + 30 * DAY_MS };
  }

  times = (matches: (effect: DocumentEffect) => boolean): number =>
    this.effects.filter(matches).length;

  #holds(
    before: DocumentState,
    { type }: DocumentEvent,
    state: DocumentState,
    effects: DocumentEffect[],
    entry?: LifeEntry,
  ): void {
    if (before.status !== state.status)
      expect(mayMove(DOCUMENT_TRANSITIONS, before.status, state.status)).toBe(true);
    if (FINAL.includes(before.status)) expect(state).toEqual(before);
    if (before.status === "signed") expect(["signed", "revoked"]).toContain(state.status);
    if (before.status === "declined") expect(["declined", "revoked"]).toContain(state.status);
    if (before.status === "revoked") {
      expect(effects).toEqual([]);
      if (entry) expect(FACTS).toContain(entry.kind);
    }
    if (before.status !== "awaiting_release") {
      const { values, rating, validUntil } = state;
      expect(before).toMatchObject({ values, rating, validUntil });
    }
    if (state.status === "signed" && type === "signed")
      expect(before.validUntil ?? Number.POSITIVE_INFINITY).toBeGreaterThan(this.now);
  }

  #perform(effect: DocumentEffect, state: DocumentState): void {
    this.effects.push(effect);
    if (effect.do !== "mail" && effect.do !== "deliver") return;
    const { decision, rating, values } = state;
    expect(decision?.action).toBe("released");
    expect(LICENSES).toContain(decision?.license);
    expect(values.state?.value).toBe("NY");
    if (!decision?.agent_id) expect(rating.table?.sample).toBe(false);
    if (effect.do !== "mail") return;
    expect(effect.attach).toBe(values.email?.from !== "call");
    if (!this.emails.includes(effect.emailId)) this.emails.push(effect.emailId);
  }

  #isOnRecord({ kind, once }: LifeEntry): boolean {
    if (!once) return false;
    const marks = Object.entries(once);
    return this.entries.some(
      (entry) =>
        entry.kind === kind && marks.every(([name, value]) => entry.detail[name] === value),
    );
  }
}

function eventOf(life: Life, one: Anything): DocumentEvent | undefined {
  const { type, count, verified } = one;
  if (type === "linked") return undefined;
  const event = eventsFor(life.state)[type];
  const printed = life.state?.printed ?? null;
  const seen = one.seen === 0 ? printed : "older";
  switch (event.type) {
    case "filled":
    case "corrected":
      return { ...event, content: one.content };
    case "drafted":
      return { ...event, seen, ...(one.automatic && { automatic: AGENCY }) };
    case "released":
      return { ...event, agent: one.agent, seen, production: one.production };
    case "mailed":
      return { ...event, emailId: life.emails.at(-1 - one.email) ?? "other", bounced: one.bounced };
    case "bounced":
      return { ...event, emailId: life.emails.at(-1 - one.email) ?? "other" };
    case "visited":
    case "downloaded":
      return { ...event, verified, entries: count };
    case "checkFailed":
      return { ...event, failures: count };
    case "signed":
    case "declined":
      return { ...event, verified };
    case "asked":
      return { ...event, verified, questions: count, key: String(life.entries.length) };
    default:
      return event;
  }
}

function play(history: Anything[]): Life {
  const life = new Life();
  for (const one of history) {
    life.now += one.wait;
    for (let time = 0; time < one.repeated; time++) {
      const event = eventOf(life, one);
      if (event) life.tell(event);
      else life.link();
    }
  }
  return life;
}
/** Histories in any order, half of them after the usual beginning. */
const anyLife = fc
  .tuple(fc.boolean(), fc.array(anything, { minLength: 6, maxLength: 6 }), anyHistory)
  .map(([usual, beginning, rest]) => {
    if (!usual) return rest;
    const steps = USUAL.map((type, at) => {
      const { bounced: _, ...one } = beginning[at] as Anything;
      const plain = { agent: agent(), seen: 0, email: 0, wait: 0, content: content() } as const;
      return { ...one, ...plain, type, bounced: false };
    });
    return [...steps, ...rest] as Anything[];
  });

test("whatever happens in any order, a document that ended stays ended, and nothing leaves without a license", () => {
  const seen = new Set<DocumentStatus>();
  fc.assert(
    fc.property(anyLife, (history) => {
      const life = play(history); // `Life` holds every step to what must never happen.
      if (life.state) seen.add(life.state.status);
    }),
    { numRuns: 3_000 },
  );
  expect(seen.size).toBe(8);
});

test("however often it is told, a thing happens once for each of its causes", () => {
  fc.assert(
    fc.property(anyLife, (history) => {
      const life = play(history);
      const kinds = life.entries.map(({ kind }) => kind);
      for (const kind of ONCE) expect(kinds.filter((one) => one === kind).length).toBeLessThan(2);
      expect(kinds.includes("signed") && kinds.includes("declined")).toBe(false);
      const resends = life.state?.decision?.resends ?? 0;
      if (life.state?.decision?.action === "released")
        expect(life.emails.length).toBeLessThanOrEqual(1 + resends);
      const planned = (kind: string) =>
        life.times((one) => one.do === "planFollowUp" && one.kind === kind);
      expect(planned("quote_reminder")).toBeLessThanOrEqual(life.emails.length);
      expect(planned("sign_up_link")).toBeLessThan(2);
      const opened = (name: RegExp) =>
        life.times((one) => one.do === "openItem" && name.test(one.kind));
      expect(opened(/^signed_/)).toBe(planned("sign_up_link"));
      expect(opened(/^send_/) + planned("quote_reminder")).toBeLessThanOrEqual(
        1 + kinds.length + resends,
      );
      const mailed = life.entries.filter(({ kind }) => kind === "mailed");
      const emailIds = mailed.map(({ detail }) => detail.email_id);
      expect(new Set(emailIds).size).toBe(emailIds.length);
    }),
    { numRuns: 2_000 },
  );
});

test("each time that a document is sent again, it goes out as another email", () => {
  const life = play([]);
  life.tell(eventsFor().filled);
  life.tell({ ...eventsFor().released, seen: life.state?.printed ?? null });
  for (let times = 0; times < 3; times++) {
    life.tell({ type: "sendDue" });
    life.tell({ type: "mailed", emailId: life.emails.at(-1) ?? "", bounced: false });
    expect(life.state?.status).toBe("delivered");
    life.tell({ type: "resent" });
  }
  expect(new Set(life.emails).size).toBe(3);
  expect(life.emails).not.toContain(deliveryEmailId(life.state as DocumentState));
});
