import { markEntriesAnnounced, unannouncedEntries } from "../audit/store";
import type { Agency } from "../conversation/script";
import type { Db } from "../db/client";
import { documentReferences } from "../documents/store";
import type { EmailSender } from "../email/email";
import { OPERATOR_EVENTS, operatorEmail } from "../email/operator-email";
import { sendOnce } from "../email/store";
import { derivedId } from "../ids";
import type { Log } from "../log";
import { describeError } from "../result";
import { HOUR_MS } from "../time";
import type { WebhookAnnouncement, WebhookEvent } from "../webhooks/endpoint";
import { markItemsAnnounced, unannouncedWorkItems } from "../work-items/store";

/** How many entries and items one run announces. */
const BATCH_MAX = 200;
/** For how long an email to the operator is tried again. */
const PATIENCE_MS = HOUR_MS;

export type NotifyDeps = {
  db: Db;
  email: () => EmailSender;
  agency: () => Agency;
  announce: (unannouncedEntries: WebhookAnnouncement) => Promise<unknown>;
  /** Does what follows from something, once more where it was done already: it does no harm. */
  followThrough: (happened: { subjectId: string; kind: string }) => Promise<void>;
  /** In which due times are written. */
  agencyZone: () => string;
  /** Whom at the agency to email; without one nobody is notified by email. */
  operator: string | undefined;
  appUrl: string;
  now: () => number;
  machineNow: () => number;
  log: Log;
};

/** Audit entries that webhooks announce, by their kind. */
const AS_EVENT: Record<string, WebhookEvent> = {
  hot_lead: "lead.hot",
  meeting_booked: "meeting.booked",
  meeting_moved: "meeting.moved",
  meeting_cancelled: "meeting.cancelled",
  released: "document.released",
  mailed: "document.delivered",
  signed: "document.signed",
  declined: "document.declined",
  question: "document.question",
  revoked: "document.revoked",
  bounced: "document.bounced",
};
/** What a listener needs to know; names, addresses, and whatever somebody wrote or drew stay here. */
const WEBHOOK_FIELDS = [
  "prospect_id",
  "email_id",
  "file_sha256",
  "license",
  "state",
  "agent_id",
  "start",
  "end",
  "reference",
  "forms",
];

/** Tells listeners and the operator what came about since the last time; listeners each thing once. */
export async function notify(deps: NotifyDeps): Promise<number> {
  const { db, now } = deps;
  const [happened, items] = await Promise.all([
    unannouncedEntries(db, Object.keys(AS_EVENT), BATCH_MAX),
    unannouncedWorkItems(db, BATCH_MAX),
  ]);
  if (happened.length + items.length === 0) return 0;
  for (const one of happened)
    await deps.followThrough(one).catch((error) =>
      deps.log.error("notification.not-followed", {
        id: one.subjectId,
        error: describeError(error),
      }),
    );
  await publishWebhooks(happened, items, deps);
  const oldest = Math.min(
    ...happened.map(({ at }) => at),
    ...items.map(({ created_at }) => Date.parse(created_at)),
  );
  const mailed = await mailOperator(happened, items, deps).catch((error) => {
    deps.log.error("notification.not-mailed", { error: describeError(error) });
    return now() - oldest > PATIENCE_MS;
  });
  if (!mailed) return 0;
  const ids = items.map(({ id }) => id);
  await markEntriesAnnounced(db, happened, now());
  if (ids.length > 0) await markItemsAnnounced(db, ids, now());
  return happened.length + items.length;
}

type Happened = Awaited<ReturnType<typeof unannouncedEntries>>;
type Items = Awaited<ReturnType<typeof unannouncedWorkItems>>;

async function publishWebhooks(happened: Happened, items: Items, { db, announce }: NotifyDeps) {
  const references = await documentReferences(
    db,
    happened.map(({ subjectId }) => subjectId),
  );
  for (const { subjectId, seq, kind, detail } of happened) {
    const event = AS_EVENT[kind];
    if (!event) continue;
    const fields = Object.entries(detail).filter(([name]) => WEBHOOK_FIELDS.includes(name));
    const about = references.get(subjectId) ?? { call_id: subjectId };
    await announce({
      event,
      key: `${subjectId}:${seq}`,
      data: { ...about, ...Object.fromEntries(fields) },
    });
  }
  for (const { id, kind, title, call_id, prospect_id, due_at } of items) {
    const data = { work_item_id: id, kind, title, call_id, prospect_id, due_at };
    await announce({ event: "work_item.opened", key: id, data });
  }
}

/** One email for all that came up in this minute, with no person's data in it; false if it is to be tried again. */
async function mailOperator(happened: Happened, items: Items, deps: NotifyDeps): Promise<boolean> {
  const { operator, agency, agencyZone, appUrl, db, now, machineNow } = deps;
  const entries = happened.flatMap((entry) => {
    const title = OPERATOR_EVENTS[entry.kind];
    return title ? [{ ...entry, title }] : [];
  });
  const news = [
    ...entries.map(({ title, subjectId: id }) => ({ title, id })),
    ...items.map(({ title, due_at, call_id: id }) => {
      return { title, id, dueAt: due_at ? Date.parse(due_at) : undefined };
    }),
  ];
  if (!operator || news.length === 0) return true;
  const words = operatorEmail(agency().companyName, news, { appUrl, zone: agencyZone() });
  const keys = [
    ...entries.map(({ subjectId, seq }) => `${subjectId}:${seq}`),
    ...items.map(({ id }) => id),
  ];
  const sent = await sendOnce(
    { id: derivedId("notice", ...keys), to: operator, ...words, stream: "transactional" },
    { kind: "notice" },
    { db, email: deps.email(), now, machineNow },
  );
  if (!sent.ok && sent.error.retry) throw new Error(sent.error.detail);
  return true;
}
