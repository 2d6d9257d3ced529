import { Hono } from "hono";
import { z } from "zod";
import { lookUpCompanies } from "../../../src/actions/look-up-companies";
import { companyProfile, enrichQuery } from "../../../src/enrichment/contract";
import { findCompany, latestEnrichmentOf, requestEnrichment } from "../../../src/enrichment/store";
import { id } from "../../../src/ids";
import { isoOrNull } from "../../../src/time";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { notFound, validParam, validQuery } from "../../http/problem";

const operations = describeOperations("Companies", {
  getCompany: {
    summary: "Get a company",
    description: "With the source of each fact that was found, and the last look-up.",
    answers: { 200: companyProfile },
    problems: ["not_found"],
  },
  enrichCompany: {
    summary: "Enrich a company",
    description: "Looks it up on the web, unless the last look-up is younger than 30 days.",
    answers: { 202: companyProfile },
    problems: ["not_found"],
  },
});

/** Companies: what we know of them, from whom, and how it is looked up. */
export const companies = new Hono<AppEnv>()
  .get("/:id", operations.getCompany, validParam(z.object({ id })), async (c) => {
    const { id } = c.req.valid("param");
    const company = await viewOf(c.get("app"), id);
    return company ? c.json(company) : notFound(`There is no company ${id}`);
  })
  .post(
    "/:id/enrich",
    operations.enrichCompany,
    atLeast("operator"),
    validParam(z.object({ id })),
    validQuery(enrichQuery),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      app.researcher satisfies object; // Throws if it is not set up.
      if (!(await findCompany(app.db, id))) return notFound(`There is no company ${id}`);
      const anyway = c.req.valid("query").anyway === "true";
      await requestEnrichment(app.db, app.now(), { companyIds: [id], anyway });
      c.executionCtx.waitUntil(lookUpCompanies(app));
      return c.json(await viewOf(app, id), 202);
    },
  );

async function viewOf(app: App, id: string) {
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
