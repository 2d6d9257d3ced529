import type { Agency, Person } from "../conversation/script";
import { nameOf } from "../prospects/prospect";
import { renderEmail } from "./layout";

type Links = { callback: string; unsubscribe: string };
/** We called and reached nobody, or in a call they asked for the link, or to hear from us again. */
export type Why = "missed" | "asked" | "again";
const SAID = {
  asked: "You asked me for this link when we spoke.",
  again: "When we spoke you wanted to hear from us again.",
};

/** Sent at once to whom we called and did not reach; the same link as a voicemail speaks. */
export function callbackLinkEmail(agency: Agency, person: Person, links: Links, why: Why) {
  const { agentName, companyName, tollFreeNumber, postalAddress } = agency;
  const name = person.firstName ?? nameOf(person);
  const about = person.companyName ? ` for ${person.companyName}` : "";
  const lines = [
    `Hello${name ? ` ${name}` : ""},`,
    `I am ${agentName}, the AI assistant of ${companyName}. ${
      why === "missed"
        ? `I just called you about business insurance${about} and could not reach you.`
        : SAID[why]
    }`,
    "Here you can pick a time, be called right now, talk in your browser, or tell us to leave " +
      "you alone:",
    links.callback,
    `The link is yours alone and works for seven days. You can also call ${tollFreeNumber}.`,
    companyName,
  ];
  return {
    subject: `${companyName}: ${why === "missed" ? "I tried to call you" : "your link"}`,
    ...renderEmail({
      lines,
      button: { url: links.callback, label: "Choose how we talk" },
      small: [`You get this because you agreed to hear from ${companyName}. ${postalAddress}`],
      unsubscribeUrl: links.unsubscribe,
    }),
  };
}
