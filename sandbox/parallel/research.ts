const DAY_MS = 86_400_000;
const NEWS_AGE_MS = 20 * DAY_MS;
const INDUSTRIES: [RegExp, string][] = [
  [/baker|cater|food|bistro|farm/i, "Food"],
  [/clinic|dental|care|optik/i, "Healthcare"],
  [/roof|build|steel|tool/i, "Construction"],
  [/freight|travel|logistic/i, "Transportation"],
  [/legal|law|book|print/i, "Professional services"],
];

/**
 * A run's output, invented from the company's name. Every page is under research.example. As in real
 * output, some facts have low confidence and some have no citation.
 */
export function researchOf(company: string) {
  const size = 10 + ([...company].reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0) % 90);
  const industry = INDUSTRIES.find(([pattern]) => pattern.test(company))?.[1] ?? "Retail";
  const date = new Date(Date.now() - NEWS_AGE_MS).toISOString().slice(0, 10);
  const content = {
    industry,
    employee_count: size,
    revenue_range: "$1M-$5M",
    technology_stack: ["A spreadsheet"],
    locations: ["Springfield, IL"],
    news: [
      {
        title: `${company} opens a second location`,
        summary: `${company} has opened a second location with ${size % 7} new jobs.`,
        kind: "expansion",
        date,
      },
      {
        title: `${company} is rumored to be for sale`,
        summary: "Nobody names a source.",
        kind: "other",
        date,
      },
    ],
  };
  return { content, basis: basisOf(company) };
}

function basisOf(company: string) {
  const slug = encodeURIComponent(company.toLowerCase().replaceAll(/\s+/g, "-"));
  const sourced = (field: string, path: string, confidence: "low" | "medium" | "high") => ({
    field,
    citations: [{ url: `https://research.example/${slug}/${path}`, title: company, excerpts: [] }],
    reasoning: "Invented by the sandbox.",
    confidence,
  });
  const guessed = (field: string, reasoning: string) => ({
    field,
    citations: [],
    reasoning,
    confidence: "low",
  });
  return [
    sourced("industry", "about", "high"),
    sourced("employee_count", "team", "medium"),
    sourced("locations", "contact", "high"),
    sourced("technology_stack", "jobs", "low"),
    guessed("revenue_range", "A guess."),
    sourced("news.0", "news/1", "high"),
    guessed("news.1", "A forum."),
  ];
}
