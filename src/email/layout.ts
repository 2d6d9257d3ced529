import { escapeHtml } from "./html";

const HEAD = '<!doctype html><html lang="en"><meta charset="utf-8">';
const BODY = "font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:auto;padding:16px";
const BUTTON =
  "display:inline-block;padding:12px 20px;border-radius:8px;background:#14532d;color:#fff";
const SMALL = "font-size:13px;color:#555";

type EmailParts = {
  /** One paragraph each; the one that is `button.url` is drawn as a button. */
  lines: string[];
  button?: { url: string; label: string } | undefined;
  /** The small print below the email. */
  small: string[];
  unsubscribeUrl?: string | undefined;
  /** An image of one pixel, which shows us that the email was opened. */
  pixelUrl?: string | undefined;
};

/** An email as plain text and as HTML that says the same. */
export function renderEmail({ lines, button, small, unsubscribeUrl, pixelUrl }: EmailParts) {
  const stop = unsubscribeUrl && `No more emails: ${unsubscribeUrl}`;
  const paragraphs = lines.map((line) =>
    button && line === button.url
      ? `<p><a href="${escapeHtml(line)}" style="${BUTTON}">${escapeHtml(button.label)}</a></p>`
      : `<p>${escapeHtml(line)}</p>`,
  );
  const link = unsubscribeUrl && `<a href="${escapeHtml(unsubscribeUrl)}">No more emails</a>`;
  const foot = [...small.map(escapeHtml), ...(link ? [link] : [])].join("<br>");
  const pixel = pixelUrl ? `<img src="${escapeHtml(pixelUrl)}" width="1" height="1" alt="">` : "";
  return {
    text: [...lines, "--", ...small, ...(stop ? [stop] : [])].join("\n\n"),
    html: `${HEAD}<body style="${BODY}">${paragraphs.join("")}<p style="${SMALL}">${foot}</p>${pixel}</body></html>`,
  };
}
