import { z } from "zod";
import { id } from "../ids";
import { isoMoment } from "../time";
import { chunkText } from "./chunk";
import type { SourceText } from "./corpus";

const item = z.strictObject({
  id: id.optional(),
  text: z.string().trim().min(1).max(50_000),
  title: z.string().trim().min(1).max(500).optional(),
  source_url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).max(2_000),
  company_id: id.optional(),
  found_at: isoMoment.optional(),
  confidence: z.number().min(0).max(1).optional(),
});

/** Body of `POST /api/research`. Every finding needs a source. */
export const newResearch = z.strictObject({ items: z.array(item).min(1).max(200) });

/** A finding with its source (table `research_corpus`). */
export type ResearchData = z.infer<typeof item> & { id: string };

/** A finding as the API returns it. */
export const researchView = z.object({
  id,
  text: z.string(),
  title: z.string().nullable(),
  source_url: z.string().nullable(),
  company_id: z.string().nullable(),
  found_at: z.string().nullable(),
  confidence: z.number().nullable(),
  /** All of it has vectors, so it can be found by meaning. */
  embedded: z.boolean(),
  created_at: z.string(),
});
export type ResearchView = z.infer<typeof researchView>;

/** Turns a finding into passages. `now` (ms since 1970) is its time if it has none. */
export function researchSource(data: ResearchData, now: number): SourceText {
  const { title, source_url: url, confidence, found_at: date } = data;
  const at = date ? Date.parse(date) : now;
  const source = { type: "research" as const, url, title, date, confidence };
  return {
    kind: "research",
    ownerId: data.id,
    companyId: data.company_id,
    passages: chunkText(data.text).map((text) => ({ title, text, source, at })),
  };
}
