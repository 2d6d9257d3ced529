import { eq } from "drizzle-orm";
import { beforeAll, expect, inject, test } from "vitest";
import { book, cancelBooking } from "../../src/callbacks/bookings";
import { CALLBACK_TRANSITIONS } from "../../src/callbacks/status";
import { CALLBACK_STATUSES, callbacks } from "../../src/db/callbacks";
import { connect, type Db } from "../../src/db/client";
import { EMAIL_STATUSES, emails } from "../../src/db/email";
import { ENRICHMENT_STATUSES, enrichments } from "../../src/db/enrichment";
import { FOLLOW_UP_STATUSES, followUps } from "../../src/db/follow-ups";
import { FORM_RUN_STATUSES, formRuns } from "../../src/db/webforms";
import { EMAIL_TRANSITIONS } from "../../src/email/status";
import { recordDeliveryStatus, sendOnce } from "../../src/email/store";
import { ENRICHMENT_TRANSITIONS } from "../../src/enrichment/status";
import { markStarting, step, wake } from "../../src/enrichment/store";
import { FOLLOW_UP_TRANSITIONS } from "../../src/follow-ups/status";
import { endFollowUp, planFollowUp } from "../../src/follow-ups/store";
import { ensureCompanies, saveProspect } from "../../src/prospects/store";
import { fail, ok, type Result } from "../../src/result";
import { mayMove, type Transitions } from "../../src/transitions";
import { FORM_RUN_TRANSITIONS } from "../../src/webforms/status";
import { endRun, markSent } from "../../src/webforms/store";

const AT = Date.parse("2041-05-01T00:00:00Z");
let db: Db;
beforeAll(() => {
  db = connect({
    url: inject("databaseUrl"),
    fetchEndpoint: inject("databaseFetchEndpoint"),
    fetch,
  });
});
let rows = 0;
const freshId = () => `status_${++rows}`;

async function aProspect(): Promise<string> {
  const id = freshId();
  const phone = `+1555020${String(rows).padStart(4, "0")}`;
  await saveProspect(db, { id, phone, data: {}, hashKey: "only-for-tests", at: AT });
  return id;
}

/** Runs a write against a row in each status, and holds what comes of it to the table. */
async function holds<Status extends string>(
  table: Transitions<Status>,
  to: Status,
  write: (from: Status) => Promise<Status | undefined>,
): Promise<void> {
  for (const from of Object.keys(table) as Status[])
    expect([from, to, await write(from)]).toEqual([from, to, mayMove(table, from, to) ? to : from]);
}

const anEmail = async (status: (typeof EMAIL_STATUSES)[number]) => {
  const id = freshId();
  const sentAt = ["queued", "sending", "refused"].includes(status) ? null : AT;
  await db.insert(emails).values({ id, kind: "quote", status, sentAt, createdAt: AT });
  return id;
};
const statusOfEmail = async (id: string) =>
  (await db.select().from(emails).where(eq(emails.id, id)))[0]?.status;

test.each([
  "delivered",
  "bounced",
  "complained",
] as const)("an email is %s only from where it may be", async (kind) => {
  await holds(EMAIL_TRANSITIONS, kind, async (status) => {
    const emailId = await anEmail(status);
    const event = { id: emailId, kind, recipient: "zoe@example.com", messageId: undefined };
    await recordDeliveryStatus(db, { ...event, emailId, reason: "", at: AT });
    return await statusOfEmail(emailId);
  });
});

test.each([
  ["sent", ok({ messageId: "message" })],
  ["queued", fail("busy", true)],
  ["refused", fail("inactive", false)],
  ["sending", ok("unknown" as const)],
] as const)("an email whose provider answers so is %s, unless more is known by then", async (to, answer) => {
  for (const told of [undefined, "delivered", "bounced"] as const) {
    const id = await anEmail("queued");
    const email = {
      async send(): Promise<Result<{ messageId: string } | "unknown">> {
        const sent = { status: told, sentAt: AT };
        if (told) await db.update(emails).set(sent).where(eq(emails.id, id));
        return answer;
      },
      find: async () => fail("nobody asks", true),
    };
    const words = { subject: "Your quote", text: "Words.", html: "<p>Words.</p>" };
    const message = { id, to: "zoe@example.com", ...words, stream: "transactional" as const };
    const deps = { db, email, now: () => AT, machineNow: () => AT };
    await sendOnce(message, { kind: "quote" }, deps);
    expect(await statusOfEmail(id)).toBe(told ?? to);
  }
});

test("an email that has left, or was refused, is not sent again", async () => {
  for (const status of EMAIL_STATUSES) {
    const id = await anEmail(status);
    let sends = 0;
    const email = {
      async send(): Promise<Result<{ messageId: string }>> {
        sends++;
        return ok({ messageId: "message" });
      },
      find: async () => fail("nobody asks", true),
    };
    const words = { subject: "Your quote", text: "Words.", html: "<p>Words.</p>" };
    const message = { id, to: "zoe@example.com", ...words, stream: "transactional" as const };
    await sendOnce(message, { kind: "quote" }, { db, email, now: () => AT, machineNow: () => AT });
    expect([status, sends]).toEqual([
      status,
      mayMove(EMAIL_TRANSITIONS, status, "sending") ? 1 : 0,
    ]);
  }
});

