import { z } from "zod";
import type { Result } from "../result";

/** The company that is looked up, as far as it tells which one is meant. */
export type Subject = { id: string; name: string | null; domain: string | null };

const fact = z.string().trim().min(1).max(500);
/** What is asked for. Nothing of it is required: what is not known is left out, not guessed. */
export const findings = z.object({
  industry: fact.optional().catch(undefined),
  revenue_range: fact.optional().catch(undefined),
  employee_count: z.number().int().min(0).max(10_000_000).optional().catch(undefined),
  technology_stack: z.array(fact).max(50).optional().catch(undefined),
  locations: z.array(fact).max(50).optional().catch(undefined),
  news: z
    .array(
      z
        .object({
          title: fact,
          summary: z.string().trim().min(1).max(5_000),
          kind: z
            .enum(["funding", "leadership", "expansion", "regulation", "other"])
            .catch("other"),
          date: z.iso.date().optional().catch(undefined),
        })
        .optional()
        .catch(undefined),
    )
    .max(50)
    .optional()
    .catch(undefined),
});
export type Findings = z.infer<typeof findings>;

/** Where a field's value is from, and how sure the researcher is of it. */
export type Basis = { field: string; urls: string[]; confidence: number };
export type Outcome =
  | { status: "running" }
  | { status: "failed"; detail: string }
  | { status: "completed"; findings: Findings; basis: Basis[] };

/** Somebody who looks companies up on the web, for money and in their own time. */
export interface Researcher {
  /** What one look-up costs, in millionths of a dollar. */
  readonly costMicros: number;
  /**
   * Asks for a look-up. It is not repeated by itself: a second request is a second bill. `lost` means
   * that it may have been taken; `reference` comes back in the webhook.
   */
  start(subject: Subject, reference: string): Promise<Result<{ runId: string }> | "lost">;
  outcome(runId: string): Promise<Result<Outcome>>;
}
