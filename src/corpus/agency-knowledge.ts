import type { SourceText } from "./corpus";

/** The agency's settings that the assistant may tell anyone. */
export type AgencyFacts = {
  companyName: string;
  tollFreeNumber: string;
  postalAddress: string;
  /** The number where licensed agents answer. */
  transferNumber: string | undefined;
  /** Days, hours and time zone, as the assistant says them. */
  officeHours: string;
};

/** Each kind of coverage in general terms. Only a licensed agent may say what a policy covers. */
const COVERAGE: [string, string][] = [
  [
    "General liability",
    "responds when someone outside the business claims that it caused an injury or damaged their property, and it pays for the defense. It doesn't cover the business's own property, its employees' injuries, or professional mistakes.",
  ],
  [
    "Commercial property",
    "covers a business's building, equipment, and inventory against fire, theft, and many storms. Flood and earthquake are usually separate.",
  ],
  [
    "Workers' compensation",
    "pays for medical care and part of the wages when an employee is hurt or becomes ill because of their work. Nearly every state requires it, each with its own rules.",
  ],
  [
    "Cyber insurance",
    "helps after a data breach, ransomware, or computer fraud: forensics, notifications, lost income, and customers' claims.",
  ],
  [
    "Commercial auto",
    "covers vehicles that a business owns, leases, or uses, and the harm they do to others. A personal policy usually doesn't pay for business use.",
  ],
  [
    "Professional liability",
    "also called errors and omissions, responds when a client claims that advice or a service was wrong, late, or incomplete.",
  ],
  [
    "A business owner's policy",
    "combines general liability, property, and lost income in one policy for small and midsize businesses.",
  ],
  [
    "Group health",
    "lets an employer offer medical coverage to employees and their families, with the employer paying part of the cost.",
  ],
];

/**
 * The agency's own knowledge, which anyone may hear. The agency adds to it through `POST
 * /api/research`.
 */
export function agencySources(agency: AgencyFacts, at: number): SourceText[] {
  const { companyName, tollFreeNumber, postalAddress, transferNumber, officeHours } = agency;
  const entries: [string, string, string][] = [
    [
      "agency-contact",
      `How to reach ${companyName}`,
      `Call ${companyName} at ${tollFreeNumber}. The address is ${postalAddress}.`,
    ],
    ["agency-hours", "Office hours", `Office hours are ${officeHours}.`],
    [
      "agency-claims",
      "Claims, bills, and emergencies",
      `Anyone who is already insured with us and has a claim, a bill, or an emergency is connected with a licensed agent${transferNumber ? ` at ${transferNumber}` : ""} during office hours. At other times, they can call the claims number on their policy or ID card. The assistant does not decide claims.`,
    ],
    [
      "agency-number",
      "Where we got a number",
      "We call people because they agreed to get calls, on a form or in writing. A colleague can show them when and how. One word is enough to opt out.",
    ],
    ...COVERAGE.map(([coverage, text], index): [string, string, string] => {
      return [`agency-coverage-${index + 1}`, `What ${coverage} covers`, `${coverage} ${text}`];
    }),
  ];
  return entries.map(([ownerId, title, text]) => {
    const source = { type: "agency" as const, title: companyName };
    return { kind: "research", ownerId, passages: [{ title, text, source, at }] };
  });
}
