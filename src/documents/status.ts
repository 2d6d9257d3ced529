import type { DocumentStatus } from "../db/documents";
import { sourcesOf, type Transitions } from "../transitions";

/** How a document may move. When it does, and what follows, `life.ts` says. */
export const DOCUMENT_TRANSITIONS: Transitions<DocumentStatus> = {
  awaiting_release: ["filled", "rejected"],
  filled: ["delivered", "needs_human", "revoked"],
  delivered: ["filled", "needs_human", "signed", "declined", "revoked"],
  needs_human: ["filled", "signed", "declined", "revoked"],
  signed: ["revoked"],
  declined: ["revoked"],
  rejected: [],
  revoked: [],
};

/** Where a document stands that was released and has not left yet. */
export const TO_SEND = sourcesOf(DOCUMENT_TRANSITIONS, "delivered");
const OPEN = sourcesOf(DOCUMENT_TRANSITIONS, "signed");
const REVOCABLE = sourcesOf(DOCUMENT_TRANSITIONS, "revoked");

/** Whether a document was released and has not left yet. */
export const isToSend = (status: DocumentStatus): boolean => TO_SEND.includes(status);
/** Whether a document can still be signed, declined or sent again. */
export const isOpen = (status: DocumentStatus): boolean => OPEN.includes(status);
/** Whether a document can be taken back: it has left us, or is about to. */
export const isRevocable = (status: DocumentStatus): boolean => REVOCABLE.includes(status);

/** Where whatever a call asked for may stand: a document, a meeting, or an email with a link. */
export const FORM_STATUSES = [
  "filled",
  "awaiting_release",
  "delivered",
  "confirmed",
  "rejected",
  "ambiguous",
  "needs_human",
  "signed",
  "declined",
  "expired",
  "revoked",
] as const;
