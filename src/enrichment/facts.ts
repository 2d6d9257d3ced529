import type { ResearchData } from "../corpus/research";
import { derivedId } from "../ids";
import type { Basis, Findings } from "./enrichment";

/** Below this the researcher itself has doubts, and so have we. */
const CONFIDENCE_MIN = 0.6;
const FIELDS = [
  "industry",
  "revenue_range",
  "employee_count",
  "technology_stack",
  "locations",
] as const;

export type Sourced = { value: unknown; url: string; confidence: number };
export type Facts = {
  profile: Partial<Record<(typeof FIELDS)[number], Sourced>>;
  news: ResearchData[];
};

const isPage = (url: string): boolean => /^https?:\/\/[^\s/]+/i.test(url);

/**
 * What may be used: each fact that has a page as its source and is not in doubt. The rest is dropped:
 * a fact without a source is nobody's.
 */
export function usableFacts(companyId: string, found: Findings, basis: Basis[]): Facts {
  const sourceOf = (field: string) => {
    const about = basis.find((one) => one.field === field);
    const url = about?.urls.find(isPage);
    return about && url ? { url, confidence: about.confidence } : undefined;
  };
  const profile: Facts["profile"] = {};
  for (const field of FIELDS) {
    const source = sourceOf(field);
    const value = found[field];
    const empty = value === undefined || (Array.isArray(value) && value.length === 0);
    if (!empty && source && source.confidence >= CONFIDENCE_MIN)
      profile[field] = { value, ...source };
  }
  const news = (found.news ?? []).flatMap((item, index): ResearchData[] => {
    const source = sourceOf(`news.${index}`) ?? sourceOf("news");
    if (!item || !source || source.confidence < CONFIDENCE_MIN) return [];
    const { title, summary: text, date } = item;
    const id = derivedId("news", companyId, title, date ?? "");
    const found_at = date && `${date}T00:00:00Z`;
    const { url: source_url, confidence } = source;
    return [{ id, title, text, source_url, company_id: companyId, found_at, confidence }];
  });
  return { profile, news };
}
