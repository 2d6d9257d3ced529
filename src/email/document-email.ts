import type { Agency, Person } from "../conversation/script";
import type { DocumentKind } from "../documents/document";
import { dateOf } from "../formats";
import { greeting, renderEmail, signature } from "./layout";

export type DocumentLinks = { open: string; pixel: string };
type Offer = {
  kind: DocumentKind;
  /** Dollars for one year, as "$5,472.00". */
  premium: string | undefined;
  validUntil: number | undefined;
  /** Whether a licensed agent looked at it before it left. */
  reviewed: boolean;
};

/** Why somebody gets an email about a document, and from where. */
export const becauseRequested = ({ companyName, postalAddress }: Agency, kind: DocumentKind) => [
  `You're receiving this because you asked ${companyName} for a ${kind}.`,
  postalAddress,
];

/** The quote or proposal that somebody asked for, with the PDF attached. */
export function documentEmail(agency: Agency, person: Person, offer: Offer, links: DocumentLinks) {
  const { kind, premium, validUntil, reviewed } = offer;
  const { companyName } = agency;
  const company = person.companyName ? ` for ${person.companyName}` : "";
  const until = validUntil ? `, valid until ${dateOf(validUntil)}` : "";
  return renderEmail({
    subject: `Your ${kind}${company} from ${companyName}`,
    companyName,
    paragraphs: [
      greeting(person),
      `Here's the ${kind} you asked for when we spoke${reviewed ? ", reviewed by a licensed agent" : ""}.`,
      ...(premium ? [`Estimated annual premium: ${premium}${until}.`] : []),
      "The PDF is attached. Review, sign or decline it, ask a question, or request a call:",
      links.open,
      "This private link expires in 30 days.",
      "This is an estimate, not a binder: neither it nor your signature binds coverage. Signing asks us to proceed.",
      signature(agency),
    ],
    button: { url: links.open, label: `Review your ${kind}` },
    smallPrint: becauseRequested(agency, kind),
    pixelUrl: links.pixel,
  });
}
