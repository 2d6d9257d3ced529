import { expect, test } from "vitest";
import { CALLBACK_TRANSITIONS } from "../../src/callbacks/status";
import { CALLBACK_STATUSES } from "../../src/db/callbacks";
import { DOCUMENT_STATUSES } from "../../src/db/documents";
import { EMAIL_STATUSES } from "../../src/db/email";
import { ENRICHMENT_STATUSES } from "../../src/db/enrichment";
import { FOLLOW_UP_STATUSES } from "../../src/db/follow-ups";
import { FORM_RUN_STATUSES, MEETING_STATUSES } from "../../src/db/webforms";
import { DOCUMENT_TRANSITIONS } from "../../src/documents/status";
import { EMAIL_TRANSITIONS } from "../../src/email/status";
import { ENRICHMENT_TRANSITIONS } from "../../src/enrichment/status";
import { FOLLOW_UP_TRANSITIONS } from "../../src/follow-ups/status";
import { MEETING_TRANSITIONS } from "../../src/meetings/status";
import { isTerminal, mayMove, sourcesOf, type Transitions } from "../../src/transitions";
import { FORM_RUN_TRANSITIONS } from "../../src/webforms/status";

type Case = {
  statuses: readonly string[];
  table: Transitions<string>;
  first: string;
  terminal: string[];
};
const CASES: Record<string, Case> = {
  document: {
    statuses: DOCUMENT_STATUSES,
    table: DOCUMENT_TRANSITIONS,
    first: "awaiting_release",
    terminal: ["rejected", "revoked"],
  },
  email: {
    statuses: EMAIL_STATUSES,
    table: EMAIL_TRANSITIONS,
    first: "queued",
    terminal: ["complained"],
  },
  "follow-up": {
    statuses: FOLLOW_UP_STATUSES,
    table: FOLLOW_UP_TRANSITIONS,
    first: "due",
    terminal: ["sent"],
  },
  "look-up": {
    statuses: ENRICHMENT_STATUSES,
    table: ENRICHMENT_TRANSITIONS,
    first: "queued",
    terminal: ["done", "failed"],
  },
  callback: {
    statuses: CALLBACK_STATUSES,
    table: CALLBACK_TRANSITIONS,
    first: "booked",
    terminal: [],
  },
  "form run": {
    statuses: FORM_RUN_STATUSES,
    table: FORM_RUN_TRANSITIONS,
    first: "filling",
    terminal: ["ambiguous", "cancelled", "filled", "rejected"],
  },
  meeting: {
    statuses: MEETING_STATUSES,
    table: MEETING_TRANSITIONS,
    first: "confirmed",
    terminal: ["cancelled"],
  },
};

function reachable({ table, first }: Case): string[] {
  const reached = new Set([first]);
  for (const status of reached) for (const next of table[status] ?? []) reached.add(next);
  return [...reached].sort();
}

test.each(
  Object.entries(CASES),
)("every status of a %s is reached from its first, and no other leads out of a terminal one", (_, one) => {
  expect(Object.keys(one.table).sort()).toEqual([...one.statuses].sort());
  expect(reachable(one)).toEqual([...one.statuses].sort());
  const terminal = one.statuses.filter((status) => isTerminal(one.table, status));
  expect([...terminal].sort()).toEqual(one.terminal);
});

test("an email that bounced is never delivered, and what a provider tells last does not undo the worst", () => {
  const told = ["delivered", "bounced", "complained"] as const;
  for (const [at, worse] of told.entries())
    for (const better of told.slice(0, at))
      expect(mayMove(EMAIL_TRANSITIONS, worse, better)).toBe(false);
});

test("a company whose look-up has ended may be looked up again, no other", () => {
  const open = ENRICHMENT_STATUSES.filter((status) => !isTerminal(ENRICHMENT_TRANSITIONS, status));
  expect([...open].sort()).toEqual(["queued", "running", "starting"]);
});

test("a look-up is paid for only when it waits for its turn", () => {
  expect(sourcesOf(ENRICHMENT_TRANSITIONS, "starting")).toEqual(["queued"]);
});

test("a meeting moves as the job does that booked it", () => {
  for (const from of MEETING_STATUSES)
    expect(FORM_RUN_TRANSITIONS[from]).toEqual(MEETING_TRANSITIONS[from]);
});
