import { and, asc, desc, eq, inArray, lt, not, type SQL, sql } from "drizzle-orm";
import { auditStatement } from "../audit/store";
import type { Db } from "../db/client";
import { type DocumentStatus, documents, type PrintedFile } from "../db/documents";
import type { TimeCursor } from "../ids";
import { iso } from "../time";
import type { DocumentContent, DocumentEvent, Step } from "./state";
import { TO_SEND } from "./status";

export type Document = typeof documents.$inferSelect;

export type NewDocument = DocumentContent &
  Pick<Document, "id" | "callId" | "prospectId" | "companyId" | "form">;

/** Adds a document; nothing if it is there already, which then stays as it is. */
export async function addDocument(
  db: Db,
  document: NewDocument,
  status: DocumentStatus,
  at: number,
): Promise<Document | undefined> {
  const [added] = await db
    .insert(documents)
    .values({ ...document, status, createdAt: at, updatedAt: at })
    .onConflictDoNothing()
    .returning();
  return added;
}

export async function findDocument(db: Db, id: string): Promise<Document | undefined> {
  const [row] = await db.select().from(documents).where(eq(documents.id, id));
  return row;
}

/** Whose documents these are, as webhooks name them. An id of no document is left out. */
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

/** Documents, newest first. */
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
  return rows;
}

const filesBut = (kind: PrintedFile["kind"]) => sql`(select coalesce(jsonb_agg(one), '[]'::jsonb)
  from jsonb_array_elements(${documents.files}) one where one->>'kind' <> ${kind})`;

/** Whether a document is what it was when it was read. */
const unchanged = ({ id, status, values, decision }: Document) =>
  and(
    eq(documents.id, id),
    eq(documents.status, status),
    sql`${documents.values} = ${JSON.stringify(values)}::jsonb`,
    sql`${documents.decision} is not distinct from ${decision && JSON.stringify(decision)}::jsonb`,
  );

/**
 * Writes what an event made of a document, and its entry in the audit trail: both or neither. Nothing
 * if the document is not as it `was` when the event was asked about.
 */
export async function saveStep(
  db: Db,
  was: Document,
  { state, entry }: Step,
  event: DocumentEvent,
  at: number,
): Promise<Document | undefined> {
  const { status, decision } = state;
  const update = db
    .update(documents)
    .set({ status, decision, ...columnsOf(event), updatedAt: at })
    .where(unchanged(was))
    .returning();
  if (!entry) return (await update)[0];
  const where = sql`exists (select 1 from ${documents} where ${documents.id} = ${was.id}
    and ${documents.status} = ${status} and ${documents.updatedAt} = ${iso(at)}::timestamptz)`;
  const { once, ...written } = entry;
  const noted = auditStatement(db, was.id, written, at, { where, ...(once && { once }) });
  const [[row]] = await db.batch([update, noted]);
  return row;
}

/** What an event brings along besides a status. */
function columnsOf(event: DocumentEvent) {
  switch (event.type) {
    case "filled":
    case "corrected":
      // What was printed before shows what the document was.
      return { ...event.content, files: filesBut("document") };
    case "signed":
      return {
        signature: event.signature,
        files: sql`${documents.files} || ${JSON.stringify([event.file])}::jsonb`,
      };
    default:
      return {};
  }
}

/** Puts a PDF in the place of the one of its kind before, if it shows what the document still is. */
export async function replaceFile(db: Db, was: Document, file: PrintedFile): Promise<boolean> {
  const replaced = await db
    .update(documents)
    .set({ files: sql`${filesBut(file.kind)} || ${JSON.stringify([file])}::jsonb` })
    .where(unchanged(was))
    .returning({ id: documents.id });
  return replaced.length > 0;
}

/** Gives a document its link; done again, only the day moves on which it expires. */
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
  return row;
}

/** Calls with a document that was released and has not left for a while: what was to send it was lost. */
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
    .where(and(inArray(documents.status, TO_SEND), lt(documents.updatedAt, before), not(underway)))
    .orderBy(asc(documents.updatedAt))
    .limit(limit);
  return [...new Set(rows.map(({ callId }) => callId))];
}
