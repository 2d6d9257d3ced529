import type { COVERAGES } from "../db/rating";
import type { RatingTable } from "./rating-table";

const STATES =
  "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM " +
  "NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";
const EVERYWHERE = Object.fromEntries(STATES.split(" ").map((state) => [state, 1]));
const BY_STATE = {
  ...EVERYWHERE,
  CA: 1.25,
  NY: 1.2,
  FL: 1.2,
  NJ: 1.15,
  TX: 1.05,
  OH: 0.95,
  IA: 0.9,
};
const BY_INDUSTRY = {
  construction: 1.8,
  transportation: 1.6,
  manufacturing: 1.3,
  food: 1.2,
  healthcare: 1.15,
  retail: 1,
  professional: 0.8,
  technology: 0.75,
  other: 1.1,
};
const BY_SIZE = [
  { up_to: 10, factor: 1.1 },
  { up_to: 50, factor: 1 },
  { up_to: 250, factor: 0.92 },
  { up_to: null, factor: 0.85 },
];

type Unit = RatingTable["base"]["unit"];
/** Coverage, unit, yearly amount per unit and minimum premium, in dollars. */
const COVERAGE_RATES: [(typeof COVERAGES)[number], Unit, number, number][] = [
  ["general_liability", "employee", 95, 500],
  ["commercial_property", "thousand_revenue", 1.6, 650],
  ["workers_compensation", "employee", 410, 750],
  ["cyber", "thousand_revenue", 0.9, 600],
  ["commercial_auto", "employee", 260, 1_200],
  ["professional_liability", "employee", 180, 700],
  ["business_owners", "employee", 140, 650],
  ["group_health", "employee", 6_200, 6_200],
];

/** Made-up tables for trying the product. No insurer's rates. */
export const SAMPLE_TABLES: RatingTable[] = COVERAGE_RATES.map(
  ([coverage_type, unit, amount, minimum]) => ({
    id: `sample-${coverage_type.replaceAll("_", "-")}`,
    coverage_type,
    version: "SAMPLE 1",
    sample: true,
    effective_from: "2026-01-01T00:00:00Z",
    valid_days: 30,
    base: { unit, amount_minor: Math.round(amount * 100) },
    minimum_minor: minimum * 100,
    factors: { industry: BY_INDUSTRY, employees: BY_SIZE, state: BY_STATE },
  }),
);