test("a follow-up ends once, and is planned anew only if it was stopped", async () => {
  const aFollowUp = async (status: (typeof FOLLOW_UP_STATUSES)[number]) => {
    const about = { prospectId: await aProspect(), callId: freshId() };
    await planFollowUp(db, "onboarding", about, AT);
    const dueAt = status === "due" ? AT : null;
    await db.update(followUps).set({ status, dueAt }).where(eq(followUps.callId, about.callId));
    const read = async () =>
      (await db.select().from(followUps).where(eq(followUps.callId, about.callId)))[0];
    return { about, id: (await read())?.id ?? "", read };
  };
  for (const to of ["sent", "stopped"] as const)
    await holds(FOLLOW_UP_TRANSITIONS, to, async (from) => {
      const { id, read } = await aFollowUp(from);
      await endFollowUp(db, id, to, "because", AT);
      return (await read())?.status;
    });
  await holds(FOLLOW_UP_TRANSITIONS, "due", async (from) => {
    const { about, read } = await aFollowUp(from);
    await planFollowUp(db, "onboarding", about, AT);
    return (await read())?.status;
  });
  expect(FOLLOW_UP_STATUSES).toHaveLength(3);
});

test("a look-up goes on only from where it may, whoever writes at the same time", async () => {
  const aLookUp = async (status: (typeof ENRICHMENT_STATUSES)[number]) => {
    const id = freshId();
    const companyId = `company_${id}`;
    await ensureCompanies(db, [companyId], AT);
    const dueAt = status === "done" || status === "failed" ? null : AT;
    const row = { id, companyId, status, dueAt, createdAt: AT, updatedAt: AT };
    const [added] = await db.insert(enrichments).values(row).returning();
    if (!added) throw new Error("no look-up");
    return added;
  };
  const statusOf = async (id: string) =>
    (await db.select().from(enrichments).where(eq(enrichments.id, id)))[0]?.status;
  const steps = [
    { to: "running", runId: undefined },
    { to: "queued", error: "busy" },
    { to: "done" },
    { to: "failed", error: "refused" },
  ] as const;
  for (const one of steps)
    await holds(ENRICHMENT_TRANSITIONS, one.to, async (from) => {
      const lookUp = await aLookUp(from);
      await step(db, lookUp, one, AT);
      return await statusOf(lookUp.id);
    });
  await holds(ENRICHMENT_TRANSITIONS, "starting", async (from) => {
    const lookUp = await aLookUp(from);
    await markStarting(db, lookUp, { costMicros: 1, capMicros: 1_000_000_000, since: AT }, AT);
    return await statusOf(lookUp.id);
  });
  for (const from of ENRICHMENT_STATUSES) {
    const { id } = await aLookUp(from);
    const woken = await wake(db, `run_${id}`, id, AT);
    expect([from, woken]).toEqual([from, mayMove(ENRICHMENT_TRANSITIONS, from, "running")]);
  }
});

test("a callback is booked, moved, cancelled and booked again", async () => {
  const aCallback = async (status: (typeof CALLBACK_STATUSES)[number]) => {
    const prospectId = await aProspect();
    const startAt = AT + ++rows * 1_800_000;
    const slot = { callId: `call_${prospectId}`, callKey: "key", startAt, timeZone: "UTC" };
    const booking = { id: prospectId, prospectId, ...slot };
    await book(db, booking, AT);
    await db.update(callbacks).set({ status }).where(eq(callbacks.id, booking.id));
    return booking;
  };
  const statusOf = async (id: string) =>
    (await db.select().from(callbacks).where(eq(callbacks.id, id)))[0]?.status;
  await holds(CALLBACK_TRANSITIONS, "booked", async (from) => {
    const booking = await aCallback(from);
    await book(db, { ...booking, startAt: booking.startAt + 900_000 }, AT);
    return await statusOf(booking.id);
  });
  await holds(CALLBACK_TRANSITIONS, "cancelled", async (from) => {
    const booking = await aCallback(from);
    const cancelled = await cancelBooking(db, booking.prospectId, AT);
    expect(cancelled !== undefined).toBe(mayMove(CALLBACK_TRANSITIONS, from, "cancelled"));
    return await statusOf(booking.id);
  });
  expect(CALLBACK_STATUSES).toHaveLength(2);
});

test("a form's job ends where it may, and what it came to is not written over", async () => {
  const aRun = async (status: (typeof FORM_RUN_STATUSES)[number]) => {
    const id = freshId();
    const sentAt = status === "sending" ? AT : null;
    const row = { id, url: "https://form.example", status, sentAt, createdAt: AT, updatedAt: AT };
    await db.insert(formRuns).values(row);
    return id;
  };
  const statusOf = async (id: string) =>
    (await db.select().from(formRuns).where(eq(formRuns.id, id)))[0]?.status;
  for (const to of FORM_RUN_STATUSES)
    await holds(FORM_RUN_TRANSITIONS, to, async (from) => {
      const id = await aRun(from);
      if (to === "sending") await markSent(db, id, AT);
      else await endRun(db, id, to, {}, AT);
      return await statusOf(id);
    });
});
