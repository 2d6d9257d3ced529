import { attemptId, type Denial, type Wanted } from "../src/calls/events";
import { earlierSummaries } from "../src/calls/store";
import {
  type Channel,
  callingZones,
  type Decision,
  type Facts,
  mayContact,
} from "../src/compliance/gate";
import { readFacts, recordDecision, type Subject } from "../src/compliance/store";
import { firstMessage, SCRIPT, systemPrompt, voicemailMessage } from "../src/conversation/script";
import { type Phone, parsePhone } from "../src/prospects/phone";
import type { ProspectView } from "../src/prospects/prospect";
import { findProspect } from "../src/prospects/store";
import { fail, ok, type Result } from "../src/result";
import type { Brief } from "../src/telephony/telephony";
import type { App } from "./compose";

const EARLIER_MAX = 3;

/** What the gate looks at for a person on a channel: one query for what changes, the rest is given. */
export async function factsFor(
  app: App,
  person: ProspectView,
  phone: Phone,
  campaignId: string,
  channel: Channel,
): Promise<{ facts: Facts; subject: Subject }> {
  const addressHash = app.hashOf(phone.e164);
  const subject: Subject = {
    prospectId: person.id,
    campaignId,
    addressHash,
    hashes: [addressHash, ...(person.email ? [app.hashOf(person.email)] : [])],
    state: person.address?.state?.toUpperCase(),
  };
  const stored = await readFacts(app.db, subject, channel, app.now());
  const abroad = person.address?.country;
  const facts: Facts = {
    ...stored,
    country: abroad && abroad !== "US" ? abroad : phone.country,
    numberZones: phone.zones,
    addressState: person.address?.state,
    statedZone: person.time_zone ?? undefined,
  };
  return { facts, subject };
}

/** The same decision beforehand, for an answer: an allow takes no place, a deny is kept. */
export async function previewGate(
  app: App,
  person: ProspectView,
  phone: Phone,
  campaignId: string,
) {
  const { facts, subject } = await factsFor(app, person, phone, campaignId, "voice");
  const decision: Decision = mayContact(facts, "voice", app.now());
  if (!decision.allowed)
    await recordDecision(app.db, { subject, channel: "voice", decision, now: app.now() });
  return { decision, zones: callingZones(facts) };
}

type Passed = { denial?: undefined; brief: Brief; scriptVersion: string };
type Refused = { denial: Denial };

/** The gate in the dial: facts, decision, ledger. Passing it, the words of the call come along. */
export async function askGate(
  app: App,
  wanted: Wanted,
  attempt: number,
  neverRang: string[],
): Promise<Result<Passed | Refused>> {
  const { prospectId, campaignId, callId, to } = wanted;
  const person = await findProspect(app.db, prospectId);
  const phone = parsePhone(to, app.fiction());
  if (!person || typeof phone === "string") return fail("the prospect is not there", false);
  const { facts, subject } = await factsFor(app, person, phone, campaignId, "voice");
  const now = app.now();
  const decision = mayContact({ ...facts, attempts: [] }, "voice", now);
  const recorded = await recordDecision(app.db, {
    ...{ subject, channel: "voice" as const, decision, now, callId, neverRang },
    attemptId: attemptId({ callId, attempt }),
  });
  if (!recorded.allowed) {
    const optedOut = recorded.optedOut || facts.suppressions.includes("opt_out");
    return ok({ denial: { ...recorded, optedOut } });
  }
  const earlier = await earlierSummaries(app.db, prospectId, EARLIER_MAX);
  return ok({ brief: briefFor(app, person, to, earlier), scriptVersion: SCRIPT.version });
}

function briefFor(app: App, found: ProspectView, to: string, earlier: string[]): Brief {
  const agency = app.agency();
  const person = {
    name: found.name,
    firstName: found.first_name,
    lastName: found.last_name,
    companyName: found.company?.name,
    industry: found.company?.industry,
    notes: found.notes,
    earlier,
  };
  return {
    to,
    customerName: found.name ?? found.first_name ?? undefined,
    firstMessage: firstMessage(agency, person),
    systemPrompt: systemPrompt(agency, person),
    voicemailMessage: voicemailMessage(agency, person),
    keyterms: [agency.companyName, ...(person.companyName ? [person.companyName] : [])],
  };
}
