import type { Agency } from "../conversation/script";
import type { DocumentKind } from "../documents/document";
import type { DocumentLinks } from "./document-email";
import { renderEmail, signature } from "./layout";

/**
 * The link alone, to an address that was given by phone and may be somebody else's: nothing in it
 * tells who asked, nor what it costs.
 */
export function verificationEmail(agency: Agency, kind: DocumentKind, links: DocumentLinks) {
  const { companyName, postalAddress } = agency;
  return renderEmail({
    subject: `The ${kind} you requested from ${companyName}`,
    companyName,
    paragraphs: [
      "Hello,",
      `Someone asked us for a ${kind} by phone and gave this email address. If that was you, open it below; you'll need the last 4 digits of your phone number.`,
      links.open,
      "If it wasn't you, you can ignore this email: the link reveals no personal information, and we won't email you again.",
      signature(agency),
    ],
    button: { url: links.open, label: `Open the ${kind}` },
    smallPrint: [companyName, postalAddress],
    pixelUrl: links.pixel,
  });
}
