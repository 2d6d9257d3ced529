import { createHash } from "node:crypto";
import { and, asc, count, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { AUDIT_KINDS, auditEntries } from "../db/audit";
import type { Db } from "../db/client";
import { iso } from "../time";

export type AuditEntry = {
  kind: (typeof AUDIT_KINDS)[number];
  detail: Record<string, unknown>;
};

type Options = {
  /** What happens once with these details (`{}`: with any): told again, the history stays as it is. */
  once?: Record<string, string>;
  /** Nothing is written unless this holds, in the same transaction. */
  where?: SQL;
};

/** The statement that appends to the history of a call or a document, for a batch of several. */
export const auditStatement = (
  db: Db,
  subjectId: string,
  { kind, detail }: AuditEntry,
  at: number,
  { once, where }: Options = {},
) =>
  db.execute(sql`select append_audit(${subjectId}, ${kind}, ${iso(at)}::timestamptz,
    ${JSON.stringify(detail)}::jsonb, ${once !== undefined}, ${JSON.stringify(once ?? {})}::jsonb)
    ${where ? sql`where ${where}` : sql``}`);

/** Appends to the history of a call or a document, from which nothing is taken away. */
export async function appendAudit(
  db: Db,
  subjectId: string,
  entry: AuditEntry,
  at: number,
): Promise<void> {
  await auditStatement(db, subjectId, entry, at);
}

/** Appends what happens once, or once with these details: told again, the history stays as it is. */
export async function appendAuditOnce(
  db: Db,
  subjectId: string,
  entry: AuditEntry,
  at: number,
  mark: Record<string, string> = {},
): Promise<void> {
  await auditStatement(db, subjectId, entry, at, { once: mark });
}

/** The history of a call or a document, and whether it is as it was written. */
export async function auditTrailOf(db: Db, subjectId: string) {
  const seal = sql<string>`seal_of_audit_entry(${auditEntries.subjectId}, ${auditEntries.seq},
    ${auditEntries.kind}, ${auditEntries.at}, ${auditEntries.detail}, ${auditEntries.previousHash})`;
  const rows = await db
    .select({ row: auditEntries, seal })
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, subjectId))
    .orderBy(asc(auditEntries.seq));
  let previous = "";
  let intact = true;
  const items = rows.map(({ row, seal: expected }, index) => {
    const { seq, kind, detail, hash, previousHash } = row;
    intact &&= seq === index + 1 && hash === expected && previousHash === previous;
    previous = hash;
    return { seq, kind, at: iso(row.at), detail, hash };
  });
  return { items, head: previous, intact };
}

/** How much is in a history, how much of it is of one kind, and when that was the last time. */
export async function countAudit(db: Db, subjectId: string, kind: AuditEntry["kind"]) {
  const ofKind = sql`filter (where ${auditEntries.kind} = ${kind})`;
  const [row] = await db
    .select({
      total: count(),
      ofKind: sql<number>`(count(*) ${ofKind})::int`,
      last: sql<string | null>`max(${auditEntries.at}) ${ofKind}`,
    })
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, subjectId));
  const { total = 0, ofKind: matching = 0, last } = row ?? {};
  return { total, ofKind: matching, lastAt: last ? Date.parse(last) : null };
}

/** What a step worked on and made, as its audit entry holds it. */
export const hashesOf = (input: unknown, output?: unknown) => ({
  ...(input !== undefined && { input_sha256: hashOf(input) }),
  ...(output !== undefined && { output_sha256: hashOf(output) }),
});

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

/** The entries of these kinds of which nobody has been notified yet, oldest first. */
export async function unannouncedEntries(db: Db, kinds: string[], limit: number) {
  const rows = await db
    .select()
    .from(auditEntries)
    .where(
      and(
        isNull(auditEntries.announcedAt),
        inArray(
          auditEntries.kind,
          AUDIT_KINDS.filter((kind) => kinds.includes(kind)),
        ),
      ),
    )
    .orderBy(asc(auditEntries.at))
    .limit(limit);
  return rows.map(({ subjectId, seq, kind, at, detail }) => {
    return { subjectId, seq, kind, at, detail: inTodaysWords(detail) };
  });
}

/** An entry's details by today's names; the entry itself is sealed, with the names of its time. */
function inTodaysWords({ licence, paper_sha256, ...detail }: AuditEntry["detail"]) {
  return {
    ...(licence !== undefined && { license: licence }),
    ...(paper_sha256 !== undefined && { document_sha256: paper_sha256 }),
    ...detail,
  };
}

export async function markEntriesAnnounced(
  db: Db,
  entries: { subjectId: string; seq: number }[],
  at: number,
) {
  for (const { subjectId, seq } of entries)
    await db
      .update(auditEntries)
      .set({ announcedAt: at })
      .where(and(eq(auditEntries.subjectId, subjectId), eq(auditEntries.seq, seq)));
}
