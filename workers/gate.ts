import { attemptId, type CallRequest, type Denial } from "../src/calls/events";
import { isPromised } from "../src/calls/policy";
import { undeliverable } from "../src/compliance/answering";
import {
  type Channel,
  callingZones,
  type Decision,
  type Facts,
  mayContact,
} from "../src/compliance/gate";
import { readFacts, recordDecision, type Subject } from "../src/compliance/store";
import { assemble, withContext } from "../src/context/assemble";
import { recall } from "../src/context/recall";
import { countHigh } from "../src/context/tokens";
import { defaultScript } from "../src/conversation/default-scripts";
import type { Person, Script } from "../src/conversation/script";
import { firstMessage, personFor, systemPrompt } from "../src/conversation/speak";
import { speechOf } from "../src/conversation/store";
import { VOICEMAIL_VERSION, voicemailMessage } from "../src/conversation/voicemail";
import { type Phone, parsePhone } from "../src/prospects/phone";
import type { ProspectView } from "../src/prospects/prospect";
import { findProspect } from "../src/prospects/store";
import { fail, ok, type Result } from "../src/result";
import type { Brief } from "../src/telephony/telephony";
import { toolShapes } from "../src/tools";
import { withTimeout } from "../src/with-timeout";
import type { App } from "./compose";

/** A dial waits no longer than this for what is known. */
const START_MS = 2_000;

/** What the gate looks at for a person on a channel: one query for what changes, the rest is given. */
export async function factsFor(
  app: App,
  person: ProspectView,
  phone: Phone,
  campaignId: string,
  channel: Channel,
): Promise<{ facts: Facts; subject: Subject }> {
  const phoneHash = app.hashOf(phone.e164);
  const emailHash = person.email ? app.hashOf(person.email) : undefined;
  const bounced =
    channel === "email" && person.email ? [app.hashOf(undeliverable(person.email))] : [];
  const subject: Subject = {
    prospectId: person.id,
    campaignId,
    addressHash: channel === "email" ? (emailHash ?? phoneHash) : phoneHash,
    hashes: [phoneHash, ...(emailHash ? [emailHash] : []), ...bounced],
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
    fictional: phone.fictional,
  };
  return { facts, subject };
}

/**
 * The same decision beforehand, for an answer, for now or for an agreed time: an allow takes no
 * place, a deny is kept.
 */
export async function previewGate(
  app: App,
  person: ProspectView,
  phone: Phone,
  campaignId: string,
  at = app.now(),
) {
  const { facts, subject } = await factsFor(app, person, phone, campaignId, "voice");
  const decision: Decision = mayContact(facts, "voice", at);
  if (!decision.allowed)
    await recordDecision(app.db, { subject, channel: "voice", decision, now: app.now() });
  return { decision, zones: callingZones(facts) };
}

/** What is said in a call, and by which version of its words. */
export type Words = { scriptVersion: string; voicemail?: { text: string; version: string } };
type Passed = { denial?: undefined; brief: Brief; words: Words };
type Refused = { denial: Denial };

/** The gate in the dial: facts, decision, ledger. Passing it, the words of the call come along. */
export async function prepareDial(
  app: App,
  request: CallRequest,
  attempt: number,
  neverRang: string[],
): Promise<Result<Passed | Refused>> {
  const { prospectId, campaignId, callId, to } = request;
  const person = prospectId ? await findProspect(app.db, prospectId) : undefined;
  const phone = parsePhone(to, app.testNumbers());
  if (!person || !campaignId || typeof phone === "string")
    return fail("the prospect is not there", false);
  // They agreed to be called at the number that is listed, and at no other.
  if (person.phone_number !== to)
    return ok({ denial: { reasonCode: "invalid_number", optedOut: false } });
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
  const [known, leaves, speech] = await Promise.all([
    contextAtStart(app, person.id),
    mayLeaveMessage(app, { facts, subject, now, callId, attempt }),
    speechOf(app.db, campaignId),
  ]);
  const script = speech?.script ?? defaultScript(speech?.type, isPromised(request));
  const { voicemail: kind, voicemail_audio_url: audio } = speech?.settings ?? {};
  const spoken = { ...personFor(person), promise: request.promise };
  const voicemail = leaves ? messageFor(kind, audio, app, spoken, { callId, attempt }) : undefined;
  return ok({
    brief: briefFor(app, person, spoken, script, to, voicemail, known),
    words: { scriptVersion: `${script.id}@${script.version}`, ...(voicemail && { voicemail }) },
  });
}

/** What is known of a person before they say a word. A call without it is better than none. */
async function contextAtStart(app: App, prospectId: string): Promise<string> {
  const event = "dial.no-context";
  const work = recall(app, { prospectId, utterance: "" });
  const found = await withTimeout(START_MS, work, { instead: [], event });
  return assemble(found, [], countHigh).block;
}

/** What a machine is told, as the campaign wants it: spoken, a recording of the agency's, or nothing. */
function messageFor(
  kind: string | undefined,
  audio: string | undefined,
  app: App,
  person: Person,
  { callId, attempt }: { callId: string; attempt: number },
): Words["voicemail"] {
  if (kind === "off") return undefined;
  if (kind === "audio" && audio) return { text: audio, version: AUDIO_VERSION };
  const { code, codeUrl } = app.links.callback(callId, attempt);
  const text = voicemailMessage(app.agency(), person, { address: codeUrl, code });
  return { text, version: VOICEMAIL_VERSION };
}
const AUDIO_VERSION = "recording";

type Asked = { facts: Facts; subject: Subject; now: number; callId: string; attempt: number };
/** Decided with the dial, since VAPI speaks what it is given: may a machine be told anything? */
async function mayLeaveMessage(app: App, asked: Asked): Promise<boolean> {
  const { facts, subject, now, callId, attempt } = asked;
  const decision = mayContact(facts, "voicemail", now);
  const attempted = attemptId({ callId, attempt });
  const entry = { subject, channel: "voicemail", decision, now, callId } as const;
  const recorded = await recordDecision(app.db, { ...entry, attemptId: attempted });
  return recorded.allowed;
}

/** The gate before an email to a prospect: the address if it may be written to now. */
export async function mayEmail(
  app: App,
  person: ProspectView,
  about: { campaignId: string; callId: string; emailId: string },
): Promise<string | undefined> {
  const phone = parsePhone(person.phone_number, app.testNumbers());
  if (!person.email || typeof phone === "string") return undefined;
  const { campaignId, callId, emailId } = about;
  const now = app.now();
  const { facts, subject } = await factsFor(app, person, phone, campaignId, "email");
  const decision = mayContact(facts, "email", now);
  const entry = { subject, channel: "email", decision, now, callId } as const;
  const recorded = await recordDecision(app.db, { ...entry, attemptId: emailId });
  return recorded.allowed ? person.email : undefined;
}

function briefFor(
  app: App,
  found: ProspectView,
  person: Person,
  script: Script,
  to: string,
  voicemail: Words["voicemail"],
  known: string,
): Brief {
  const agency = app.agency();
  return {
    to,
    customerName: found.name ?? found.first_name ?? undefined,
    firstMessage: firstMessage(agency, person, script),
    systemPrompt: withContext(systemPrompt(agency, person, script), known),
    ...(voicemail?.version === AUDIO_VERSION
      ? { voicemailAudioUrl: voicemail.text }
      : { voicemailMessage: voicemail?.text }),
    tools: toolShapes(),
    keyterms: [agency.companyName, ...(person.companyName ? [person.companyName] : [])],
  };
}
