/** The API's parts, in the order in which they are shown. */
export const TAGS = {
  Calls: "Start calls, follow them live, and read everything that came of them.",
  Meetings: "Meetings booked in a call.",
  Campaigns: "What prospects are contacted for, and how.",
  Prospects: "The people we may contact, and their consents.",
  Companies: "The companies prospects work for, enriched from the web.",
  Compliance: "Suppressions, the stop switch, and the rules in force.",
  Knowledge: "Research, search across calls, emails and companies, and the context of a call.",
  Documents: "Quotes and proposals, from extraction to signature.",
  "Rating tables": "How premiums are calculated.",
  Templates: "The agency's own PDF forms.",
  "Web forms": "Third-party web forms, filled in a real browser.",
  Scripts: "What the assistant says.",
  "Licensed agents": "The agency's licensed people.",
  "Work items": "What only a person can do.",
  Webhooks: "Notifications to the agency's own systems.",
  Failures: "Work that failed, to look at and retry.",
  "API keys": "Who may use this API.",
  System: "Health, metrics of growth, and this description.",
  "Callback pages": "What prospects see behind the link of a voicemail or an email.",
  "Document pages": "What prospects see behind the link of a quote or proposal.",
  Emails: "Links and images in emails.",
  "Provider webhooks": "What telephony, email and research providers send us.",
  Internal: "Between deployments of this Worker, and on a local installation.",
} as const;

export type Tag = keyof typeof TAGS;
