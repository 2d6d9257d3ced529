import type { Agency, Person } from "../conversation/script";
import { phoneText } from "../formats";
import { greeting, renderEmail } from "./layout";

type Links = { callback: string; unsubscribe: string };
/** We called and reached nobody, or in a call they asked for the link, or to hear from us again. */
export type CallbackLinkReason = "missed" | "requested" | "followUp";

const SUBJECTS = {
  missed: (company: string) => `${company}: I tried to call you`,
  requested: (company: string) => `${company}: the link you asked for`,
  followUp: (company: string) => `${company}: let's find a time to talk`,
};
const OPENINGS = {
  missed: (about: string) => `I tried to reach you about business insurance${about}.`,
  requested: () => "Here's the link you asked for when we spoke.",
  followUp: () => "When we spoke, you said you'd like to hear from us again.",
};

/** Sent at once to somebody whom a call did not reach; the same link as the voicemail speaks. */
export function callbackLinkEmail(
  agency: Agency,
  person: Person,
  links: Links,
  reason: CallbackLinkReason,
) {
  const { agentName, companyName, tollFreeNumber, postalAddress } = agency;
  const about = person.companyName ? ` for ${person.companyName}` : "";
  return renderEmail({
    subject: SUBJECTS[reason](companyName),
    companyName,
    paragraphs: [
      greeting(person),
      `This is ${agentName}, the AI assistant at ${companyName}. ${OPENINGS[reason](about)}`,
      "Use this link to pick a time, get a call now, talk in your browser, or opt out:",
      links.callback,
      `This private link expires in seven days. You can also call us at ${phoneText(tollFreeNumber)}.`,
      companyName,
    ],
    button: { url: links.callback, label: "Pick a time to talk" },
    smallPrint: [
      `You're receiving this because you agreed to hear from ${companyName}.`,
      postalAddress,
    ],
    unsubscribeUrl: links.unsubscribe,
  });
}
