import { and, asc, desc, eq, inArray, lt, not, type SQL, sql } from "drizzle-orm";
import { type AuditEntry, auditStatement } from "../audit/store";
import type { Db } from "../db/client";
import { type DocumentStatus, documents } from "../db/documents";
import type { TimeCursor } from "../ids";
import { iso } from "../time";
import type { Decision } from "./decision";
import type { Rating, Values } from "./document";
import type { Signature } from "./signature";

export const STATUSES = [
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
type Row = typeof documents.$inferSelect;
/** A PDF that was made of a document. */
export type Printed = {
  kind: "document" | "signed";
  key: string;
  sha256: string;
  bytes: number;
  at: string;
  /** When the release was given that it shows; a draft shows none. */
  released?: string | undefined;
};
export type Document = Omit<Row, "values" | "rating" | "decision" | "files" | "signature"> & {
  files: Printed[];
  signature: Signature | null;
  values: Values;
  rating: Rating;
  decision: Decision | null;
};
const read = (row: Row | undefined) => row as Document | undefined;

type New = Pick<Document, "id" | "callId" | "prospectId" | "companyId" | "form"> & Content;
type Content = Pick<Document, "values" | "rating" | "validUntil">;

/** Adds a paper that waits for its release; one that still waits is filled anew, any other stays. */
export async function fillDocument(db: Db, made: New, at: number): Promise<void> {
  const { values, rating, validUntil } = made;
  await db
    .insert(documents)
    .values({ ...made, status: "awaiting_release", createdAt: at, updatedAt: at })
    .onConflictDoUpdate({
      target: documents.id,
      set: { values, rating, validUntil, files: withoutDocument, updatedAt: at },
      // What a person has changed meanwhile is theirs.
      setWhere: sql`${documents.status} = 'awaiting_release' and ${documents.decision} is null
        and not ${documents.values} @? '$.*.from ? (@ == "agent")'`,
    });
}

export async function findDocument(db: Db, id: string): Promise<Document | undefined> {
  const [row] = await db.select().from(documents).where(eq(documents.id, id));
  return read(row);
}

/** Whose documents some are, as listeners are told; what is no document is not among them. */
export async function documentReferences(db: Db, ids: string[]) {
  if (ids.length === 0) return new Map();
  const { id, callId, prospectId, form } = documents;
  const rows = await db
    .select({ document_id: id, call_id: callId, prospect_id: prospectId, form })
    .from(documents)
    .where(inArray(id, ids));
  return new Map(rows.map((row) => [row.document_id, row]));
}

export const documentsOf = (db: Db, callId: string): Promise<Document[]> =>
  select(db, eq(documents.callId, callId), 20);

/** Papers, newest first. */
export const listDocuments = (db: Db, limit: number, status?: string, cursor?: TimeCursor) =>
  select(
    db,
    and(
      status ? sql`${documents.status} = ${status}` : undefined,
      cursor && sql`(${documents.createdAt}, ${documents.id}) < (${cursor.at}, ${cursor.id})`,
    ),
    limit,
  );

async function select(db: Db, where: SQL | undefined, limit: number): Promise<Document[]> {
  const rows = await db
    .select()
    .from(documents)
    .where(where)
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(limit);
  return rows as Document[];
}

/** Changes a paper that waits for its release and holds what it did; nothing if somebody was faster. */
export async function updateDocument(db: Db, was: Document, content: Content, at: number) {
  const changed = await db
    .update(documents)
    .set({ ...content, files: withoutDocument, updatedAt: at })
    .where(and(unchanged(was), eq(documents.status, "awaiting_release")))
    .returning();
  return read(changed[0]);
}

const filesBut = (kind: Printed["kind"]) => sql`(select coalesce(jsonb_agg(one), '[]'::jsonb)
  from jsonb_array_elements(${documents.files}) one where one->>'kind' <> ${kind})`;
/** What was printed of a document shows what it was: changed, it has no paper until the next print. */
const withoutDocument = filesBut("document");

/** Whether a document is what it was when it was read. */
const unchanged = ({ id, status, values }: Document) =>
  and(
    eq(documents.id, id),
    eq(documents.status, status),
    sql`${documents.values} = ${JSON.stringify(values)}::jsonb`,
  );

/**
 * Decides on a paper, once: nothing if its status is none of `from` by now, or if it holds other values
 * than it `was` seen with.
 */
export async function decide(
  db: Db,
  id: string,
  from: readonly DocumentStatus[],
  made: { status: DocumentStatus; decision: Decision },
  at: number,
  proof?: AuditEntry,
  was?: Document,
) {
  return read(await move(db, id, from, made, at, proof, was && unchanged(was)));
}

/** Notes a PDF in the place of the one of its kind before, if it shows what the document still is. */
export async function replaceFile(db: Db, was: Document, file: Printed): Promise<boolean> {
  const replaced = await db
    .update(documents)
    .set({ files: sql`${filesBut(file.kind)} || ${JSON.stringify([file])}::jsonb` })
    .where(unchanged(was))
    .returning({ id: documents.id });
  return replaced.length > 0;
}

/** Until when a document can be signed or declined. */
export const OPEN: DocumentStatus[] = ["delivered", "needs_human"];

/** Signs a document that is open, in one step with its file; nothing if somebody was faster. */
export async function markSigned(
  db: Db,
  id: string,
  signature: Signature,
  file: Printed,
  at: number,
) {
  const files = sql`${documents.files} || ${JSON.stringify([file])}::jsonb`;
  const proof = { kind: "signed", detail: { ...signature, file_sha256: file.sha256 } } as const;
  return read(await move(db, id, OPEN, { status: "signed", signature, files }, at, proof));
}

/** Moves a document that is open on to another state; nothing if it is not open any more. */
export const setOpenStatus = async (
  db: Db,
  id: string,
  status: DocumentStatus,
  at: number,
  proof?: AuditEntry,
) => read(await move(db, id, OPEN, { status }, at, proof));

/** Gives a document its link; asked again, only the day on which it ends moves. */
export async function shareDocument(
  db: Db,
  id: string,
  hash: string,
  until: number,
): Promise<void> {
  await db
    .update(documents)
    .set({ shareHash: hash, shareExpiresAt: until })
    .where(eq(documents.id, id));
}

/** The document that a link leads to. */
export async function findShared(db: Db, hash: string): Promise<Document | undefined> {
  const [row] = await db.select().from(documents).where(eq(documents.shareHash, hash));
  return read(row);
}

/** Moves a document that is in one of these states, and notes it in its history, both or neither. */
async function move(
  db: Db,
  id: string,
  from: readonly DocumentStatus[],
  set: { status?: DocumentStatus; [column: string]: unknown },
  at: number,
  proof?: AuditEntry,
  also?: SQL,
) {
  const update = db
    .update(documents)
    .set({ ...set, updatedAt: at })
    .where(and(eq(documents.id, id), inArray(documents.status, from), also))
    .returning();
  if (!proof) return (await update)[0];
  const where = sql`exists (select 1 from ${documents} where ${documents.id} = ${id}
    and ${documents.status} = ${set.status ?? ""} and ${documents.updatedAt} = ${iso(at)}::timestamptz)`;
  const noted = auditStatement(db, id, proof, at, { once: {}, where });
  const [[row]] = await db.batch([update, noted]);
  return row;
}

/** Calls with a paper that was released and has not left for a while: what was to send it was lost. */
export async function callsWithUnsentDocuments(
  db: Db,
  before: number,
  limit: number,
): Promise<string[]> {
  const underway = sql`exists (select 1 from task_runs r where r.call_id = ${documents.callId}
    and r.name = 'deliver' and r.status <> 'done')`;
  const rows = await db
    .select({ callId: documents.callId })
    .from(documents)
    .where(and(eq(documents.status, "filled"), lt(documents.updatedAt, before), not(underway)))
    .orderBy(asc(documents.updatedAt))
    .limit(limit);
  return [...new Set(rows.map(({ callId }) => callId))];
}

/** Papers of a call that could not be sent are for a person; they can be signed, and sent once more. */
export const markUnsendable = (db: Db, callId: string, at: number) =>
  db
    .update(documents)
    .set({ status: "needs_human", updatedAt: at })
    .where(and(eq(documents.callId, callId), eq(documents.status, "filled")));
