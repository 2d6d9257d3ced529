import { z } from "zod";
import { id } from "../ids";

const line = z.string().trim().min(1).max(500);

/** A company as we know it (table `companies`; what is beyond name and domain is enrichment_data). */
export const companyData = z
  .strictObject({
    id: id.optional(),
    name: line.optional(),
    domain: line.optional(),
    industry: line.optional(),
    employee_count: z.number().int().min(0).max(10_000_000).optional(),
    revenue_range: line.optional(),
    technology_stack: z.array(line).max(200).optional(),
    locations: z.array(line).max(50).optional(),
  })
  .meta({ id: "CompanyData" });
export type CompanyData = z.infer<typeof companyData>;
