import type { Decision } from "../db/documents";
import type { DocumentContent } from "./state";

/**
 * The release of a document that the agency lets leave automatically: only with a premium from a table
 * of its own, never a SAMPLE, and only in a state for which the agency has a license. Any other waits.
 */
export function automaticRelease(
  { values, rating }: Pick<DocumentContent, "values" | "rating">,
  licenses: Record<string, string>,
  agencyName: string,
): Omit<Decision, "at"> | undefined {
  const state = values.state?.value;
  const license = typeof state === "string" ? licenses[state] : undefined;
  const own = rating.table !== null && rating.table !== undefined && !rating.table.sample;
  if (!license || !own || !("premium_minor" in rating.result)) return undefined;
  const reason = "the campaign's setting release: automatic";
  return { action: "released", by: agencyName, license, state: String(state), reason };
}
