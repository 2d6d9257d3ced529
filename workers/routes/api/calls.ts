import { Hono } from "hono";
import { z } from "zod";
import { callAuditTrail } from "../../../src/actions/call-audit-trail";
import { requestCall } from "../../../src/actions/request-call";
import { showCall } from "../../../src/actions/show-call";
import { callQuery, initiateBody, type initiated } from "../../../src/calls/contract";
import { outboundKey } from "../../../src/calls/events";
import { listItemOf, type Snapshot } from "../../../src/calls/snapshot";
import { keyOfCall, listCalls, postCallOf } from "../../../src/calls/store";
import { findCampaign } from "../../../src/campaigns/store";
import { indexCompanies } from "../../../src/corpus/index-changes";
import { id } from "../../../src/ids";
import { parsePhone } from "../../../src/prospects/phone";
import { findProspect, saveProspect } from "../../../src/prospects/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page } from "../../http/pagination";
import { invalid, notFound, problem, validJson, validParam, validQuery } from "../../http/problem";

const callParam = z.object({ call_id: id });

/** Asks for calls, shows them, ends them. */
export const calls = new Hono<AppEnv>()
  .post("/initiate", atLeast("operator"), validJson(initiateBody), async (c) => {
    const app = c.get("app");
    const { campaign_id, prospect_id, phone_number, prospect_data } = c.req.valid("json");
    const phone = parsePhone(phone_number, app.testNumbers());
    if (phone === "unparseable")
      return invalid("phone_number", "must be a telephone number such as +14155550123");
    if (phone === "impossible")
      return problem(422, "invalid_number", "There is no such telephone number");
    const [campaign, known] = await Promise.all([
      findCampaign(app.db, campaign_id),
      findProspect(app.db, prospect_id),
    ]);
    if (!campaign || campaign.status === "cancelled") return notFound(`Campaign ${campaign_id}`);
    if (!known && !prospect_data) return notFound(`Prospect ${prospect_id}`);
    if (known && known.phone_number !== phone.e164) return otherNumber();
    if (prospect_data) await save(app, prospect_id, phone.e164, prospect_data);
    const open = await app.calls.open(outboundKey(campaign_id, prospect_id));
    if (open) return c.json(answer(open, true), 202);
    const person = prospect_data ? await findProspect(app.db, prospect_id) : known;
    if (!person) return notFound(`Prospect ${prospect_id}`);
    // Somebody else may have added them with another number in the meantime.
    if (person.phone_number !== phone.e164) return otherNumber();
    const call = { person, phone, campaignId: campaign_id, origin: "api" } as const;
    const placed = await requestCall(call, app);
    if (placed.blocked) return blocked(placed.blocked.reasonCode, placed.blocked.rule);
    return c.json(answer(placed.snapshot, placed.duplicate), 202);
  })
  .get("/", validQuery(callQuery), async (c) => {
    const query = c.req.valid("query");
    const rows = await listCalls(c.get("app").db, { ...query, limit: query.limit + 1 });
    return c.json(page(rows, query.limit, (last) => `${last.created_at}_${last.call_id}`));
  })
  .get("/:call_id", validParam(callParam), async (c) => {
    const { call_id } = c.req.valid("param");
    const shown = await showCall(call_id, c.get("app"));
    return shown ? c.json(shown) : notFound(`Call ${call_id}`);
  })
  .get("/:call_id/proof", validParam(callParam), async (c) => {
    const { call_id } = c.req.valid("param");
    const { db } = c.get("app");
    if (!(await keyOfCall(db, call_id))) return notFound(`Call ${call_id}`);
    return c.json(await callAuditTrail(db, call_id));
  })
  .get("/:call_id/recording", validParam(callParam), async (c) => {
    const { call_id } = c.req.valid("param");
    const app = c.get("app");
    const key = (await postCallOf(app.db, call_id))?.recordingKey;
    const file = key ? await app.files.get(key) : undefined;
    if (!file) return notFound(`A recording of call ${call_id}`);
    return c.body(file.body, 200, { "content-type": file.type, "cache-control": "no-store" });
  })
  .post("/:call_id/cancel", atLeast("operator"), validParam(callParam), async (c) => {
    const { call_id } = c.req.valid("param");
    const callKey = await keyOfCall(c.get("app").db, call_id);
    if (!callKey) return notFound(`Call ${call_id}`);
    const snapshot = await c.get("app").calls.cancel({ callKey, callId: call_id });
    if (!snapshot) return problem(409, "conflict", "The call has ended");
    return c.json(listItemOf(snapshot), 202);
  });

/** The company's profile can be found by the time that the call is dialed. */
async function save(
  app: App,
  id: string,
  phone: string,
  data: Parameters<typeof saveProspect>[1]["data"],
): Promise<void> {
  const hashKey = app.need("PII_HASH_KEY");
  await saveProspect(app.db, { id, phone, data, at: app.now(), hashKey });
  await indexCompanies(app.db, app.now());
}

const otherNumber = () =>
  problem(409, "phone_mismatch", "The prospect is listed with another number");

const blocked = (reason_code: string, rule: string) =>
  problem(422, "contact_blocked", "This person may not be called", { reason_code, rule });

function answer(snapshot: Snapshot, duplicate: boolean): z.infer<typeof initiated> {
  const { call_id, call_key, state, attempt, not_before } = listItemOf(snapshot);
  return {
    call_id,
    call_key,
    state,
    attempt,
    duplicate,
    ...(not_before && { not_before }),
  };
}
