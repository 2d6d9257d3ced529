import type { Agency, Person } from "../conversation/script";
import type { DocumentKind } from "../documents/document";
import { becauseRequested, type DocumentLinks } from "./document-email";
import { greeting, renderEmail, signature } from "./layout";

/** Three days after a document was sent, if they neither signed nor declined. */
export function reminderEmail(
  agency: Agency,
  person: Person,
  kind: DocumentKind,
  links: DocumentLinks & { unsubscribe: string },
) {
  return renderEmail({
    subject: `Any questions about your ${kind}?`,
    companyName: agency.companyName,
    paragraphs: [
      greeting(person),
      `A few days ago, we sent you the ${kind} you asked for. If anything is missing or unclear, ask us here. If it isn't for you, decline it, and you won't hear from us about it again:`,
      links.open,
      signature(agency),
    ],
    button: { url: links.open, label: `Review your ${kind}` },
    smallPrint: becauseRequested(agency, kind),
    unsubscribeUrl: links.unsubscribe,
    pixelUrl: links.pixel,
  });
}
