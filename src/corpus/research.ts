import { z } from "zod";
import { id } from "../ids";
import { isoMoment, isoTime } from "../time";
import { chunkText } from "./chunk";
import type { SourceText } from "./corpus";

const FINDING = {
  id: "miller-second-shop",
  text: "Miller Bakery opens a second shop in May.",
  title: "Second shop",
  source_url: "https://news.miller-bakery.com/second-shop",
  company_id: "miller-bakery",
  found_at: "2026-11-20T09:00:00Z",
  confidence: 0.9,
};

const item = z
  .strictObject({
    id: id.optional(),
    text: z.string().trim().min(1).max(50_000),
    title: z.string().trim().min(1).max(500).optional(),
    source_url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).max(2_000),
    company_id: id.optional(),
    found_at: isoMoment.optional(),
    confidence: z.number().min(0).max(1).optional(),
  })
  .meta({ id: "NewFinding" });

/** Body of `POST /api/research`. Every finding needs a source. */
export const newResearch = z
  .strictObject({ items: z.array(item).min(1).max(200) })
  .meta({ id: "NewResearch", examples: [{ items: [FINDING] }] });
/** Answer of `POST /api/research`: the ids, in the order of the items. */
export const researchIds = z
  .object({ items: z.array(z.object({ id })) })
  .meta({ id: "ResearchIds", examples: [{ items: [{ id: FINDING.id }] }] });

/** A finding with its source (table `research_corpus`). */
export type ResearchData = z.infer<typeof item> & { id: string };

/** A finding as the API returns it. */
export const researchView = z
  .object({
    id,
    text: z.string(),
    title: z.string().nullable(),
    source_url: z.string().nullable(),
    company_id: z.string().nullable(),
    found_at: isoTime.nullable(),
    confidence: z.number().nullable(),
    embedded: z.boolean().meta({ description: "Whether it can be found by its meaning." }),
    created_at: isoTime,
  })
  .meta({
    id: "Research",
    examples: [{ ...FINDING, embedded: true, created_at: "2026-11-20T09:00:00.000Z" }],
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
