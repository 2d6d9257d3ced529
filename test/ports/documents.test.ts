import { beforeAll, expect, inject, test } from "vitest";
import { appendAudit, appendAuditOnce, auditTrailOf } from "../../src/audit/store";
import { connect, type Db } from "../../src/db/client";
import type { Values } from "../../src/db/documents";
import { applyEvent, fillDocument, stateOf } from "../../src/documents/apply";
import { ratingOf } from "../../src/documents/document";
import { printDocument } from "../../src/documents/print";
import { type Document, findDocument, saveStep } from "../../src/documents/store";
import type { Files } from "../../src/files/files";
import { press } from "../stand-ins/press";

const AT = Date.parse("2041-02-01T00:00:00Z");
let db: Db;
beforeAll(() => {
  db = connect({
    url: inject("databaseUrl"),
    fetchEndpoint: inject("databaseFetchEndpoint"),
    fetch,
  });
});
const files = new Map<string, Uint8Array>();
const deps = () => ({
  db,
  now: () => AT,
  files: {
    put: async (key: string, bytes: Uint8Array) => void files.set(key, bytes),
    get: async () => undefined,
  } as unknown as Files,
  ...press(),
});
let documents = 0;
async function aDocument() {
  const id = `document_${++documents}`;
  const values = { company: { value: "Miller Bakery", from: "record" as const } };
  const content = { values, rating: ratingOf(values, undefined), validUntil: null };
  const whose = { callId: `call_of_${id}`, prospectId: null, companyId: null };
  await fillDocument(db, { id, form: "PDF_QUOTE_FORM", ...whose, ...content }, AT);
  return await stored(id);
}
async function stored(id: string): Promise<Document> {
  const found = await findDocument(db, id);
  if (!found) throw new Error("no document");
  return found;
}
const released = { action: "released", at: new Date(AT).toISOString(), by: "Lea" } as const;
/** Writes the release of a document as it was seen. */
const release = (seen: Document) =>
  saveStep(
    db,
    seen,
    {
      state: { ...stateOf(seen), status: "filled", decision: released },
      entry: { kind: "released", detail: { by: "Lea" }, once: {} },
      effects: [],
    },
    { type: "resent" },
    AT,
  );
/** Writes other values to a document as it was seen. */
function correct(seen: Document, values: Values) {
  const { rating, validUntil } = seen;
  const content = { values, rating, validUntil };
  const state = { ...stateOf(seen), ...content };
  return saveStep(db, seen, { state, effects: [] }, { type: "corrected", content }, AT);
}

test("a draft that is printed late takes no released document's place", async () => {
  const document = await aDocument();
  await release(document);
  const late = await printDocument(document, deps());
  expect(late).toMatchObject({ ok: false, error: { retry: true } });
  expect((await stored(document.id)).files).toEqual([]);
  expect([...files.keys()]).toEqual([expect.stringMatching(/_draft_[0-9a-f]{12}\.pdf$/)]);
  expect((await printDocument(await stored(document.id), deps())).ok).toBe(true);
  expect((await stored(document.id)).files).toMatchObject([{ released: released.at }]);
});

test("what changed since it was looked at is neither released nor changed unseen", async () => {
  const document = await aDocument();
  const values = { ...document.values, state: { value: "NY", from: "agent" as const } };
  expect(await correct(document, values)).toBeDefined();
  expect(await correct(document, {})).toBeUndefined();
  expect(await release(document)).toBeUndefined();
  expect((await auditTrailOf(db, document.id)).items).toEqual([]);
});

test("a document that is changed shows no PDF until it is printed anew", async () => {
  const document = await aDocument();
  await printDocument(document, deps());
  const printed = await stored(document.id);
  expect(printed.files).toHaveLength(1);
  expect((await correct(printed, { ...printed.values }))?.files).toEqual([]);
});

test("a decision and its audit entry are one: of two who decide, one is on record", async () => {
  const document = await aDocument();
  const both = await Promise.all([release(document), release(document)]);
  expect(both.filter(Boolean)).toHaveLength(1);
  const { items, intact } = await auditTrailOf(db, document.id);
  expect([items.map(({ kind }) => kind), intact]).toEqual([["released"], true]);
});

test("what a document is asked while others change it is asked again, and comes about once", async () => {
  const document = await aDocument();
  await release(document);
  await applyEvent(db, document.id, { type: "deliveryLost" }, AT);
  const resent = await Promise.all(
    Array.from({ length: 5 }, () => applyEvent(db, document.id, { type: "resent" }, AT)),
  );
  expect(resent.filter((one) => "effects" in one)).toHaveLength(1);
  const refused = resent.flatMap((one) => ("refusal" in one ? one.refusal.title : []));
  expect(refused).toEqual(Array(4).fill("The document is filled by now"));
  expect((await stored(document.id)).decision).toEqual({ ...released, resends: 1 });
});

test("values that somebody corrected are not filled anew, all others are", async () => {
  const refill = async ({ id, callId, form }: Document) => {
    const values = { company: { value: "Other Bakery", from: "call" as const } };
    const content = { values, rating: ratingOf(values, undefined), validUntil: null };
    const whose = { callId, prospectId: null, companyId: null };
    await fillDocument(db, { id, form, ...whose, ...content }, AT);
    return (await stored(id)).values.company;
  };
  const untouched = await aDocument();
  expect(await refill(untouched)).toEqual({ value: "Other Bakery", from: "call" });
  const theirs = await aDocument();
  const company = { value: "Miller & Daughters", from: "agent" as const };
  await correct(theirs, { company });
  expect(await refill(theirs)).toEqual(company);
});

test("many things at once are all in the history, and what happens once is there once", async () => {
  const subject = `busy_${documents}`;
  const times = Array.from({ length: 40 }, (_, at) => at);
  await Promise.all(
    times.flatMap((at) => [
      appendAudit(db, subject, { kind: "question", detail: { at } }, AT),
      appendAuditOnce(db, subject, { kind: "bounced", detail: { at } }, AT),
    ]),
  );
  const { items, intact } = await auditTrailOf(db, subject);
  expect(items).toHaveLength(41);
  expect(items.filter(({ kind }) => kind === "bounced")).toHaveLength(1);
  expect(intact).toBe(true);
});
