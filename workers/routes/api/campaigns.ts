import { Hono } from "hono";
import { z } from "zod";
import { campaignStatsView, campaignView, newCampaign } from "../../../src/campaigns/campaign";
import { campaignStats } from "../../../src/campaigns/stats";
import {
  addCampaign,
  findCampaign,
  listCampaigns,
  unknownProspects,
} from "../../../src/campaigns/store";
import { id } from "../../../src/ids";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, pageQuery } from "../../http/pagination";
import { notFound, problem, validJson, validParam, validQuery } from "../../http/problem";

const campaignParam = z.object({ id });

const operations = describeOperations("Campaigns", {
  createCampaign: {
    summary: "Create a campaign",
    answers: { 201: campaignView },
    problems: ["conflict"],
  },
  listCampaigns: { summary: "List campaigns", answers: { 200: pageOf(campaignView) } },
  getCampaignStats: {
    summary: "Get a campaign's statistics",
    description: "Outcomes of its calls, and how many of its links were clicked and called back.",
    answers: { 200: campaignStatsView },
    problems: ["not_found"],
  },
  getCampaign: {
    summary: "Get a campaign",
    answers: { 200: campaignView },
    problems: ["not_found"],
  },
});

/** Campaigns: what prospects are called or written to for. */
export const campaigns = new Hono<AppEnv>()
  .post("/", operations.createCampaign, atLeast("operator"), validJson(newCampaign), async (c) => {
    const app = c.get("app");
    const body = c.req.valid("json");
    const members = body.prospect_ids ?? [];
    const unknown = await unknownProspects(app.db, members);
    if (unknown.size > 0)
      return problem(400, "invalid_request", "Invalid request", {
        errors: members.flatMap((one, index) =>
          unknown.has(one) ? [{ path: `prospect_ids.${index}`, message: "is no prospect" }] : [],
        ),
      });
    const campaign = { ...body, id: body.id ?? app.newId() };
    if (!(await addCampaign(app.db, campaign, app.now())))
      return problem(409, "conflict", `Campaign ${campaign.id} already exists`);
    return c.json(await findCampaign(app.db, campaign.id), 201);
  })
  .get("/", operations.listCampaigns, validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listCampaigns(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => last.id));
  })
  .get("/:id/stats", operations.getCampaignStats, validParam(campaignParam), async (c) => {
    const { id } = c.req.valid("param");
    const app = c.get("app");
    if (!(await findCampaign(app.db, id))) return notFound(`There is no campaign ${id}`);
    return c.json(await campaignStats(app.db, id));
  })
  .get("/:id", operations.getCampaign, validParam(campaignParam), async (c) => {
    const { id } = c.req.valid("param");
    const found = await findCampaign(c.get("app").db, id);
    return found ? c.json(found) : notFound(`There is no campaign ${id}`);
  });
