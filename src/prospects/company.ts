import { z } from "zod";
import { id } from "../ids";

const shortText = z.string().trim().min(1).max(500);

/**
 * A company. Table `companies` has columns for name, domain and industry; the rest is
 * `enrichment_data`.
 */
export const companyData = z
  .strictObject({
    id: id.optional(),
    name: shortText.optional(),
    domain: shortText.optional(),
    industry: shortText.optional(),
    employee_count: z.number().int().min(0).max(10_000_000).optional(),
    revenue_range: shortText.optional(),
    technology_stack: z.array(shortText).max(200).optional(),
    locations: z.array(shortText).max(50).optional(),
  })
  .meta({ id: "CompanyData" });
export type CompanyData = z.infer<typeof companyData>;
