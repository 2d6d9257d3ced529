import { appendAudit, appendAuditOnce } from "../audit/store";
import type { Db } from "../db/client";
import { transition } from "./life";
import type {
  DocumentEffect,
  DocumentEvent,
  DocumentState,
  LifeEntry,
  Refusal,
  Refused,
  Step,
} from "./state";
import { addDocument, type Document, findDocument, type NewDocument, saveStep } from "./store";

/** How often a document is asked about that others change at the same moment. */
const TRIES_MAX = 8;

/** The document as it stands after an event, and what is owed because of it. */
export type Applied = { document: Document; effects: DocumentEffect[] };
/** Why nothing came of an event, and how the document stood; none if there is no such document. */
export type NotApplied = { refusal: Refusal; document: Document | undefined };

/** The part of a document that its life depends on. */
export function stateOf(document: Document): DocumentState {
  const { id, form, status, values, rating, validUntil, decision, shareExpiresAt } = document;
  const printed = document.files.find(({ kind }) => kind === "document")?.sha256 ?? null;
  return { id, form, status, values, rating, validUntil, decision, printed, shareExpiresAt };
}

/** What an event would make of a document; nothing is written. */
export const ask = (document: Document, event: DocumentEvent, at: number): Step | Refused =>
  transition(stateOf(document), event, at);

/**
 * Asks what an event makes of a document and writes it; if somebody else was faster, asks again.
 * The effects are left to the caller. For an event that is repeated until it is written, `perform`
 * does them first.
 */
export async function applyEvent(
  db: Db,
  id: string,
  event: DocumentEvent,
  at: number,
  perform?: (document: Document, effects: DocumentEffect[]) => Promise<void>,
): Promise<Applied | NotApplied> {
  let document: Document | undefined;
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    document = await findDocument(db, id);
    if (!document)
      return { refusal: { code: "unknown", title: "There is no such document" }, document };
    const state = stateOf(document);
    const step = transition(state, event, at);
    if ("refusal" in step) return { refusal: step.refusal, document };
    const { effects, entry } = step;
    await perform?.(document, effects);
    if (step.state === state) {
      if (entry) await append(db, id, entry, at);
      return { document, effects };
    }
    const saved = await saveStep(db, document, step, event, at);
    if (saved) return { document: saved, effects };
  }
  return {
    refusal: { code: "changed", title: "It is being changed by others: try again" },
    document,
  };
}

const append = (db: Db, id: string, { once, ...entry }: LifeEntry, at: number): Promise<void> =>
  once ? appendAuditOnce(db, id, entry, at, once) : appendAudit(db, id, entry, at);

/** Adds a document that a call asked for, or fills it anew if it still may be. */
export async function fillDocument(
  db: Db,
  document: NewDocument,
  at: number,
): Promise<Applied | NotApplied> {
  const { id, form, values, rating, validUntil } = document;
  const content = { values, rating, validUntil };
  const event: DocumentEvent = { type: "filled", id, form, content };
  const begun = transition(undefined, event, at);
  if ("refusal" in begun) return { refusal: begun.refusal, document: undefined };
  const added = await addDocument(db, document, begun.state.status, at);
  return added ? { document: added, effects: begun.effects } : await applyEvent(db, id, event, at);
}
