import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { booking as sandbox } from "../../sandbox/booking/app";
import { serve } from "../../sandbox/server";
import { bookMeeting } from "../../src/actions/book-meeting";
import { changeMeeting } from "../../src/actions/change-meeting";
import { auditTrailOf } from "../../src/audit/store";
import { connect, type Db } from "../../src/db/client";
import type { Email } from "../../src/email/email";
import { saveExtraction } from "../../src/extraction/store";
import { calcom } from "../../src/meetings/calcom";
import { type MeetingDeps, meetingRunId, readMeeting } from "../../src/meetings/meeting";
import { findProspect, saveProspect } from "../../src/prospects/store";
import { ok } from "../../src/result";
import { fillWebForm } from "../../src/tasks/fill-web-form";
import type { TaskDeps } from "../../src/tasks/task";
import { iso } from "../../src/time";
import { findRun } from "../../src/webforms/store";
import { listWorkItems } from "../../src/work-items/store";

/** A Tuesday, 10 a.m. in New York. */
const NOW = Date.parse("2040-11-20T15:00:00Z");
const ZONE = "America/New_York";
let server: Awaited<ReturnType<typeof serve>>;
let db: Db;
const mails: Email[] = [];
/** What the booking service's answer becomes on its way to us. */
let onTheWay: ((answer: Response) => Response | Promise<Response>) | undefined;

beforeAll(async () => {
  server = await serve({ "/booking": sandbox("key", () => NOW) });
  db = connect({
    url: inject("databaseUrl"),
    fetchEndpoint: inject("databaseFetchEndpoint"),
    fetch,
  });
});
afterAll(() => server.close());

const deps = (apiKey = "key") =>
  ({
    db,
    now: () => NOW,
    machineNow: () => NOW,
    email: {
      send: async (mail: Email) => ok({ messageId: String(mails.push(mail)) }),
      find: async () => ok(undefined),
    },
    agency: () => ({
      companyName: "Example Agency",
      agentName: "Jennifer",
      tollFreeNumber: "+15550100000",
      optOutNumber: "+15550100001",
      postalAddress: "1 Example Plaza, Springfield",
    }),
    mayMailRequested: async () => ok("yes"),
    organizer: () => "Jennifer <jennifer@agency.example>",
    meetings: {
      api: calcom({
        url: `${server.url}/booking?eventTypeId=123`,
        apiKey,
        fetch: (async (input: string, init?: RequestInit) => {
          const answer = await fetch(input, init);
          return init?.method === "POST" && onTheWay ? await onTheWay(answer) : answer;
        }) as typeof fetch,
      }),
    },
  }) as unknown as MeetingDeps;

let calls = 0;
async function aWish(preferredTimes?: string) {
  const id = `meets_${++calls}`;
  const data = { first_name: "Zoë", last_name: "Ångström", email: `${id}@prospect.example` };
  const phone = `+1555010${String(7000 + calls)}`;
  await saveProspect(db, { id, phone, data, at: NOW, hashKey: "only-for-tests" });
  const person = await findProspect(db, id);
  return { callId: `meeting_call_${calls}`, person, zone: ZONE, preferredTimes, fields: {} };
}
const kept = async (callId: string) => {
  const run = await findRun(db, meetingRunId(callId));
  const meeting = run && readMeeting(run.result);
  if (!meeting) throw new Error("no meeting is kept");
  return meeting;
};
const calendarOf = (mail: Email | undefined) =>
  Buffer.from(mail?.attachments?.[0]?.base64 ?? "", "base64").toString("utf8");
const itemOf = async (callId: string) =>
  (await listWorkItems(db, 200)).find(({ call_id }) => call_id === callId);
const stories = async (callId: string) =>
  (await auditTrailOf(db, callId)).items.map(({ kind }) => kind);

test("a meeting is booked at a free time as wished for, once, and the calendar hears of it", async () => {
  const wish = await aWish("Thursday at 2 pm");
  expect((await bookMeeting(wish, deps())).ok).toBe(true);
  expect((await bookMeeting(wish, deps())).ok).toBe(true);
  const { start, sequence } = await kept(wish.callId);
  expect([start, sequence]).toEqual(["2040-11-22T19:00:00.000Z", 0]);
  const mine = mails.filter(({ to }) => to === wish.person?.email);
  expect(mine).toHaveLength(1);
  expect(mine[0]?.text).toContain("Thursday, November 22, 2040 at 2:00 PM ET");
  expect(calendarOf(mine[0])).toMatch(/METHOD:REQUEST[\s\S]*DTSTART:20401122T190000Z/);
  expect(await stories(wish.callId)).toEqual(["meeting_booked"]);
});

