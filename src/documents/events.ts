import { createHash } from "node:crypto";
import { and, asc, desc, eq } from "drizzle-orm";
import type { Db } from "../db/client";
import { documentEvents } from "../db/papers";
import { iso } from "../time";

export const EVENT_KINDS = [
  ...(["released", "rejected", "revoked", "printed", "mailed", "not_mailed", "bounced"] as const),
  ...(["visited", "downloaded", "question", "signed", "declined", "reminded"] as const),
];
export type DocumentEvent = {
  kind: (typeof EVENT_KINDS)[number];
  detail: Record<string, unknown>;
};

/** Two that come at the same moment queue up; more than this many do not. */
const TRIES_MAX = 10;

/** Appends to a document's history, from which nothing is taken away; answers the chain's new head. */
export async function noteEvent(
  db: Db,
  documentId: string,
  { kind, detail }: DocumentEvent,
  at: Date,
): Promise<string> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const [last] = await db
      .select({ seq: documentEvents.seq, hash: documentEvents.hash })
      .from(documentEvents)
      .where(eq(documentEvents.documentId, documentId))
      .orderBy(desc(documentEvents.seq))
      .limit(1);
    const [seq, previousHash] = [(last?.seq ?? 0) + 1, last?.hash ?? ""];
    const hash = hashOf({ documentId, seq, kind, at: iso(at.getTime()), detail, previousHash });
    const added = await db
      .insert(documentEvents)
      .values({ documentId, seq, kind, at, detail, previousHash, hash })
      .onConflictDoNothing()
      .returning({ hash: documentEvents.hash });
    if (added.length > 0) return hash;
  }
  throw new Error("Too much happens to this document at once");
}

/** A document's history, and whether it is as it was written. */
export async function historyOf(db: Db, documentId: string) {
  const rows = await db
    .select()
    .from(documentEvents)
    .where(eq(documentEvents.documentId, documentId))
    .orderBy(asc(documentEvents.seq));
  let previousHash = "";
  let intact = true;
  const items = rows.map((row, index) => {
    const { seq, kind, detail, hash } = row;
    const at = iso(row.at.getTime());
    const right = hashOf({ documentId, seq, kind, at, detail, previousHash });
    intact &&= seq === index + 1 && hash === right && row.previousHash === previousHash;
    previousHash = hash;
    return { seq, kind, at, detail: detail as Record<string, unknown>, hash };
  });
  return { items, head: previousHash, intact };
}

/** Whether something has happened to a document. */
export async function hasHappened(db: Db, documentId: string, kind: DocumentEvent["kind"]) {
  const [row] = await db
    .select({ seq: documentEvents.seq })
    .from(documentEvents)
    .where(and(eq(documentEvents.documentId, documentId), eq(documentEvents.kind, kind)))
    .limit(1);
  return row !== undefined;
}

/** The same for the same content, whatever order a database gives its fields in. */
const hashOf = (entry: object): string =>
  createHash("sha256")
    .update(JSON.stringify(sorted(entry)))
    .digest("hex");
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  );
}
