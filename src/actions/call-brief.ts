import { withContext } from "../context/assemble";
import type { RecognizedCaller } from "../context/store";
import { firstMessage, systemPrompt } from "../conversation/assistant-prompt";
import { inboundFirstMessage, inboundPrompt, type Recognition } from "../conversation/inbound";
import type { Agency, Person, Script } from "../conversation/script";
import type { ProspectView } from "../prospects/prospect";
import type { Brief } from "../telephony/telephony";

export type BriefDeps = {
  agency: () => Agency;
  /** What the assistant may do during a call. */
  assistantTools: () => NonNullable<Brief["tools"]>;
};
export type InboundBriefDeps = BriefDeps & {
  agencyZone: () => string;
  officeOpen: () => boolean;
};

/** What is said in a call, and by which version of its words. */
export type CallWords = {
  scriptVersion: string;
  voicemail?: { text: string; version: string };
};
/** The version of a voicemail that is a recording: its text is the recording's address. */
export const AUDIO_VERSION = "recording";

type Outbound = {
  prospect: ProspectView;
  person: Person;
  script: Script;
  /** E.164 */
  to: string;
  voicemail: CallWords["voicemail"];
  context: string;
};

/** The brief of a call that we dial. */
export function outboundBrief(
  { prospect, person, script, to, voicemail, context }: Outbound,
  { agency, assistantTools }: BriefDeps,
): Brief {
  const recorded = voicemail?.version === AUDIO_VERSION;
  return {
    to,
    customerName: prospect.name ?? prospect.first_name ?? undefined,
    firstMessage: firstMessage(agency(), person, script),
    systemPrompt: withContext(systemPrompt(agency(), person, script), context),
    voicemailAudioUrl: recorded ? voicemail.text : undefined,
    voicemailMessage: recorded ? undefined : voicemail?.text,
    tools: assistantTools(),
    keyterms: [agency().companyName, ...(person.companyName ? [person.companyName] : [])],
  };
}

/** The brief of a call that comes in. `found` is whose number it is, which proves nothing. */
export function inboundBrief(found: RecognizedCaller | undefined, deps: InboundBriefDeps): Brief {
  return answeringBrief(
    {
      answers: answeredBy(found),
      contactedAt: found?.voicemailAt ?? found?.calledAt ?? undefined,
      customer: found?.customer ?? false,
    },
    deps,
  );
}

/** The brief of a call in which we answer; `about` is added to the prompt. */
export function answeringBrief(
  known: Omit<Recognition, "officeOpen" | "zone">,
  { agency, assistantTools, agencyZone, officeOpen }: InboundBriefDeps,
  about?: string,
): Brief {
  const recognition = { ...known, officeOpen: officeOpen(), zone: agencyZone() };
  const prompt = inboundPrompt(agency(), recognition);
  return {
    to: "",
    firstMessage: inboundFirstMessage(agency(), recognition),
    systemPrompt: about === undefined ? prompt : `${prompt}\n\n${about}`,
    keyterms: [agency().companyName],
    tools: assistantTools(),
  };
}

/** Which of our contacts a caller probably answers. */
function answeredBy(found: RecognizedCaller | undefined): Recognition["answers"] {
  if (!found?.lastCallId) return undefined;
  if (found.delivered && !(found.emailed && found.clicked)) return "voicemail";
  return found.emailed ? "email" : "call";
}
