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
  .refine(isAscending, "must ascend by up_to, with null last and only there")
  .meta({ id: "RatingSteps", description: "Ascending by `up_to`; null, at the end, is open." });

function isAscending(all: { up_to: number | null }[]): boolean {
  return all.every(({ up_to }, at) => {
    const before = all[at - 1]?.up_to;
    return up_to === null
      ? at === all.length - 1
      : at === 0 || (before !== null && up_to > (before ?? 0));
  });
}

const factors = z
  .strictObject({
    industry: z
      .record(z.string().min(1).max(100), factor)
      .optional()
      .meta({ description: "By words of the industry, in lower case; `other` for all others." }),
    employees: steps.optional(),
    revenue: steps.optional().meta({ description: "By yearly revenue, in dollars." }),
    state: z
      .record(z.string().regex(/^[A-Z]{2}$/), factor)
      .optional()
      .meta({ description: "By two-letter state; a state that isn't listed isn't rated." }),
  })
  .meta({ id: "RatingFactors" });

const table = z.strictObject({
  id: id.optional(),
  coverage_type: z.enum(COVERAGES),
  version: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .meta({ description: "Shown on every quote that is rated by it." }),
  sample: z.boolean().default(false).meta({
    description: "Made up, for trying things out: marked on every page, refused in production.",
  }),
  effective_from: isoMoment,
  valid_days: z
    .number()
    .int()
    .min(1)
    .max(365)
    .meta({ description: "How long a quote holds, in days." }),
  base: z
    .strictObject({
      unit: z.enum(UNITS),
      amount_minor: z
        .number()
        .int()
        .positive()
        .max(1_000_000_000)
        .meta({ description: "A year, in minor units, for one unit." }),
    })
    .meta({ id: "RatingBase" }),
  minimum_minor: z.number().int().min(0).max(1_000_000_000),
  factors,
});
const EXAMPLE = {
  id: "general-liability",
  coverage_type: "general_liability",
  version: "2026-11",
  sample: false,
  effective_from: "2026-11-01T00:00:00Z",
  valid_days: 30,
  base: { unit: "employee", amount_minor: 10_000 },
  minimum_minor: 50_000,
  factors: {
    industry: { bakery: 1.1, other: 1.3 },
    employees: [
      { up_to: 10, factor: 1 },
      { up_to: null, factor: 0.9 },
    ],
    state: { NY: 1.2, NJ: 1.1 },
  },
};

/** One version of the agency's rating for a kind of coverage (table `rating_tables`). */
export const ratingTable = table.meta({ id: "NewRatingTable", examples: [EXAMPLE] });
/** A version as it was added, without `created_at` in the answer that adds it. */
export const ratingTableView = table.extend({ id, created_at: z.string().optional() }).meta({
  id: "RatingTable",
  examples: [{ ...EXAMPLE, created_at: "2026-11-01T09:00:00.000Z" }],
});
export type RatingTable = z.infer<typeof ratingTable> & { id: string };
