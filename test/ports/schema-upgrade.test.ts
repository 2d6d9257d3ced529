import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { neon } from "../../sandbox/neon/app";
import { type Database, openDatabase } from "../../sandbox/neon/database";
import { serve } from "../../sandbox/server";
import { applyMigrations } from "../../scripts/launch/migrations";
import { appendAudit, auditTrailOf, unannouncedEntries } from "../../src/audit/store";
import { recordVisit, voicemailOf } from "../../src/callbacks/links";
import { findCampaign } from "../../src/campaigns/store";
import { claimUnembedded } from "../../src/corpus/store";
import { connect, type Db } from "../../src/db/client";
import { enrichments } from "../../src/db/enrichment";
import { findDocument } from "../../src/documents/store";
import { takeDueEnrichments } from "../../src/enrichment/store";
import { findLicensedAgent } from "../../src/licensed-agents/store";
import { listWorkItems } from "../../src/work-items/store";

/** The last migration before tables took the words of the code. */
const BEFORE = 9;
const AT = "2041-01-01T00:00:00Z";
const now = Date.parse(AT);
const SHA256 = "a".repeat(64);
const SIGNED = { name: "Ada Miller", licence: "W1", paper_sha256: SHA256 };

let folder: string;
let database: Database;
let server: Awaited<ReturnType<typeof serve>>;
let db: Db;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "voice-agent-upgrade-"));
  database = await openDatabase(join(folder, "postgres"));
  server = await serve({ "/sql": neon(database.pool) });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await migrate(drizzle(client), { migrationsFolder: oldMigrations() });
  await client.query(OLD_ROWS);
  await client.query("select append_proof('doc', 'released', $1, $2, false, '{}')", [
    AT,
    { licence: "W1" },
  ]);
  await client.query("select append_proof('doc', 'signed', $1, $2, true, '{}')", [AT, SIGNED]);
  await client.end();
  await applyMigrations(database.url);
  db = connect({ url: database.url, fetchEndpoint: `${server.url}/sql`, fetch });
}, 120_000);
afterAll(async () => {
  server.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The migrations as they were before, in a folder of their own. */
function oldMigrations(): string {
  const old = join(folder, "migrations");
  cpSync("migrations", old, { recursive: true });
  const journal = join(old, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8"));
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, BEFORE + 1) }));
  return old;
}

const OLD_ROWS = `
  insert into prospects (id, phone, phone_hash, created_at, updated_at) values
    ('ada', '+15550000001', 'a1', '${AT}', '${AT}'), ('bob', '+15550000002', 'b1', '${AT}', '${AT}');
  insert into campaigns (id, name, channel, status, prospect_ids, settings, created_at) values
    ('c1', 'Autumn', 'voice', 'draft', '{bob,erased,ada,bob}', '{"release":"automatic"}', '${AT}'),
    ('c2', 'Empty', 'mixed', 'draft', default, default, '${AT}');
  insert into agents (id, name, phone, states, licences, time_zone, hours, created_at, updated_at) values
    ('agent', 'Lee', '+15550000003', '{FL}', '{"FL":"W1"}', 'America/New_York',
     '{"days":["mon"],"start":"09:00","end":"17:00"}', '${AT}', '${AT}');
  insert into voicemails (id, call_id, attempt, prospect_id, token_hash, code_hash, text, asked,
    delivered_at, expires_at, created_at) values
    ('va:voicemail:call:1', 'call', 1, 'ada', '${SHA256}', '${SHA256}', 'Hello.', true, '${AT}', '2041-01-08', '${AT}');
  insert into link_visits (id, voicemail_id, at, link, method, person, reason) values
    ('visit', 'va:voicemail:call:1', '${AT}', 'callback', 'GET', true, 'browser'),
    ('of nothing', 'va:voicemail:erased:1', '${AT}', 'callback', 'GET', true, 'browser');
  insert into companies (id, name, created_at, updated_at) values ('miller', 'Miller Bakery', '${AT}', '${AT}');
  insert into enrichments (id, company_id, status, run_id, due_at, created_at, updated_at) values
    ('first', 'miller', 'queued', null, '${AT}', '${AT}', '${AT}'),
    ('paid', 'miller', 'running', 'run', null, '${AT}', '${AT}');
  insert into chunks (id, kind, owner_id, seq, company_id, text, source, at, content_hash, claimed_until, created_at)
    values ('new', 'research', 'f1', 0, 'erased', 'New.', '{"type":"research"}', '${AT}', 'h1', null, '${AT}'),
    ('held', 'research', 'f2', 0, 'miller', 'Held.', '{"type":"research"}', '${AT}', 'h2', '2041-01-01T00:01:00Z', '${AT}');
  insert into work_items (id, kind, title, prospect_id, created_at) values
    ('item', 'release_quote', 'A quote waits', 'erased', '${AT}');
  insert into documents (id, call_id, prospect_id, form, status, "values", rating, decision, files,
    signature, created_at, updated_at) values
    ('doc', 'call', 'ada', 'PDF_QUOTE_FORM', 'signed', '{}', '{"result":{}}',
     '{"action":"released","at":"${AT}","by":"Lee","licence":"W1","state":"FL"}',
     '[{"kind":"paper","key":"k1","sha256":"${SHA256}","bytes":9,"at":"${AT}"},
       {"kind":"signed","key":"k2","sha256":"${SHA256}","bytes":9,"at":"${AT}"}]',
     '{"name":"Ada Miller","paper_sha256":"${SHA256}","drawn":false}', '${AT}', '${AT}');
`;

