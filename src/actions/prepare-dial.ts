import { attemptId, type CallRequest, type Denial } from "../calls/events";
import { isPromised } from "../calls/policy";
import type { Facts } from "../compliance/facts";
import { mayContact } from "../compliance/gate";
import { recordDecision, type Subject } from "../compliance/store";
import { assemble } from "../context/assemble";
import { type RecallDeps, recall } from "../context/recall";
import { countHigh } from "../context/tokens";
import { defaultScript } from "../conversation/default-scripts";
import { type Person, personFor } from "../conversation/script";
import { speechOf } from "../conversation/store";
import { VOICEMAIL_VERSION, voicemailMessage } from "../conversation/voicemail";
import type { Links } from "../links/links";
import type { Log } from "../log";
import { parsePhone } from "../prospects/phone";
import { findProspect } from "../prospects/store";
import { fail, ok, type Result } from "../result";
import type { Brief } from "../telephony/telephony";
import { withTimeout } from "../with-timeout";
import { AUDIO_VERSION, type BriefDeps, type CallWords, outboundBrief } from "./call-brief";
import { contactFacts, type GateDeps } from "./contact-gate";

export type DialDeps = GateDeps & RecallDeps & BriefDeps & { links: Links; log: Log };

/** A dial waits no longer than this for its context. */
const CONTEXT_MS = 2_000;

type Dial = { callId: string; attempt: number };
type Allowed = { denial?: undefined; brief: Brief; words: CallWords };
type Denied = { denial: Denial };

/**
 * The gate in the dial: facts, decision, ledger. When it allows the dial, what is said in the call
 * comes along. `neverRang` are attempts of this call that count towards no cap.
 */
export async function prepareDial(
  request: CallRequest,
  attempt: number,
  neverRang: string[],
  deps: DialDeps,
): Promise<Result<Allowed | Denied>> {
  const { db } = deps;
  const { prospectId, campaignId, callId, to } = request;
  const prospect = prospectId ? await findProspect(db, prospectId) : undefined;
  const phone = parsePhone(to, deps.testNumbers());
  if (!prospect || !campaignId || typeof phone === "string")
    return fail("the prospect does not exist", false);
  // They agreed to be called at the number that is listed, and at no other.
  if (prospect.phone_number !== to)
    return ok({ denial: { reasonCode: "invalid_number", optedOut: false } });
  const { facts, subject } = await contactFacts(prospect, phone, campaignId, "voice", deps);
  const now = deps.now();
  const recorded = await recordDecision(db, {
    subject,
    channel: "voice",
    decision: mayContact({ ...facts, attempts: [] }, "voice", now),
    now,
    callId,
    neverRang,
    attemptId: attemptId({ callId, attempt }),
  });
  if (!recorded.allowed) {
    const optedOut = recorded.optedOut || facts.suppressions.includes("opt_out");
    return ok({ denial: { ...recorded, optedOut } });
  }
  const dial = { callId, attempt };
  const [context, leaves, speech] = await Promise.all([
    contextAtStart(prospect.id, deps),
    mayLeaveVoicemail(facts, subject, now, dial, deps),
    speechOf(db, campaignId),
  ]);
  const script = speech?.script ?? defaultScript(speech?.type, isPromised(request));
  const person = { ...personFor(prospect), promise: request.promise };
  const voicemail = leaves ? voicemailFor(speech?.settings, person, dial, deps) : undefined;
  return ok({
    brief: outboundBrief({ prospect, person, script, to, voicemail, context }, deps),
    words: { scriptVersion: `${script.id}@${script.version}`, ...(voicemail && { voicemail }) },
  });
}

/** The context of a person before they say a word. A call without it is better than none. */
async function contextAtStart(prospectId: string, deps: DialDeps): Promise<string> {
  const found = await withTimeout(CONTEXT_MS, recall(deps, { prospectId, utterance: "" }), {
    instead: [],
    event: "dial.no-context",
    log: deps.log,
  });
  return assemble(found, [], countHigh).block;
}

type Settings = NonNullable<Awaited<ReturnType<typeof speechOf>>>["settings"];

/** What a machine hears, as the campaign wants it: spoken text, the agency's recording, or nothing. */
function voicemailFor(
  settings: Settings | undefined,
  person: Person,
  { callId, attempt }: Dial,
  { links, agency }: DialDeps,
): CallWords["voicemail"] {
  const { voicemail: kind, voicemail_audio_url: audio } = settings ?? {};
  if (kind === "off") return undefined;
  if (kind === "audio" && audio) return { text: audio, version: AUDIO_VERSION };
  const { code, codeUrl } = links.callback(callId, attempt);
  const text = voicemailMessage(agency(), person, { address: codeUrl, code });
  return { text, version: VOICEMAIL_VERSION };
}

/** Decided with the dial, since VAPI speaks what it is given: may a message be left on a machine? */
async function mayLeaveVoicemail(
  facts: Facts,
  subject: Subject,
  now: number,
  { callId, attempt }: Dial,
  { db }: DialDeps,
): Promise<boolean> {
  const recorded = await recordDecision(db, {
    subject,
    channel: "voicemail",
    decision: mayContact(facts, "voicemail", now),
    now,
    callId,
    attemptId: attemptId({ callId, attempt }),
  });
  return recorded.allowed;
}
