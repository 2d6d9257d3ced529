import type { Channel, Facts } from "../compliance/facts";
import { type Decision, mayContact } from "../compliance/gate";
import { undeliverableKey } from "../compliance/mail-permission";
import { readFacts, recordDecision, type Subject } from "../compliance/store";
import { callingZones } from "../compliance/zones";
import type { Db } from "../db/client";
import { type Phone, parsePhone, type TestNumbers } from "../prospects/phone";
import type { ProspectView } from "../prospects/prospect";

export type GateDeps = {
  db: Db;
  /** Product time. */
  now: () => number;
  /** The keyed hash under which a number or an address is known to suppressions and ledger. */
  hashOf: (contact: string) => string;
  testNumbers: () => TestNumbers;
};

/** Reads what the gate decides on: one query for what changes; the rest is on the prospect's record. */
export async function contactFacts(
  person: ProspectView,
  phone: Phone,
  campaignId: string,
  channel: Channel,
  { db, now, hashOf }: GateDeps,
): Promise<{ facts: Facts; subject: Subject }> {
  const phoneHash = hashOf(phone.e164);
  const emailHash = person.email ? hashOf(person.email) : undefined;
  const bounced =
    channel === "email" && person.email ? [hashOf(undeliverableKey(person.email))] : [];
  const subject: Subject = {
    prospectId: person.id,
    campaignId,
    addressHash: channel === "email" ? (emailHash ?? phoneHash) : phoneHash,
    hashes: [phoneHash, ...(emailHash ? [emailHash] : []), ...bounced],
    state: person.address?.state?.toUpperCase(),
  };
  const stored = await readFacts(db, subject, channel, now());
  const abroad = person.address?.country;
  const facts: Facts = {
    ...stored,
    country: abroad && abroad !== "US" ? abroad : phone.country,
    numberZones: phone.zones,
    addressState: person.address?.state,
    statedZone: person.time_zone ?? undefined,
    testNumber: phone.isTestNumber,
  };
  return { facts, subject };
}

/**
 * Asks the gate about a call beforehand, for `at` in product time. A deny is written to the ledger; an
 * allow takes no place and is asked again in the dial.
 */
export async function previewGate(
  person: ProspectView,
  phone: Phone,
  campaignId: string,
  at: number,
  deps: GateDeps,
) {
  const { facts, subject } = await contactFacts(person, phone, campaignId, "voice", deps);
  const decision: Decision = mayContact(facts, "voice", at);
  if (!decision.allowed)
    await recordDecision(deps.db, { subject, channel: "voice", decision, now: deps.now() });
  return { decision, zones: callingZones(facts) };
}

/** The gate before an email to a prospect. Gives the address if it may be written to now. */
export async function mayEmail(
  person: ProspectView,
  about: { campaignId: string; callId: string; emailId: string },
  deps: GateDeps,
): Promise<string | undefined> {
  const phone = parsePhone(person.phone_number, deps.testNumbers());
  if (!person.email || typeof phone === "string") return undefined;
  const { campaignId, callId, emailId } = about;
  const now = deps.now();
  const { facts, subject } = await contactFacts(person, phone, campaignId, "email", deps);
  const decision = mayContact(facts, "email", now);
  const recorded = await recordDecision(deps.db, {
    subject,
    channel: "email",
    decision,
    now,
    callId,
    attemptId: emailId,
  });
  return recorded.allowed ? person.email : undefined;
}
