import { createHash } from "node:crypto";
import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import type { Db } from "../db/client";
import { proofs } from "../db/proofs";
import { iso } from "../time";

/**
 * What a call came to (`task`: a step after it, with the hashes of what went in and came out), and
 * what happens to a document.
 */
export const PROOF_KINDS = [
  ...(["task", "hot_lead", "meeting_booked", "meeting_moved", "meeting_cancelled"] as const),
  ...(["released", "rejected", "revoked", "printed", "mailed", "not_mailed", "bounced"] as const),
  ...(["visited", "downloaded", "question", "signed", "declined", "reminded"] as const),
];
export type Proof = {
  kind: (typeof PROOF_KINDS)[number];
  detail: Record<string, unknown>;
};

/** Two that come at the same moment queue up; more than this many do not. */
const TRIES_MAX = 10;

/**
 * Appends to the history of a call or a document, from which nothing is taken away; answers the
 * chain's new head.
 */
export async function noteProof(
  db: Db,
  subjectId: string,
  { kind, detail }: Proof,
  at: Date,
): Promise<string> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const [last] = await db
      .select({ seq: proofs.seq, hash: proofs.hash })
      .from(proofs)
      .where(eq(proofs.subjectId, subjectId))
      .orderBy(desc(proofs.seq))
      .limit(1);
    const [seq, previousHash] = [(last?.seq ?? 0) + 1, last?.hash ?? ""];
    const hash = hashOf({ subjectId, seq, kind, at: iso(at.getTime()), detail, previousHash });
    const added = await db
      .insert(proofs)
      .values({ subjectId, seq, kind, at, detail, previousHash, hash })
      .onConflictDoNothing()
      .returning({ hash: proofs.hash });
    if (added.length > 0) return hash;
  }
  throw new Error("Too much happens to this at once");
}

/** Appends what happens once: told again, the history stays as it is. */
export async function noteOnce(db: Db, subjectId: string, proof: Proof, at: Date): Promise<void> {
  if (!(await hasHappened(db, subjectId, proof.kind))) await noteProof(db, subjectId, proof, at);
}

/** The history of a call or a document, and whether it is as it was written. */
export async function historyOf(db: Db, subjectId: string) {
  const rows = await db
    .select()
    .from(proofs)
    .where(eq(proofs.subjectId, subjectId))
    .orderBy(asc(proofs.seq));
  let previousHash = "";
  let intact = true;
  const items = rows.map((row, index) => {
    const { seq, kind, detail, hash } = row;
    const at = iso(row.at.getTime());
    const right = hashOf({ subjectId, seq, kind, at, detail, previousHash });
    intact &&= seq === index + 1 && hash === right && row.previousHash === previousHash;
    previousHash = hash;
    return { seq, kind, at, detail: detail as Record<string, unknown>, hash };
  });
  return { items, head: previousHash, intact };
}

/** Whether something has happened to it. */
export async function hasHappened(db: Db, subjectId: string, kind: Proof["kind"]) {
  const [row] = await db
    .select({ seq: proofs.seq })
    .from(proofs)
    .where(and(eq(proofs.subjectId, subjectId), eq(proofs.kind, kind)))
    .limit(1);
  return row !== undefined;
}

/** The same for the same content, whatever order a database gives its fields in. */
export const hashOf = (entry: unknown): string =>
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

/** What happened of these kinds and nobody was told of yet, oldest first. */
export async function news(db: Db, kinds: string[], limit: number) {
  const rows = await db
    .select()
    .from(proofs)
    .where(and(isNull(proofs.announcedAt), inArray(proofs.kind, kinds)))
    .orderBy(asc(proofs.at))
    .limit(limit);
  return rows.map(({ subjectId, seq, kind, at, detail }) => {
    return { subjectId, seq, kind, at, detail: detail as Record<string, unknown> };
  });
}

export async function markAnnounced(db: Db, told: { subjectId: string; seq: number }[], at: Date) {
  for (const { subjectId, seq } of told)
    await db
      .update(proofs)
      .set({ announcedAt: at })
      .where(and(eq(proofs.subjectId, subjectId), eq(proofs.seq, seq)));
}
