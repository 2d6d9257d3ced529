import { eq } from "drizzle-orm";
import { beforeAll, expect, inject, test } from "vitest";
import { addCampaign, findCampaign } from "../../src/campaigns/store";
import { callbackLinks, callbacks, linkVisits } from "../../src/db/callbacks";
import { connect, type Db } from "../../src/db/client";
import { callerContexts } from "../../src/db/context";
import { documents } from "../../src/db/documents";
import { emailEvents, emails } from "../../src/db/email";
import { extractions } from "../../src/db/extraction";
import { followUps } from "../../src/db/follow-ups";
import { consents, prospects } from "../../src/db/prospects";
import { workItems } from "../../src/db/work-items";
import { saveProspect } from "../../src/prospects/store";
import { openWorkItem } from "../../src/work-items/store";

const AT = Date.parse("2041-07-01T00:00:00Z");
const ID = "p_to_erase";
const [callId, startAt] = ["call_of_erased", AT];
const hash = (sign: string) => sign.repeat(64);
let db: Db;

beforeAll(async () => {
  db = connect({
    url: inject("databaseUrl"),
    fetchEndpoint: inject("databaseFetchEndpoint"),
    fetch,
  });
  const consent = {
    basis: "written" as const,
    text: "Yes.",
    obtained_at: "2041-01-01T00:00:00Z",
    source: "web form",
    channels: ["voice" as const],
  };
  const saved = { id: ID, phone: "+15550300001", hashKey: "only-for-tests", at: AT };
  await saveProspect(db, { ...saved, data: { consent } });
  const campaign = { id: "c_of_erased", name: "Autumn", channel: "voice" as const };
  await addCampaign(db, { ...campaign, prospect_ids: [ID] }, AT);
  const times = { createdAt: AT, updatedAt: AT };
  const mine = { prospectId: ID, callId };
  await db.insert(callbackLinks).values({
    id: "link_of_erased",
    ...mine,
    attempt: 1,
    tokenHash: hash("e"),
    codeHash: hash("f"),
    expiresAt: AT + 1,
    createdAt: AT,
  });
  const visit = { link: "callback", method: "GET", person: true, reason: "browser" } as const;
  await db
    .insert(linkVisits)
    .values({ id: "visit_of_erased", callbackLinkId: "link_of_erased", at: AT, ...visit });
  const slot = { callKey: "key", status: "booked" as const, startAt, timeZone: "UTC" };
  await db.insert(callbacks).values({ id: "callback_of_erased", ...mine, ...slot, ...times });
  await db.insert(callerContexts).values({ prospectId: ID, text: "Known.", updatedAt: AT });
  const made = { values: {}, rating: { result: { needs: [] }, table: null } };
  await db.insert(documents).values({
    id: "document_of_erased",
    ...mine,
    form: "PDF_QUOTE_FORM",
    status: "delivered",
    ...made,
    ...times,
  });
  const due = { kind: "quote_reminder", status: "due", dueAt: AT } as const;
  await db
    .insert(followUps)
    .values({ id: "f_erased", ...mine, documentId: "document_of_erased", ...due, ...times });
  const mail = { kind: "quote", status: "sent", sentAt: AT } as const;
  await db.insert(emails).values({ id: "email_of_erased", ...mine, ...mail, createdAt: AT });
  const bounced = { kind: "bounced" as const, detail: { who: hash("a") }, at: AT };
  await db
    .insert(emailEvents)
    .values({ id: "event_of_erased", emailId: "email_of_erased", ...bounced });
  await db.insert(extractions).values({ ...mine, fields: {}, missing: [], forms: [], ...times });
  await openWorkItem(db, { kind: "release_quote", ...mine }, AT);
});

test("what holds a prospect's words, addresses and links goes with them, and nothing else", async () => {
  await db.delete(prospects).where(eq(prospects.id, ID));
  for (const table of [
    consents,
    callbackLinks,
    callbacks,
    callerContexts,
    followUps,
    emails,
    extractions,
    workItems,
  ])
    expect(await db.$count(table, eq(table.prospectId, ID))).toBe(0);
  expect(await db.$count(linkVisits, eq(linkVisits.id, "visit_of_erased"))).toBe(0);
  expect((await findCampaign(db, "c_of_erased"))?.prospect_ids).toEqual([]);
});

test("a document and that an address bounced stay, and are nobody's", async () => {
  const [document] = await db.select().from(documents).where(eq(documents.callId, callId));
  expect(document).toMatchObject({ id: "document_of_erased", prospectId: null });
  const [event] = await db.select().from(emailEvents).where(eq(emailEvents.id, "event_of_erased"));
  expect(event).toMatchObject({ emailId: null, detail: { who: hash("a") } });
});

test("what a call of theirs still asks of a person is asked, about nobody", async () => {
  const item = { kind: "missed_transfer" as const, prospectId: ID, callId };
  const id = await openWorkItem(db, item, AT);
  const [row] = await db.select().from(workItems).where(eq(workItems.id, id));
  expect(row).toMatchObject({ callId, prospectId: null });
});