test("of two who want the same time one gets it, and the other the next", async () => {
  const [one, other] = [await aWish("Friday at 3 pm"), await aWish("Friday at 3 pm")];
  await bookMeeting(one, deps());
  await bookMeeting(other, deps());
  const starts = [(await kept(one.callId)).start, (await kept(other.callId)).start];
  expect(starts[0]).toBe("2040-11-23T20:00:00.000Z");
  expect(starts[1]).not.toBe(starts[0]);
});

test("a meeting is moved, then cancelled, and each time the same entry of the calendar changes", async () => {
  const wish = await aWish("Monday at 11 am");
  await bookMeeting(wish, deps());
  const before = await kept(wish.callId);
  const start = Date.parse("2040-11-27T18:00:00Z");
  const moved = await changeMeeting(wish.callId, { do: "move", start }, deps());
  expect(moved).toMatchObject({ ok: true, value: { start: iso(start), sequence: 1 } });
  await bookMeeting(wish, deps());
  expect((await kept(wish.callId)).confirmation.reference).not.toBe(before.confirmation.reference);
  const taken = await aWish("Monday at 11 am");
  await bookMeeting(taken, deps());
  expect((await kept(taken.callId)).start).toBe(before.start);
  expect(await changeMeeting(taken.callId, { do: "move", start }, deps())).toMatchObject({
    value: { refused: "taken" },
  });

  const gone = await changeMeeting(wish.callId, { do: "cancel", reason: "ill" }, deps());
  expect(gone).toMatchObject({ value: { status: "cancelled", sequence: 2 } });
  await bookMeeting(wish, deps());
  await bookMeeting(wish, deps());
  expect(await changeMeeting(wish.callId, { do: "cancel" }, deps())).toMatchObject({
    value: { status: "cancelled", sequence: 2 },
  });
  expect(await changeMeeting(wish.callId, { do: "move", start }, deps())).toMatchObject({
    value: { refused: "unknown_meeting" },
  });
  const files = mails.filter(({ to }) => to === wish.person?.email).map(calendarOf);
  const uids = files.map((file) => /UID:(\S+)/.exec(file)?.[1]);
  expect(new Set(uids).size).toBe(1);
  expect(files.map((file) => /SEQUENCE:(\d)/.exec(file)?.[1])).toEqual(["0", "1", "2"]);
  expect(files[2]).toContain("METHOD:CANCEL");
  expect(await stories(wish.callId)).toEqual([
    "meeting_booked",
    "meeting_moved",
    "meeting_cancelled",
  ]);
});

test("a booking that was never answered is not made again: a person looks", async () => {
  const wish = await aWish("Wednesday at noon");
  onTheWay = () => Promise.reject(new Error("connection lost"));
  await bookMeeting(wish, deps());
  onTheWay = undefined;
  await bookMeeting(wish, deps());
  expect((await itemOf(wish.callId))?.title).toContain("the outcome is unknown");
  expect(mails.filter(({ to }) => to === wish.person?.email)).toEqual([]);
  const answer = await fetch(`${server.url}/booking/requests`);
  const { bookings } = (await answer.json()) as { bookings: { attendee: { email: string } }[] };
  const theirs = bookings.filter(({ attendee }) => attendee.email === wish.person?.email);
  expect(theirs).toHaveLength(1);
});

test("a service that refuses us, or a person without an address, is for a person", async () => {
  const refused = await aWish();
  await bookMeeting(refused, deps("another key"));
  expect((await itemOf(refused.callId))?.title).toContain("401");
  const without = await aWish();
  await bookMeeting(
    { ...without, person: without.person && { ...without.person, email: null } },
    deps(),
  );
  expect((await itemOf(without.callId))?.title).toContain("no email address");
});

test("what was said of times in a call is what the meeting is booked by; where it is unclear, a person asks", async () => {
  const wish = await aWish();
  const { callId } = wish;
  const about = { callId, prospectId: wish.person?.id ?? null };
  const evidence = { turn: 1, quote: "Monday at 3 pm" };
  const times = [{ said: "Monday at 3 pm", day: "2040-11-26" }];
  const forms = [{ form: "WEB_MEETING_FORM" as const, why: "asked for" }];
  const fields = { preferred_times: { value: times, confidence: 0.9, evidence } };
  await saveExtraction(db, { ...about, fields, missing: [], forms }, NOW);
  const task = { ...deps(), zoneOf: async () => ZONE } as unknown as TaskDeps;
  expect((await fillWebForm(callId, task)).ok).toBe(true);
  expect((await kept(callId)).start).toBe("2040-11-26T20:00:00.000Z");

  const other = await aWish();
  const missing = [{ field: "preferred_times" as const, reason: "unclear" as const }];
  const unclear = { callId: other.callId, prospectId: other.person?.id ?? null };
  await saveExtraction(db, { ...unclear, fields: {}, missing, forms }, NOW);
  expect((await fillWebForm(other.callId, task)).ok).toBe(true);
  expect((await itemOf(other.callId))?.title).toContain("not clear");
});
