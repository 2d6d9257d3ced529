import type { SourceText } from "./corpus";

export type AgencyFacts = {
  companyName: string;
  tollFreeNumber: string;
  postalAddress: string;
  /** Where licensed people pick up. */
  transferNumber: string | undefined;
  /** As it is said: days, hours, zone. */
  officeHours: string;
};

/** What each line covers, in general words: what a policy covers is for a licensed person to say. */
const COVERAGE: [string, string][] = [
  [
    "General liability",
    "responds when somebody outside of the business says that it caused them an injury or damaged what is theirs, and pays for the defense. It does not cover the business's own property, its employees' injuries or professional mistakes.",
  ],
  [
    "Commercial property",
    "covers the building, equipment and stock of a business against fire, theft and many storms. Flood and earthquake are usually separate.",
  ],
  [
    "Workers' compensation",
    "pays for medical care and a part of the wages when an employee is hurt or falls ill by their work. Nearly every state requires it, each by its own rules.",
  ],
  [
    "Cyber insurance",
    "helps after a data breach, ransomware or fraud by computer: forensics, notices, lost income, claims of customers.",
  ],
  [
    "Commercial auto",
    "covers vehicles that a business owns, leases or sends out, and what they do to others. A personal policy usually does not pay for business use.",
  ],
  [
    "Professional liability",
    "also called errors and omissions, responds when a client says that advice or a service was wrong, late or incomplete.",
  ],
  [
    "A business owner's policy",
    "joins general liability, property and lost income in one policy for small and middle-sized businesses.",
  ],
  [
    "Group health",
    "lets an employer offer medical coverage to employees and their families, with the employer paying a part.",
  ],
];

/** What the agency itself knows and anybody may hear. What it adds comes in as research. */
export function agencySources(agency: AgencyFacts, at: number): SourceText[] {
  const { companyName, tollFreeNumber, postalAddress, transferNumber, officeHours } = agency;
  const about: [string, string, string][] = [
    [
      "agency-contact",
      `How to reach ${companyName}`,
      `${companyName} is reached at ${tollFreeNumber}. Its address is ${postalAddress}.`,
    ],
    ["agency-hours", "Office hours", `Office hours are ${officeHours}.`],
    [
      "agency-claims",
      "Claims, bills and emergencies",
      `Who is insured already and has a claim, a bill or an emergency is connected with a licensed person${transferNumber ? ` at ${transferNumber}` : ""} in office hours. Outside of them the claims number on the policy or identity card answers at any time. The assistant does not decide on claims.`,
    ],
    [
      "agency-number",
      "Where a number is from",
      "People are called because they agreed to it, in a form or in writing. A colleague can show when and how. One word is enough to be left alone.",
    ],
    ...COVERAGE.map(([line, text], index): [string, string, string] => {
      return [`agency-coverage-${index + 1}`, `What ${line} covers`, `${line} ${text}`];
    }),
  ];
  return about.map(([ownerId, title, text]) => {
    const source = { type: "agency" as const, title: companyName };
    return { kind: "research", ownerId, pieces: [{ title, text, source, at }] };
  });
}
