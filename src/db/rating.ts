import { boolean, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, createdAt, oneOf } from "./columns";

/** The lines of business that a call may be about. */
export const COVERAGES = [
  "general_liability",
  "commercial_property",
  "workers_compensation",
  "cyber",
  "commercial_auto",
  "professional_liability",
  "business_owners",
  "group_health",
] as const;

/** What a premium grows with. `flat` is a price for anybody. */
export const UNITS = ["employee", "thousand_revenue", "flat"] as const;

type Steps = { up_to: number | null; factor: number }[];
/** How the agency rates a coverage, as of one version. */
export type StoredRatingTable = {
  id: string;
  coverage_type: (typeof COVERAGES)[number];
  version: string;
  sample: boolean;
  effective_from: string;
  valid_days: number;
  base: { unit: (typeof UNITS)[number]; amount_minor: number };
  minimum_minor: number;
  factors: {
    industry?: Record<string, number> | undefined;
    employees?: Steps | undefined;
    revenue?: Steps | undefined;
    state?: Record<string, number> | undefined;
  };
};

/** One item of the calculation: the factor applied, and the premium so far. */
export type CalculationItem = { label: string; factor: number; amount_minor: number };
/** A premium and how it was calculated, or what is missing for one. Documents store it. */
export type RatingResult =
  | { premium_minor: number; lines: CalculationItem[] }
  /** What is missing, in words for people. */
  | { needs: string[] };

/** How the agency rates each coverage, one row a version; a version is never changed. */
export const ratingTables = pgTable(
  "rating_tables",
  {
    id: text("id").notNull(),
    version: text("version").notNull(),
    coverageType: text("coverage_type", { enum: COVERAGES }).notNull(),
    sample: boolean("sample").notNull(),
    effectiveFrom: at("effective_from").notNull(),
    content: jsonb("content").$type<StoredRatingTable>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.version] }),
    index("rating_tables_coverage").on(t.coverageType, t.effectiveFrom),
    oneOf("rating_tables_coverage_type", t.coverageType, COVERAGES),
  ],
);
