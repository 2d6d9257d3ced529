import type { Agency, Person } from "../conversation/script";
import type { DocumentKind } from "../documents/document";
import { becauseRequested, type DocumentLinks } from "./document-email";
import { greeting, renderEmail, signature } from "./layout";

/** Right after somebody signed: their copy, and the next step. */
export function signedCopyEmail(
  agency: Agency,
  person: Person,
  kind: DocumentKind,
  links: DocumentLinks & { verify: string },
) {
  return renderEmail({
    subject: `Signed: your ${kind} from ${agency.companyName}`,
    companyName: agency.companyName,
    paragraphs: [
      greeting(person),
      `Thank you for signing. You asked us to proceed with your ${kind}, and your signed copy is attached. Coverage isn't bound yet.`,
      "A licensed agent will contact you to complete the application. Your signed document and next steps are here:",
      links.open,
      `Anyone with the PDF can verify it at ${links.verify}`,
      signature(agency),
    ],
    button: { url: links.open, label: "View next steps" },
    smallPrint: becauseRequested(agency, kind),
    pixelUrl: links.pixel,
  });
}
