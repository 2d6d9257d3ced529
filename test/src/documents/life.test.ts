import { expect, test } from "vitest";
import { DOCUMENT_STATUSES, type DocumentStatus } from "../../../src/db/documents";
import { transition } from "../../../src/documents/life";
import type { DocumentEvent, DocumentState } from "../../../src/documents/state";
import { DOCUMENT_TRANSITIONS } from "../../../src/documents/status";
import { mayMove } from "../../../src/transitions";
import { AGENCY, aDocument, agent, content, eventsFor, START, UNVERIFIED } from "./a-document";

const COLUMNS: DocumentStatus[] = [
  "awaiting_release",
  "filled",
  "delivered",
  "needs_human",
  "signed",
  "declined",
  "rejected",
  "revoked",
];
const EVENTS = Object.keys(eventsFor()) as DocumentEvent["type"][];

/**
 * What becomes of a document in each status, by each event: the next status, `=` for the same one, or
 * `!` for a refusal.
 */
const TABLE = `
              awaiting_release  filled       delivered    needs_human  signed     declined   rejected   revoked
filled        =                 =            =            =            =          =          =          =
corrected     =                 !conflict    !conflict    !conflict    !conflict  !conflict  !conflict  !conflict
drafted       =                 =            =            =            =          =          =          =
released      filled            !conflict    !conflict    !conflict    !conflict  !conflict  !conflict  !conflict
rejected      rejected          !conflict    !conflict    !conflict    !conflict  !conflict  !conflict  !conflict
sendDue       !conflict         =            !conflict    !conflict    !conflict  !conflict  !conflict  !conflict
mailed        =                 delivered    =            =            =          =          =          =
unsendable    =                 needs_human  =            =            =          =          =          =
deliveryLost  =                 needs_human  =            =            =          =          =          =
bounced       =                 =            needs_human  =            =          =          =          =
reminded      =                 =            =            =            =          =          =          =
resent        !conflict         !conflict    filled       filled       !conflict  !conflict  !conflict  !conflict
revoked       !conflict         revoked      revoked      revoked      revoked    revoked    !conflict  !conflict
visited       =                 =            =            =            =          =          =          !link_revoked
downloaded    =                 =            =            =            =          =          =          !link_revoked
checked       =                 =            =            =            =          =          =          !link_revoked
checkFailed   =                 =            =            =            =          =          =          !link_revoked
signed        !conflict         !conflict    signed       signed       !conflict  !conflict  !conflict  !link_revoked
declined      !conflict         !conflict    declined     declined     !conflict  !conflict  !conflict  !link_revoked
asked         =                 =            =            =            =          =          =          !link_revoked
`;
/** What is owed after an event in a status; nothing wherever neither is named. */
const EFFECTS: Record<string, string[]> = {
  "filled, awaiting_release": ["print"],
  "filled, filled": ["deliver"],
  "corrected, awaiting_release": ["print"],
  "drafted, awaiting_release": ["openItem release_quote"],
  "released, awaiting_release": ["settleItems", "deliver"],
  "rejected, awaiting_release": ["settleItems"],
  "sendDue, filled": ["mail"],
  "mailed, filled": ["planFollowUp quote_reminder", "settleItems"],
  "unsendable, filled": ["openItem send_quote"],
  "resent, delivered": ["deliver"],
  "resent, needs_human": ["deliver"],
  "revoked, filled": ["settleItems"],
  "revoked, delivered": ["settleItems"],
  "revoked, needs_human": ["settleItems"],
  "revoked, signed": ["settleItems"],
  "revoked, declined": ["settleItems"],
  "signed, delivered": ["openItem signed_quote", "planFollowUp sign_up_link"],
  "signed, needs_human": ["openItem signed_quote", "planFollowUp sign_up_link"],
};
const WHILE_LINKED: Record<string, string[]> = {
  checkFailed: ["openItem check_failed_quote"],
  asked: ["openItem question_quote"],
};

function outcome(state: DocumentState | undefined, event: DocumentEvent, now = START): string {
  const step = transition(state, event, now);
  if ("refusal" in step) return `!${step.refusal.code}`;
  return step.state.status === state?.status ? "=" : step.state.status;
}
const [, head = "", ...rows] = TABLE.trimEnd().split("\n");
const cells = rows.flatMap((row) => {
  const [event = "", ...outcomes] = row.split(/\s+/);
  return outcomes.map((expected, at) => [event, COLUMNS[at] ?? "", expected] as const);
});

test("the table has every event of a document and every status", () => {
  expect(rows.map((row) => row.split(" ")[0])).toEqual(EVENTS);
  expect(head.trim().split(/\s+/)).toEqual(COLUMNS);
  expect([...COLUMNS].sort()).toEqual([...DOCUMENT_STATUSES].sort());
});

test.each(cells)("%s, %s: %s", (type, status, expected) => {
  const state = aDocument(status as DocumentStatus);
  const event = eventsFor(state)[type as DocumentEvent["type"]];
  expect(outcome(state, event)).toBe(expected);
  const step = transition(state, event, START);
  const owed = "effects" in step ? step.effects : [];
  const linked = status === "revoked" ? undefined : WHILE_LINKED[type];
  expect(owed.map((one) => [one.do, ...("kind" in one ? [one.kind] : [])].join(" "))).toEqual(
    EFFECTS[`${type}, ${status}`] ?? linked ?? [],
  );
});