test("an audit trail that was written before is intact, and goes on as one chain", async () => {
  const before = await auditTrailOf(db, "doc");
  expect(before).toMatchObject({ intact: true, items: [{ kind: "released" }, { detail: SIGNED }] });
  const unannounced = await unannouncedEntries(db, ["released", "signed"], 10);
  expect(unannounced.map(({ detail }) => detail)).toEqual([
    { license: "W1" },
    { name: "Ada Miller", license: "W1", document_sha256: SHA256 },
  ]);
  await appendAudit(db, "doc", { kind: "visited", detail: {} }, now);
  const after = await auditTrailOf(db, "doc");
  expect(after.intact).toBe(true);
  expect(after.items.map(({ kind }) => kind)).toEqual(["released", "signed", "visited"]);
});

test("a document keeps its decision, files and signature under the new words", async () => {
  const { decision, files, signature } = (await findDocument(db, "doc")) ?? {};
  expect(decision).toEqual({ action: "released", at: AT, by: "Lee", license: "W1", state: "FL" });
  expect(files?.map(({ kind, key }) => [kind, key])).toEqual([
    ["document", "k1"],
    ["signed", "k2"],
  ]);
  expect(signature).toEqual({ name: "Ada Miller", document_sha256: SHA256, drawn: false });
});

test("a campaign keeps those of its prospects that are on record, each once and in order", async () => {
  expect(await findCampaign(db, "c1")).toMatchObject({
    prospect_ids: ["bob", "ada"],
    settings: { release: "automatic" },
  });
  expect(await findCampaign(db, "c2")).toMatchObject({ prospect_ids: [], settings: {} });
});

test("a link, its visits and a licensed agent are found under the new words", async () => {
  expect(await voicemailOf(db, "call")).toMatchObject({
    id: "va:voicemail:call:1",
    requested: true,
    text: "Hello.",
    deliveredAt: now,
  });
  const visit = { id: "again", callbackLinkId: "va:voicemail:call:1", link: "callback" } as const;
  await recordVisit(db, { ...visit, method: "GET", person: true, reason: "browser" }, now + 9);
  expect((await voicemailOf(db, "call"))?.clickedAt).toBe(now);
  expect((await findLicensedAgent(db, "agent"))?.licenses).toEqual({ FL: "W1" });
});

test("of two look-ups of a company that went on at once, the one that was paid for goes on", async () => {
  const [going] = await takeDueEnrichments(db, now + 1, 10);
  expect(going).toMatchObject({ id: "paid", status: "running", runId: "run" });
  expect(await db.$count(enrichments, eq(enrichments.status, "failed"))).toBe(1);
});

test("a piece without a vector is still taken to be embedded, unless somebody is at it", async () => {
  const taken = async (at: number) =>
    (await claimUnembedded(db, "lexical", 10, at)).map(({ id }) => id);
  expect(await taken(now)).toEqual(["new"]);
  expect(await taken(now + 61_000)).toContain("held");
});

test("what was about somebody who is not on record is about nobody", async () => {
  const items = await listWorkItems(db, 10);
  expect(items).toMatchObject([{ id: "item", prospect_id: null }]);
});
