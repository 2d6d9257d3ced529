import { type Agency, coverageName } from "../conversation/script";
import { dateOf, money } from "../formats";

// What stands in the PDFs of quotes and proposals, and on the page that a signature adds.

export const TEXT = {
  sampleNotice: "SAMPLE RATES: demo only, not from an insurer.",
  draftNotice: "DRAFT: not yet approved by a licensed agent. Do not send to the customer.",
  notProvided: "Not provided",
  notPriced: "Not priced yet",
  notApproved: "Not approved yet",
  needsInformation: "Needs more information",
  complete: "Nothing. The estimate is complete for the information above.",
  noQuotes: "No quotes from the call. The information above is from our records.",
} as const;

/** Titles, headings and fixed text of our two forms. */
export const FORM = {
  quote: "Insurance quote",
  proposal: "Insurance proposal",
  premium: "Premium",
  preparedFor: "Prepared for",
  information: "Your information",
  quotes: "What you told us",
  proposed: "Our proposal",
  annualPremium: "Estimated annual premium",
  calculation: "Premium calculation",
  needs: "What we still need from you",
  nextSteps: "Next steps",
  steps:
    "1. Read this proposal and ask us about anything that is unclear, through the link it came with or by phone.\n" +
    "2. To proceed, sign it through the link. Signing does not bind coverage; a licensed agent will then contact you to complete the application.\n" +
    "3. The insurer decides on the application. Coverage begins when the insurer confirms it in writing.",
  disclaimer:
    "This is an estimate, not a binder: it is not an insurance contract, and neither it nor your signature binds coverage. The premium is based on the information shown here; an insurer may ask for more and may decide otherwise. The policy's terms, limits and exclusions apply.",
} as const;

/** What each field of a form is called. */
export const FIELD_LABELS = {
  agency: "Agency",
  agency_contact: "Agency address and phone",
  notice: "Notice",
  number: "Document no.",
  date: "Date",
  valid_until: "Valid until",
  company: "Company",
  name: "Name",
  email: "Email",
  phone: "Phone",
  coverage_type: "Coverage",
  industry: "Industry",
  employee_count: "Employees",
  revenue: "Annual revenue",
  state: "State",
  current_carrier: "Current carrier",
  renewal_date: "Renewal date",
  budget: "Budget",
  premium: FORM.annualPremium,
  needs: FORM.needs,
  table: "Rating table",
  heard: FORM.quotes,
  proposed: FORM.proposed,
  agent_line: "Licensed agent",
} as const;

/** The label of a field; of one that is not listed, its name spelled out. */
export function fieldLabel(field: string): string {
  const known = Object.entries(FIELD_LABELS).find(([name]) => name === field)?.[1];
  return known ?? capitalized(field.replaceAll("_", " "));
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A line of business as it stands in a field: "General liability". */
export const coverageText = (coverage: string): string => capitalized(coverageName(coverage));

/** A day or a month in ISO form as "March 14, 2027" or "March 2027". */
export function dayText(day: string): string {
  const at = Date.parse(day.length === 7 ? `${day}-01` : day);
  if (Number.isNaN(at)) return day;
  return day.length === 7 ? dateOf(at).replace(/ \d+,/, "") : dateOf(at);
}

export const tableText = (id: string, version: string, sample: boolean): string =>
  `Rating table ${id}, version ${version}${sample ? " (SAMPLE)" : ""}`;

/** What is missing for a premium, as one sentence. */
export const needsText = (needs: string[]): string =>
  `To estimate a premium, we still need ${new Intl.ListFormat("en-US").format(needs)}.`;

/** Something that was said in the call: its field and the words. */
export const quoteText = (field: string, quote: string): string =>
  `${fieldLabel(field)}: “${quote}”`;

type Offer = {
  company: string | undefined;
  coverage: string | undefined;
  premiumMinor: number | undefined;
  carrier: string | undefined;
  /** A day or a month in ISO form. */
  renewal: string | undefined;
};

/** The body of a proposal, one paragraph a thought. */
export function proposalText({ companyName }: Agency, offer: Offer): string {
  const { company = "your company", coverage, premiumMinor, carrier, renewal } = offer;
  const what = coverage ? coverageName(coverage) : "business";
  const price =
    premiumMinor === undefined
      ? "We can estimate a premium once we have the information listed on the next page."
      : `The estimated annual premium is ${money(premiumMinor)}; the next page shows how it is calculated.`;
  const paragraphs = [`${companyName} proposes ${what} insurance for ${company}. ${price}`];
  if (carrier)
    paragraphs.push(
      `You are currently with ${carrier}. We will compare both policies with you before anything changes.`,
    );
  if (renewal) {
    const when = `${renewal.length === 7 ? "in" : "on"} ${dayText(renewal)}`;
    paragraphs.push(
      `Your policy renews ${when}. New coverage should start then, so that there is no gap.`,
    );
  }
  paragraphs.push("The licensed agent named below is responsible for this proposal.");
  return paragraphs.join("\n\n");
}

/** The page that a signature adds. */
export const CERTIFICATE = {
  title: (companyName: string) => `Signature certificate: ${companyName}`,
  documentId: "Document ID",
  documentHash: "SHA-256 of the document shown",
  signedBy: "Signed by",
  signedAt: "Signed at",
  ip: "IP address",
  browser: "Browser",
  viewed: "Document viewed",
  meaning: "Meaning of signature",
  consent: (version: string) => `Consent, version ${version}`,
  auditHead: "Audit trail, SHA-256",
  verifyAt: "Verify at",
  auditTrail: "Audit trail",
  yes: "Yes",
  noRecord: "No record",
  notRecorded: "Not recorded",
  none: "None",
  statement:
    "The signer's identity was established by control of the email address or link to which this document was sent. " +
    "This file carries the agency's own digital signature, which shows that nothing has changed since signing. " +
    "A file cannot contain its own SHA-256; it is shown at the address above.",
} as const;

/** What happened to a document, by the kind of its audit entry. */
const EVENTS: Record<string, string> = {
  released: "Approved by the agency",
  rejected: "Rejected by the agency",
  revoked: "Withdrawn by the agency",
  mailed: "Emailed",
  not_mailed: "Could not be emailed",
  bounced: "Email not delivered",
  reminded: "Reminder emailed",
  visited: "Link opened",
  downloaded: "PDF downloaded",
  checked: "Identity check passed",
  check_failed: "Identity check failed",
  question: "Question asked",
  signed: "Signed",
  declined: "Declined",
};

/** A moment in ISO form as "2026-12-01 15:00:00 UTC". */
export const momentText = (at: string): string => `${at.slice(0, 19).replace("T", " ")} UTC`;

/** A line of the audit trail. */
export const eventText = (kind: string, at: string): string =>
  `${momentText(at)}  ${EVENTS[kind] ?? capitalized(kind.replaceAll("_", " "))}`;
