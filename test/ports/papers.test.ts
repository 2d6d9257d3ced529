import { readFile } from "node:fs/promises";
import { beforeAll, expect, inject, test } from "vitest";
import { appendAudit, appendAuditOnce, auditTrailOf } from "../../src/audit/store";
import { connect, type Db } from "../../src/db/client";
import { ratingOf } from "../../src/documents/document";
import { printDocument } from "../../src/documents/print";
import { decide, fillDocument, findDocument, updateDocument } from "../../src/documents/store";
import type { Files } from "../../src/files/files";
import { FontLibrary } from "../../src/pdf/fonts";
import { silentLog } from "../stand-ins/log";

const AT = Date.parse("2041-02-01T00:00:00Z");
let db: Db;
beforeAll(() => {
  db = connect({
    url: inject("databaseUrl"),
    fetchEndpoint: inject("databaseFetchEndpoint"),
    fetch,
  });
});
const kept = new Map<string, Uint8Array>();
const deps = () => ({
  db,
  now: () => AT,
  files: {
    put: async (key: string, bytes: Uint8Array) => void kept.set(key, bytes),
    get: async () => undefined,
  } as unknown as Files,
  fonts: new FontLibrary(async (file) => new Uint8Array(await readFile(`assets/fonts/${file}`))),
  log: silentLog,
  readTemplate: async (file: string) => new Uint8Array(await readFile(`assets/templates/${file}`)),
  agency: () => ({
    companyName: "Example Agency",
    agentName: "Jennifer",
    tollFreeNumber: "+15550100000",
    optOutNumber: "+15550100001",
    postalAddress: "1 Example Plaza, Springfield",
  }),
});
let papers = 0;
async function aPaper() {
  const id = `paper_${++papers}`;
  const values = { company: { value: "Miller Bakery", from: "record" as const } };
  const content = { values, rating: ratingOf(values, undefined), validUntil: null };
  const whose = { callId: `call_of_${id}`, prospectId: null, companyId: null };
  await fillDocument(db, { id, form: "PDF_QUOTE_FORM", ...whose, ...content }, AT);
  const found = await findDocument(db, id);
  if (!found) throw new Error("no paper");
  return found;
}
const released = { action: "released", at: new Date(AT).toISOString(), by: "Lea" } as const;
const proof = { kind: "released", detail: { by: "Lea" } } as const;
const release = (paper: { id: string }, was?: Awaited<ReturnType<typeof aPaper>>) =>
  decide(
    db,
    paper.id,
    ["awaiting_release"],
    { status: "filled", decision: released },
    AT,
    proof,
    was,
  );

test("a draft that is printed late takes no released paper's place", async () => {
  const paper = await aPaper();
  await release(paper);
  expect(await printDocument(paper, deps())).toMatchObject({ ok: false, error: { retry: true } });
  expect((await findDocument(db, paper.id))?.files).toEqual([]);
  expect([...kept.keys()]).toEqual([expect.stringMatching(/_draft_[0-9a-f]{12}\.pdf$/)]);
  const now = await findDocument(db, paper.id);
  if (!now) throw new Error("no paper");
  expect((await printDocument(now, deps())).ok).toBe(true);
  expect((await findDocument(db, paper.id))?.files).toMatchObject([{ released: released.at }]);
});

test("what changed since it was looked at is neither released nor changed unseen", async () => {
  const paper = await aPaper();
  const values = { ...paper.values, state: { value: "NY", from: "agent" as const } };
  const { rating, validUntil } = paper;
  expect(await updateDocument(db, paper, { values, rating, validUntil }, AT)).toBeDefined();
  expect(await updateDocument(db, paper, { values: {}, rating, validUntil }, AT)).toBeUndefined();
  expect(await release(paper, paper)).toBeUndefined();
  expect((await auditTrailOf(db, paper.id)).items).toEqual([]);
});

test("a paper that is changed shows no PDF until it is printed anew", async () => {
  const paper = await aPaper();
  await printDocument(paper, deps());
  const now = await findDocument(db, paper.id);
  expect(now?.files).toHaveLength(1);
  const { rating, validUntil, values } = paper;
  const changed = await updateDocument(
    db,
    paper,
    { values: { ...values }, rating, validUntil },
    AT,
  );
  expect(changed?.files).toEqual([]);
});

test("a decision and its note are one: of two who decide, one is noted", async () => {
  const paper = await aPaper();
  const both = await Promise.all([release(paper), release(paper)]);
  expect(both.filter(Boolean)).toHaveLength(1);
  const { items, intact } = await auditTrailOf(db, paper.id);
  expect([items.map(({ kind }) => kind), intact]).toEqual([["released"], true]);
});

test("many things at once are all in the history, and what happens once is there once", async () => {
  const subject = `busy_${papers}`;
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
