import { z } from "zod";
import { id } from "../ids";
import { isoTime } from "../time";

/** Query of `POST /api/companies/{id}/enrich`: `anyway=true` looks up again what is still fresh. */
export const enrichQuery = z.strictObject({ anyway: z.enum(["true", "false"]).default("false") });

/** Answer of `GET /api/companies/{id}`: the company, each fact that was found with its source. */
export const companyProfile = z
  .looseObject({
    id,
    name: z.string().nullable(),
    domain: z.string().nullable(),
    industry: z.string().nullable(),
    employee_count: z.number().int().optional(),
    revenue_range: z.string().optional(),
    technology_stack: z.array(z.string()).optional(),
    locations: z.array(z.string()).optional(),
    sources: z
      .record(z.string(), z.unknown())
      .meta({ description: "By field: the page it is from, and how sure the source is." }),
    enriched_at: isoTime.nullable(),
    enrichment: z
      .object({
        id: z.string(),
        status: z.string(),
        error: z.string().nullable(),
        cost_micros: z.number().int().meta({ description: "Millionths of a dollar." }),
      })
      .nullable(),
  })
  .meta({
    id: "Company",
    examples: [
      {
        id: "miller-bakery",
        name: "Miller Bakery",
        domain: "miller-bakery.com",
        industry: "bakery",
        employee_count: 12,
        sources: { employee_count: { url: "https://miller-bakery.com/about", confidence: 0.9 } },
        enriched_at: "2026-11-20T09:05:00.000Z",
        enrichment: {
          id: "b7c0e6f2-0a5d-4b52-9a57-6a1c4d7e9f10",
          status: "done",
          error: null,
          cost_micros: 25_000,
        },
      },
    ],
  });
