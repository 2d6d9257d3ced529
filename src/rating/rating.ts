import type { CalculationItem, RatingResult } from "../db/rating";
import type { RatingTable } from "./rating-table";

/** The facts that a premium depends on. Unknown ones are left out, never guessed. */
export type Inputs = {
  employee_count?: number | undefined;
  /** Dollars a year. */
  revenue?: number | undefined;
  industry?: string | undefined;
  /** Two letters. */
  state?: string | undefined;
};
const INPUT_LABELS = {
  employee_count: "the number of employees",
  revenue: "the annual revenue",
  industry: "the industry",
  state: "the state where the business is located",
} as const;

/** Calculates the yearly premium by a table, exact to the cent; or says what is missing for it. */
export function rate(table: RatingTable, inputs: Inputs): RatingResult {
  const { base, factors, minimum_minor } = table;
  const uses: Record<keyof Inputs, boolean> = {
    employee_count: base.unit === "employee" || factors.employees !== undefined,
    revenue: base.unit === "thousand_revenue" || factors.revenue !== undefined,
    industry: factors.industry !== undefined,
    state: factors.state !== undefined,
  };
  const inputNames: (keyof Inputs)[] = ["employee_count", "revenue", "industry", "state"];
  const needs = inputNames.filter(
    (name) => uses[name] && (inputs[name] === undefined || inputs[name] === ""),
  );
  if (needs.length > 0) return { needs: needs.map((name) => INPUT_LABELS[name]) };
  const state = factors.state && inputs.state ? factors.state[inputs.state] : 1;
  if (state === undefined) return { needs: [`a rating table for ${inputs.state}`] };
  const employees = stepOf(factors.employees, inputs.employee_count);
  const revenue = stepOf(factors.revenue, inputs.revenue);
  const industry = factors.industry && industryFactor(factors.industry, inputs.industry ?? "");
  if (employees === undefined) return { needs: ["a rating table for this number of employees"] };
  if (revenue === undefined) return { needs: ["a rating table for this revenue"] };
  if (factors.industry && industry === undefined)
    return { needs: [`a rating table for the industry ${inputs.industry}`] };

  const units = {
    employee: inputs.employee_count ?? 0,
    thousand_revenue: (inputs.revenue ?? 0) / 1_000,
    flat: 1,
  };
  const labels = {
    employee: `${inputs.employee_count} employees`,
    thousand_revenue: `Revenue of $${(inputs.revenue ?? 0).toLocaleString("en-US")}, per $1,000`,
    flat: "Base premium",
  };
  const lines: CalculationItem[] = [];
  let amount = base.amount_minor * units[base.unit];
  const add = (label: string, factor: number) => {
    if (lines.length > 0) amount *= factor;
    lines.push({ label, factor, amount_minor: Math.round(amount) });
  };
  add(labels[base.unit], units[base.unit]);
  if (factors.industry) add(`Industry: ${inputs.industry}`, industry ?? 1);
  if (factors.employees) add("Number of employees", employees);
  if (factors.revenue) add("Revenue", revenue);
  if (factors.state) add(`State: ${inputs.state}`, state);
  const rounded = Math.round(amount);
  if (rounded < minimum_minor)
    lines.push({ label: "Minimum premium", factor: 1, amount_minor: minimum_minor });
  return { premium_minor: Math.max(rounded, minimum_minor), lines };
}

type Steps = { up_to: number | null; factor: number }[] | undefined;
/** The factor of a value: 1 without steps; undefined beyond the last step. */
function stepOf(steps: Steps, value: number | undefined): number | undefined {
  if (!steps) return 1;
  return steps.find(({ up_to }) => up_to === null || (value ?? 0) <= up_to)?.factor;
}

function industryFactor(factors: Record<string, number>, industry: string): number | undefined {
  const words = industry.toLowerCase();
  const listed = Object.keys(factors).find((name) => name !== "other" && words.includes(name));
  return factors[listed ?? "other"];
}
