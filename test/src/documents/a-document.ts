import type {
  Decision,
  DocumentStatus,
  Signature,
  Sourced,
  Values,
} from "../../../src/db/documents";
import {
  type DocumentContent,
  type DocumentEvent,
  type DocumentState,
  deliveryEmailId,
} from "../../../src/documents/state";
import type { LicensedAgent } from "../../../src/licensed-agents/licensed-agent";
import { DAY_MS } from "../../../src/time";

export const START = Date.parse("2026-11-24T15:00:00Z");
export const AGENCY = { licenses: { NY: "AGENCY-NY" }, agencyName: "Example Agency" };

export const agent = (over: Partial<LicensedAgent> = {}): LicensedAgent => ({
  id: "lea",
  name: "Lea Licensed",
  phone_number: "+15550107777",
  email: null,
  states: ["NY"],
  licenses: { NY: "NY-123" },
  time_zone: "America/New_York",
  hours: { days: ["mon"], start: "09:00", end: "17:00" },
  active: true,
  ...over,
});

type Changes = { [Name in keyof Values]?: Sourced | undefined };
/** What a document says: priced, for New York, to an address on record. `undefined` takes a value away. */
export function content(over: Changes = {}, sample = false): DocumentContent {
  const values: Changes = {
    email: { value: "zoe@example.com", from: "record" },
    state: { value: "NY", from: "record" },
    ...over,
  };
  return {
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value)),
    rating: {
      result: { premium_minor: 77_700, lines: [] },
      table: { id: "own", version: "1", sample },
    },
    validUntil: START + 60 * DAY_MS,
  };
}
/** An address that was only said in the call. */
export const UNVERIFIED: Values = { email: { value: "zoe@example.com", from: "call" } };

export const RELEASE: Decision = {
  action: "released",
  at: new Date(START).toISOString(),
  by: "Lea Licensed",
  agent_id: "lea",
  license: "NY-123",
  state: "NY",
};
const DECISIONS: Partial<Record<DocumentStatus, Decision | null>> = {
  awaiting_release: null,
  rejected: { ...RELEASE, action: "rejected" },
  revoked: { ...RELEASE, action: "revoked" },
};

/** A document as it stands in a status, with a link that opens and an estimate that holds. */
export function aDocument(
  status: DocumentStatus,
  over: Partial<DocumentState> = {},
): DocumentState {
  const decision = status in DECISIONS ? (DECISIONS[status] ?? null) : RELEASE;
  return {
    id: "document",
    form: "PDF_QUOTE_FORM",
    status,
    ...content(),
    decision,
    printed: "pdf",
    shareExpiresAt: START + 30 * DAY_MS,
    ...over,
  };
}

const SIGNATURE: Signature = {
  name: "Zoë Miller",
  at: new Date(START).toISOString(),
  ip: null,
  user_agent: null,
  consent_version: "1",
  consent_text: "I agree.",
  intent_text: "Proceed.",
  drawn: false,
  opened: true,
  document_sha256: "pdf",
  history_head: "head",
};
const FILE = { kind: "signed" as const, key: "key", sha256: "sealed", bytes: 1, at: SIGNATURE.at };

type Events = { [Type in DocumentEvent["type"]]: Extract<DocumentEvent, { type: Type }> };
/** One event of each kind, as it mostly comes, about a document as it stands. */
export const eventsFor = (state?: DocumentState): Events => {
  const emailId = state ? deliveryEmailId(state) : "none";
  const visitor = { verified: true };
  return {
    filled: { type: "filled", id: "document", form: "PDF_QUOTE_FORM", content: content() },
    corrected: { type: "corrected", content: content({ name: { value: "Zoë", from: "agent" } }) },
    drafted: { type: "drafted", seen: "pdf" },
    released: {
      type: "released",
      agent: agent(),
      agencyLicenses: {},
      production: true,
      actor: "key",
      note: undefined,
      seen: "pdf",
      sha256: undefined,
    },
    rejected: { type: "rejected", agent: agent(), actor: "key", reason: "Too low." },
    sendDue: { type: "sendDue" },
    mailed: { type: "mailed", emailId, bounced: false },
    unsendable: { type: "unsendable", why: "no address" },
    deliveryLost: { type: "deliveryLost" },
    bounced: { type: "bounced", emailId, reason: "HardBounce" },
    reminded: { type: "reminded", emailId: "reminder" },
    resent: { type: "resent" },
    revoked: { type: "revoked", actor: "key", reason: "Wrong table." },
    visited: { type: "visited", ...visitor, verdict: { person: true }, entries: 3 },
    downloaded: { type: "downloaded", ...visitor, verdict: { person: true }, entries: 3 },
    checked: { type: "checked" },
    checkFailed: { type: "checkFailed", failures: 12 },
    signed: { type: "signed", ...visitor, signature: SIGNATURE, file: FILE },
    declined: { type: "declined", ...visitor, reason: "Too dear" },
    asked: { type: "asked", ...visitor, question: "My van?", questions: 0, key: "1" },
  };
};
