import { Hono } from "hono";
import { z } from "zod";
import { lookUpCompanies } from "../../../src/actions/look-up-companies";
import { findCompany, latestEnrichmentOf, requestEnrichment } from "../../../src/enrichment/store";
import { id } from "../../../src/ids";
import { isoOrNull } from "../../../src/time";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { notFound, validParam, validQuery } from "../../http/problem";

/** Query of `POST /api/companies/{id}/enrich`: `anyway=true` looks up again what is still fresh. */
export const enrichQuery = z.strictObject({ anyway: z.enum(["true", "false"]).default("false") });

/** Companies: what we know of them, from whom, and how it is looked up. */
export const companies = new Hono<AppEnv>()
  .get("/:id", validParam(z.object({ id })), async (c) => {
    const { id } = c.req.valid("param");
    const shown = await show(c.get("app"), id);
    return shown ? c.json(shown) : notFound(`Company ${id}`);
  })
  .post(
    "/:id/enrich",
    atLeast("operator"),
    validParam(z.object({ id })),
    validQuery(enrichQuery),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      app.researcher satisfies object; // Throws if it is not set up.
      if (!(await findCompany(app.db, id))) return notFound(`Company ${id}`);
      const anyway = c.req.valid("query").anyway === "true";
      await requestEnrichment(app.db, app.now(), { companyIds: [id], anyway });
      c.executionCtx.waitUntil(lookUpCompanies(app));
      return c.json(await show(app, id), 202);
    },
  );

async function show(app: App, id: string) {
  const [company, last] = await Promise.all([
    findCompany(app.db, id),
    latestEnrichmentOf(app.db, id),
  ]);
  if (!company) return undefined;
  const { sources, ...data } = company.enrichmentData;
  return {
    id,
    name: company.name,
    domain: company.domain,
    industry: company.industry,
    ...data,
    sources: sources ?? {},
    enriched_at: isoOrNull(company.enrichedAt),
    enrichment: last
      ? { id: last.id, status: last.status, error: last.error, cost_micros: last.costMicros }
      : null,
  };
}
