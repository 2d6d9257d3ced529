import type { Agency, Person } from "../conversation/script";
import { phoneText } from "../formats";
import { nameOf } from "../prospects/prospect";
import { escapeHtml } from "./html";

export type EmailParts = {
  subject: string;
  /** The agency's name, over the message. */
  companyName: string;
  /** One paragraph each; the one that is `button.url` is drawn as a button. */
  paragraphs: string[];
  button?: { url: string; label: string } | undefined;
  /** Below the message, in small print. */
  smallPrint: string[];
  unsubscribeUrl?: string | undefined;
  /** A picture of one pixel: loading it says that the email was opened. */
  pixelUrl?: string | undefined;
};

/** Colors are for a light screen; where a mail program knows dark ones, these take over. */
const DARK = `@media (prefers-color-scheme:dark){
body,.page{background:#111412!important}
.card{background:#1c211e!important;color:#edf1ee!important}
.name{color:#8fd6ab!important}
.small,.small a{color:#a9b3ad!important}
.card p a{color:#8fd6ab!important}
.button{background:#8fd6ab!important}
.card .button a{color:#0c1f14!important}}`;
const TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0"';
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const CARD =
  "max-width:560px;background:#ffffff;color:#1b211d;border-radius:8px;" +
  `table-layout:fixed;overflow-wrap:anywhere;${FONT};font-size:16px;line-height:1.5`;
const BUTTON =
  "display:inline-block;padding:12px 20px;color:#ffffff;font-weight:600;text-decoration:none";
const SMALL = `max-width:560px;color:#5b635e;${FONT};font-size:13px;line-height:1.5`;

/** An email as plain text and as HTML that says the same. */
export function renderEmail(parts: EmailParts): { subject: string; text: string; html: string } {
  return { subject: parts.subject, text: plainText(parts), html: html(parts) };
}

function plainText({ paragraphs, smallPrint, unsubscribeUrl }: EmailParts): string {
  const unsubscribe = unsubscribeUrl ? [`Unsubscribe: ${unsubscribeUrl}`] : [];
  return [...paragraphs, "--", ...smallPrint, ...unsubscribe].join("\n\n");
}

function html({ subject, companyName, paragraphs, button, ...parts }: EmailParts): string {
  const { smallPrint, unsubscribeUrl, pixelUrl } = parts;
  const body = paragraphs.map((one) =>
    button && one === button.url ? buttonHtml(button) : `<p>${linked(one)}</p>`,
  );
  const foot = smallPrint.map(escapeHtml);
  if (unsubscribeUrl)
    foot.push(`<a href="${escapeHtml(unsubscribeUrl)}" style="color:#5b635e">Unsubscribe</a>`);
  const pixel = pixelUrl ? `<img src="${escapeHtml(pixelUrl)}" width="1" height="1" alt="">` : "";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title>
<style>:root{color-scheme:light dark}${DARK}</style></head>
<body style="margin:0;background:#f2f5f3">
<table ${TABLE} class="page" style="background:#f2f5f3">
<tr><td align="center" style="padding:24px 12px">
<table ${TABLE} class="card" style="${CARD}">
<tr><td style="padding:24px">
<strong class="name" style="color:#14532d">${escapeHtml(companyName)}</strong>
${body.join("\n")}</td></tr></table>
<table ${TABLE} style="${SMALL}">
<tr><td class="small" style="padding:16px 24px;color:#5b635e">${foot.join("<br>")}${pixel}</td></tr></table>
</td></tr></table></body></html>`;
}

/** The color is the cell's, so that mail programs which drop a link's padding still show a button. */
const buttonHtml = ({ url, label }: { url: string; label: string }): string =>
  '<table role="presentation" cellpadding="0" cellspacing="0"><tr>' +
  '<td class="button" style="background:#14532d;border-radius:8px">' +
  `<a href="${escapeHtml(url)}" style="${BUTTON}">${escapeHtml(label)}</a></td></tr></table>`;

/** Text as HTML, in which web addresses are links. */
const linked = (text: string): string =>
  escapeHtml(text).replaceAll(
    /https?:\/\/[^\s<>"]*[^\s<>".,;:!?]/g,
    (url) => `<a href="${url}" style="color:#14532d">${url}</a>`,
  );

/** The line with which every email to a person begins. */
export function greeting(person: Person): string {
  const name = person.firstName ?? nameOf(person);
  return name ? `Hello ${name},` : "Hello,";
}

/** The line with which an email of the assistant ends. */
export const signature = ({ agentName, companyName, tollFreeNumber }: Agency): string =>
  `${agentName}, AI assistant at ${companyName}, ${phoneText(tollFreeNumber)}`;