test("a document moves as the table of its statuses says, and each move of that table comes about", () => {
  const moves = cells.flatMap(([, from, to]) => (/^[a-z]/.test(to) ? [`${from} ${to}`] : []));
  const allowed = COLUMNS.flatMap((from) =>
    COLUMNS.filter((to) => mayMove(DOCUMENT_TRANSITIONS, from, to)).map((to) => `${from} ${to}`),
  );
  expect([...new Set(moves)].sort()).toEqual(allowed.sort());
});

test("only a call's words make a document", () => {
  for (const event of Object.values(eventsFor()))
    expect(outcome(undefined, event)).toBe(
      event.type === "filled" ? "awaiting_release" : "!unknown",
    );
});

const waits = aDocument("awaiting_release");
const release = eventsFor(waits).released;
test.each([
  ["by an agent of another state", waits, { agent: agent({ states: ["TX"] }) }, "!not_licensed"],
  ["by an agent who left", waits, { agent: agent({ active: false }) }, "!not_licensed"],
  ["by an agent without a number", waits, { agent: agent({ licenses: {} }) }, "!not_licensed"],
  [
    "for no state",
    aDocument("awaiting_release", content({ state: undefined })),
    {},
    "!not_licensed",
  ],
  ["at SAMPLE rates in production", { ...waits, ...content({}, true) }, {}, "!sample_rates"],
  ["after the estimate has expired", { ...waits, validUntil: START }, {}, "!expired_quote"],
  ["without a PDF", { ...waits, printed: null }, { seen: null }, "!not_printed"],
  ["of another PDF than the agent saw", waits, { sha256: "other" }, "!changed"],
  ["of what was changed since", { ...waits, printed: "newer" }, {}, "!changed"],
  [
    "under the agency's license",
    waits,
    { agent: agent({ licenses: {} }), agencyLicenses: { NY: "1" } },
    "filled",
  ],
])("a release %s: %s", (_, state, over, expected) => {
  expect(outcome(state, { ...release, ...over })).toBe(expected);
});

test.each([
  ["with a license and a table of the agency's own", waits, {}, "filled"],
  ["without a license", waits, { automatic: { ...AGENCY, licenses: {} } }, "="],
  ["at SAMPLE rates", { ...waits, ...content({}, true) }, {}, "="],
  ["that was changed since it was printed", { ...waits, printed: "newer" }, {}, "="],
  ["that cannot be printed", waits, { seen: null, problem: "industry is too long" }, "="],
])("a draft %s that may leave automatically: %s", (_, state, over, expected) => {
  expect(outcome(state, { type: "drafted", seen: "pdf", automatic: AGENCY, ...over })).toBe(
    expected,
  );
});

const late = { validUntil: START };
const unlinked = { shareExpiresAt: START };
const unverified = content(UNVERIFIED);
test.each([
  ["signed", "delivered", late, "!expired_quote"],
  ["signed", "signed", late, "!conflict"],
  ["declined", "delivered", late, "declined"],
  ["resent", "delivered", late, "!expired_quote"],
  ["resent", "signed", late, "!expired_quote"],
  ["resent", "revoked", late, "!conflict"],
  ["signed", "delivered", unlinked, "!link_expired"],
  ["declined", "signed", unlinked, "!link_expired"],
  ["asked", "delivered", unlinked, "!link_expired"],
  ["visited", "delivered", unlinked, "!link_expired"],
  ["checked", "delivered", { shareExpiresAt: null }, "!link_expired"],
  ["signed", "revoked", unlinked, "!link_revoked"],
] as const)("%s, %s, with %o: %s", (type, status, over, expected) => {
  const state = aDocument(status, over);
  expect(outcome(state, eventsFor(state)[type])).toBe(expected);
});

test.each([
  "visited",
  "downloaded",
  "signed",
  "declined",
  "asked",
] as const)("a document that was mailed to an address of which we only heard is not %s before the check", (type) => {
  const state = aDocument("delivered", unverified);
  const event = { ...eventsFor(state)[type], verified: false };
  expect(outcome(state, event)).toBe("!check_needed");
  expect(outcome(aDocument("delivered"), event)).not.toMatch(/!/);
});

test("the check puts an address on record of which we only heard", () => {
  const effects = (state: DocumentState) => {
    const step = transition(state, { type: "checked" }, START);
    return "effects" in step ? step.effects : [];
  };
  const email = "zoe@example.com";
  expect(effects(aDocument("delivered", unverified))).toEqual([{ do: "recordEmail", email }]);
  expect(effects(aDocument("delivered"))).toEqual([]);
});

test("a bounce of an earlier email leaves a document alone that was sent again since", () => {
  const first = aDocument("delivered");
  const { bounced } = eventsFor(first);
  const again = { ...first, decision: { ...first.decision, resends: 1 } } as DocumentState;
  expect(transition(again, bounced, START)).toEqual({ state: again, effects: [] });
});

test("an email that came back before it was on record is for a person, and reminds nobody", () => {
  const state = aDocument("filled");
  const step = transition(state, { ...eventsFor(state).mailed, bounced: true }, START);
  expect(step).toMatchObject({ state: { status: "needs_human" }, effects: [] });
});
