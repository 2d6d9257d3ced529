import { and, desc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import {
  attempts,
  type CONTACT_KINDS,
  type HALT_SCOPES,
  halts,
  ledger,
  type SUPPRESSION_REASONS,
  suppressions,
} from "../db/compliance";
import { derivedId } from "../ids";
import { iso, isoOrNull, MINUTE_MS } from "../time";
import type { Channel, Facts } from "./facts";
import type { Decision } from "./gate";
import { bindingStates, findAttemptCap } from "./provisions";
import { RULES_VERSION } from "./rules";

/** Whom a decision is about, without personal data. `hashes`: of their number and addresses. */
export type Subject = {
  prospectId: string;
  campaignId?: string | undefined;
  addressHash: string;
  hashes: string[];
  state?: string | undefined;
};
/** What the ledger made of a decision: an allow may come back as a deny. */
export type RecordedDecision =
  | { allowed: true }
  | { allowed: false; reasonCode: string; optedOut: boolean; until?: number | undefined };

type StoredFacts = Pick<Facts, "halted" | "suppressions" | "consents" | "attempts">;

const SCOPE: Record<Channel, string> = { voice: "calls", voicemail: "calls", email: "email" };

/** What the database knows of the facts, in one round trip. */
export async function readFacts(
  db: Db,
  subject: Subject,
  channel: Channel,
  now: number,
): Promise<StoredFacts> {
  const { prospectId, addressHash, hashes, state } = subject;
  const since = iso(now - findAttemptCap(bindingStates(state), now).windowMs);
  const list = sql.join(
    hashes.map((hash) => sql`${hash}`),
    sql`, `,
  );
  const { rows } = await db.execute<{ facts: StoredFacts }>(sql`select jsonb_build_object(
    'halted', exists (select 1 from halts h where h.lifted_at is null
      and h.scope in ('all', ${SCOPE[channel]})
      and (h.states is null or ${state ?? null}::text is null or ${state ?? null} = any (h.states))),
    'suppressions', (select coalesce(jsonb_agg(distinct s.reason), '[]') from suppressions s
      where s.lifted_at is null and s.hash in (${list})),
    'consents', (select coalesce(jsonb_agg(jsonb_build_object('basis', c.basis, 'channels', c.channels)), '[]')
      from consents c where c.prospect_id = ${prospectId}),
    'attempts', (select coalesce(jsonb_agg(extract(epoch from a.at) * 1000), '[]') from attempts a
      where a.phone_hash = ${addressHash} and not a.never_rang and a.at > ${since}::timestamptz)
    ) as facts`);
  const [row] = rows;
  if (!row) throw new Error("the facts query answers with one row");
  return row.facts;
}

type LedgerEntry = {
  subject: Subject;
  channel: Channel;
  decision: Decision;
  now: number;
  callId?: string | undefined;
  attemptId?: string | undefined;
  /** Earlier attempts of the call of which it is proven that no phone rang. */
  neverRang?: string[];
};

/**
 * Appends a decision to the ledger. An allow may come back as a deny: under the ledger's lock halt,
 * suppression and the number of attempts are looked at once more.
 */
export async function recordDecision(db: Db, entry: LedgerEntry): Promise<RecordedDecision> {
  const { subject, channel, decision, now } = entry;
  const cap = findAttemptCap(bindingStates(subject.state), now);
  const request = {
    at: iso(now),
    channel,
    scope: SCOPE[channel],
    prospect_id: subject.prospectId,
    campaign_id: subject.campaignId ?? null,
    call_id: entry.callId ?? null,
    attempt_id: entry.attemptId ?? null,
    address_hash: subject.addressHash,
    hashes: subject.hashes,
    state: subject.state ?? null,
    allowed: decision.allowed,
    reason_code: decision.allowed ? null : decision.reasonCode,
    rule: decision.allowed ? null : decision.rule,
    rule_version: RULES_VERSION,
    never_rang: entry.neverRang ?? [],
    cap: cap.max,
    cap_window_s: cap.windowMs / 1_000,
  };
  const { rows } = await db.execute<{ answer: LedgerAnswer }>(
    sql`select decide_contact(${JSON.stringify(request)}::jsonb) as answer`,
  );
  const answer = rows[0]?.answer;
  if (!answer) throw new Error("the ledger answers with one row");
  if (answer.allowed) return { allowed: true };
  const optedOut = answer.suppression === "opt_out";
  const reasonCode = answer.reason_code ?? "gate_unavailable";
  return {
    allowed: false,
    reasonCode,
    optedOut,
    until: untilOf(decision, answer, cap.windowMs, now),
  };
}
type LedgerAnswer = {
  allowed: boolean;
  reason_code: string | null;
  suppression: string | null;
  earliest: string | null;
};

const RECHECK_MS = 5 * MINUTE_MS;
/** When a denied contact may be asked about again; nothing if never. */
function untilOf(
  decision: Decision,
  answer: LedgerAnswer,
  windowMs: number,
  now: number,
): number | undefined {
  if (!decision.allowed) return decision.until;
  if (answer.reason_code === "suppressed") return undefined;
  if (answer.reason_code === "attempt_cap" && answer.earliest)
    return Date.parse(answer.earliest) + windowMs;
  return now + RECHECK_MS;
}

/** Dials of which it is proven that no phone rang: they count towards no cap. */
export async function markNeverRang(db: Db, attemptIds: string[]): Promise<void> {
  if (attemptIds.length === 0) return;
  await db.update(attempts).set({ neverRang: true }).where(inArray(attempts.id, attemptIds));
}

export type Suppression = {
  hash: string;
  kind: (typeof CONTACT_KINDS)[number];
  reason: (typeof SUPPRESSION_REASONS)[number];
  source: string;
  note?: string | undefined;
};

/** Suppresses numbers or addresses from now on. Twice for one reason is one row. Returns the ids. */
export async function suppress(db: Db, list: Suppression[], at: number): Promise<string[]> {
  if (list.length === 0) return [];
  const rows = list.map((one) => ({
    ...one,
    id: derivedId("suppression", one.hash, one.reason, at),
    createdAt: at,
  }));
  const keys = rows.map(({ hash, reason }) => sql`(${hash}, ${reason})`);
  const [, active] = await db.batch([
    db.insert(suppressions).values(rows).onConflictDoNothing(),
    db
      .select({ id: suppressions.id })
      .from(suppressions)
      .where(
        and(
          isNull(suppressions.liftedAt),
          sql`(${suppressions.hash}, ${suppressions.reason}) in (${sql.join(keys, sql`, `)})`,
        ),
      ),
  ]);
  return active.map(({ id }) => id);
}

export type SuppressionFilter = { id: string } | { hash: string };

/** Lifts a suppression; gives the number of rows. The rows stay, as evidence. */
export async function liftSuppression(db: Db, by: SuppressionFilter, at: number): Promise<number> {
  const which = "id" in by ? eq(suppressions.id, by.id) : eq(suppressions.hash, by.hash);
  const lifted = await db
    .update(suppressions)
    .set({ liftedAt: at })
    .where(and(which, isNull(suppressions.liftedAt)))
    .returning({ id: suppressions.id });
  return lifted.length;
}

/** The suppressions in force, newest first, from the cursor on. */
export async function listSuppressions(db: Db, limit: number, cursor?: string, hash?: string) {
  const where = and(
    isNull(suppressions.liftedAt),
    cursor ? lt(suppressions.id, cursor) : undefined,
    hash ? eq(suppressions.hash, hash) : undefined,
  );
  const rows = await db
    .select()
    .from(suppressions)
    .where(where)
    .orderBy(desc(suppressions.id))
    .limit(limit);
  return rows.map(({ id, hash, kind, reason, source, note, createdAt }) => {
    return { id, hash, kind, reason, source, note, created_at: iso(createdAt) };
  });
}

export type Halt = {
  scope: (typeof HALT_SCOPES)[number];
  states?: string[] | undefined;
  reason: string;
};

/** Stops what the scope covers, from now on. */
export async function halt(db: Db, id: string, order: Halt, actor: string, at: number) {
  const { scope, states, reason } = order;
  await db
    .insert(halts)
    .values({ id, scope, states: states ?? null, reason, actor, createdAt: at });
}

/** Lifts the halts of a scope (`all` lifts every one), for the states named or for all. */
export async function resume(db: Db, { scope, states }: Halt, at: number): Promise<number> {
  const where = and(
    isNull(halts.liftedAt),
    scope === "all" ? undefined : eq(halts.scope, scope),
    states ? sql`${halts.states} <@ ${sql.param(states, halts.states)}` : undefined,
  );
  const lifted = await db
    .update(halts)
    .set({ liftedAt: at })
    .where(where)
    .returning({ id: halts.id });
  return lifted.length;
}

/** The stops that are in force. */
export async function listHalts(db: Db) {
  const rows = await db.select().from(halts).where(isNull(halts.liftedAt));
  return rows.map(({ id, scope, states, reason, createdAt }) => {
    return { id, scope, states, reason, at: iso(createdAt) };
  });
}

/** The decisions about a call, oldest first, as the API shows them. */
export async function listDecisions(db: Db, callId: string) {
  const rows = await db.select().from(ledger).where(eq(ledger.callId, callId)).orderBy(ledger.seq);
  return rows.map((row) => ({
    at: isoOrNull(row.at),
    channel: row.channel,
    allowed: row.allowed,
    reason_code: row.reasonCode,
    rule: row.rule,
    rule_version: row.ruleVersion,
  }));
}
