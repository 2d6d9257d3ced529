import type { Agency, Person } from "../conversation/script";
import { nameOf } from "../prospects/prospect";
import { escapeHtml } from "./html";

const HEAD = '<!doctype html><html lang="en"><meta charset="utf-8">';
const BODY = "font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:auto;padding:16px";
const BUTTON =
  "display:inline-block;padding:12px 20px;border-radius:8px;background:#14532d;color:#fff";
const SMALL = "font-size:13px;color:#555";

type Links = { callback: string; unsubscribe: string };
/** We called and reached nobody, or they asked for it in a call. */
type Why = "missed" | "asked";

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
        : "You asked me for this link when we spoke."
    }`,
    "Here you can pick a time, be called right now, talk in your browser, or tell us to leave " +
      "you alone:",
    links.callback,
    `The link is yours alone and works for seven days. You can also call ${tollFreeNumber}.`,
    companyName,
  ];
  const footer = [
    `You get this because you agreed to hear from ${companyName}. ${postalAddress}`,
    `No more emails: ${links.unsubscribe}`,
  ];
  const html = lines.map((line) =>
    line === links.callback
      ? `<p><a href="${escapeHtml(line)}" style="${BUTTON}">Choose how we talk</a></p>`
      : `<p>${escapeHtml(line)}</p>`,
  );
  const stop = `<a href="${escapeHtml(links.unsubscribe)}">No more emails</a>`;
  const small = `<p style="${SMALL}">${escapeHtml(footer[0] ?? "")}<br>${stop}</p>`;
  return {
    subject: `${companyName}: ${why === "missed" ? "I tried to call you" : "your link"}`,
    text: [...lines, "--", ...footer].join("\n\n"),
    html: `${HEAD}<body style="${BODY}">${html.join("")}${small}</body></html>`,
  };
}
