import { z } from "zod";
import type { Decision } from "../db/documents";
import { id } from "../ids";
import type { LicensedAgent } from "../licensed-agents/licensed-agent";
import type { DocumentContent, Refusal } from "./state";

const text = z.string().trim().min(1).max(2_000);
/** Bodies of `POST /api/documents/{id}/release`, `/reject` and `/revoke`. */
export const releaseBody = z
  .strictObject({
    agent_id: id,
    note: text.optional(),
    sha256: z.hash("sha256").optional().meta({
      description:
        "SHA-256 of the PDF that was reviewed; if it changed since, nothing is released.",
    }),
  })
  .meta({ id: "ReleaseDocument", examples: [{ agent_id: "lea", note: "Checked the payroll." }] });
export const rejectBody = z
  .strictObject({ agent_id: id, reason: text })
  .meta({ id: "RejectDocument", examples: [{ agent_id: "lea", reason: "Wrong class code." }] });
export const revokeBody = z
  .strictObject({ reason: text })
  .meta({ id: "RevokeDocument", examples: [{ reason: "The rate was outdated." }] });

/** In whose name a document left: the licensed agent's who reviewed it, or the agency's. */
export const releasedBy = ({ agent_id, by, state, license }: Decision): string =>
  `${agent_id ? "Reviewed and approved by" : "Issued by"} ${by}, ${state} license ${license}`;

/** Licenses by state, as `FL:W123456,TX:998877` lists them. */
export const parseLicenses = (list: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (list ?? "")
      .split(",")
      .map((entry) => entry.trim().split(":"))
      .filter(([state, number]) => state && number),
  );

/** The number by which an agent may release a document of a state; nothing if they may not. */
export const licenseFor = (
  agent: LicensedAgent,
  state: string,
  agency: Record<string, string>,
): string | undefined =>
  agent.active && agent.states.includes(state)
    ? (agent.licenses[state] ?? agency[state])
    : undefined;

/** Whether an estimate has expired. */
export const isExpired = (validUntil: number | null, now: number): boolean =>
  validUntil !== null && validUntil <= now;

/** Why a document may not leave with this agent's name on it; nothing if it may. */
export function releaseRefusal(
  { values, rating, validUntil }: DocumentContent,
  agent: LicensedAgent,
  agency: Record<string, string>,
  { production, now }: { production: boolean; now: number },
): Refusal | undefined {
  if (isExpired(validUntil, now))
    return {
      code: "expired_quote",
      title: "The estimate has expired. Update it with PATCH to rate it again",
    };
  const state = values.state?.value;
  if (typeof state !== "string")
    return {
      code: "not_licensed",
      title: "The state of the business is unknown, so no license can be matched to it",
    };
  if (!licenseFor(agent, state, agency))
    return { code: "not_licensed", title: `${agent.name} has no ${state} license on record` };
  if (production && rating.table?.sample)
    return {
      code: "sample_rates",
      title: "The premium comes from a SAMPLE rating table, which is not from an insurer",
    };
  return undefined;
}
