import { Hono } from "hono";
import { z } from "zod";
import { newCampaign } from "../../../src/campaigns/campaign";
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
import { page, pageQuery } from "../../http/pagination";
import { notFound, problem, validJson, validParam, validQuery } from "../../http/problem";

const campaignParam = z.object({ id });

/** Campaigns: what prospects are called or written to for. */
export const campaigns = new Hono<AppEnv>()
  .post("/", atLeast("operator"), validJson(newCampaign), async (c) => {
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
      return problem(409, "conflict", `There is a campaign ${campaign.id} already`);
    return c.json(await findCampaign(app.db, campaign.id), 201);
  })
  .get("/", validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listCampaigns(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => last.id));
  })
  .get("/:id/stats", validParam(campaignParam), async (c) => {
    const { id } = c.req.valid("param");
    const app = c.get("app");
    if (!(await findCampaign(app.db, id))) return notFound(`Campaign ${id}`);
    return c.json(await campaignStats(app.db, id));
  })
  .get("/:id", validParam(campaignParam), async (c) => {
    const { id } = c.req.valid("param");
    const found = await findCampaign(c.get("app").db, id);
    return found ? c.json(found) : notFound(`Campaign ${id}`);
  });
