import { z } from "zod";
import { COVERAGES, UNITS } from "../db/rating";
import { id } from "../ids";
import { isoMoment } from "../time";

const factor = z.number().positive().max(100);
/** Steps in ascending order. The first whose `up_to` is not exceeded applies; null has no limit. */
const steps = z
  .array(z.strictObject({ up_to: z.number().positive().nullable(), factor }))
  .min(1)
  .max(50)
  .refine(isAscending, "must ascend by up_to, with null last and only there");

function isAscending(all: { up_to: number | null }[]): boolean {
  return all.every(({ up_to }, at) => {
    const before = all[at - 1]?.up_to;
    return up_to === null
      ? at === all.length - 1
      : at === 0 || (before !== null && up_to > (before ?? 0));
  });
}

/** One version of the agency's rating for a kind of coverage (table `rating_tables`). */
export const ratingTable = z.strictObject({
  id: id.optional(),
  coverage_type: z.enum(COVERAGES),
  /** Shown on every quote that uses it. */
  version: z.string().trim().min(1).max(60),
  /** Made up, for trying the product. Marked on every page, and refused in production. */
  sample: z.boolean().default(false),
  effective_from: isoMoment,
  /** How many days a quote is valid. */
  valid_days: z.number().int().min(1).max(365),
  base: z.strictObject({
    unit: z.enum(UNITS),
    /** Per unit and year, in minor units. */
    amount_minor: z.number().int().positive().max(1_000_000_000),
  }),
  minimum_minor: z.number().int().min(0).max(1_000_000_000),
  factors: z.strictObject({
    /** By words of the industry in lower case; `other` for industries that are not listed. */
    industry: z.record(z.string().min(1).max(100), factor).optional(),
    employees: steps.optional(),
    /** By yearly revenue, in dollars. */
    revenue: steps.optional(),
    /** By two-letter state. A state that is not listed is not rated. */
    state: z.record(z.string().regex(/^[A-Z]{2}$/), factor).optional(),
  }),
});
export type RatingTable = z.infer<typeof ratingTable> & { id: string };
