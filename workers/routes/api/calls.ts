import { Hono } from "hono";
import { z } from "zod";
import { callAuditTrail } from "../../../src/actions/call-audit-trail";
import { requestCall } from "../../../src/actions/request-call";
import { showCall } from "../../../src/actions/show-call";
import { callTrail } from "../../../src/audit/contract";
import { callData, callListItem } from "../../../src/calls/call-view";
import { callQuery, initiateBody, initiated } from "../../../src/calls/contract";
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
import { describeOperations, media } from "../../http/operation";
import { page, pageOf } from "../../http/pagination";
import { invalid, notFound, problem, validJson, validParam, validQuery } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";

const callParam = z.object({ call_id: id });

const operations = describeOperations("Calls", {
  startCall: {
    summary: "Start a call",
    description:
      "One call of a prospect in a campaign is open at a time: while it is, it is the answer, " +
      "with `duplicate: true`. A call that may not be dialed now is SCHEDULED with `not_before`.",
    answers: { 202: initiated },
    problems: ["not_found", "phone_mismatch", "invalid_number", "contact_blocked"],
  },
  listCalls: {
    summary: "List calls",
    description: "Newest first.",
    answers: { 200: pageOf(callListItem) },
  },
  getCall: { summary: "Get a call", answers: { 200: callData }, problems: ["not_found"] },
  getCallAuditTrail: {
    summary: "Get a call's audit trail",
    description: "Every step after the call, with the hashes of its input and output.",
    answers: { 200: callTrail },
    problems: ["not_found"],
  },
  getCallProof: {
    summary: "Get a call's audit trail (former path)",
    deprecated: true,
    answers: { 200: callTrail },
    problems: ["not_found"],
  },
  getCallRecording: {
    summary: "Get a call's recording",
    answers: { 200: media("audio/*", "The recording.", "(audio)") },
    problems: ["not_found"],
  },
  cancelCall: {
    summary: "Cancel a call",
    description: "A live call is hung up, and ends as it really ends.",
    answers: { 202: callListItem },
    problems: ["not_found", "conflict"],
  },
});

/** Asks for calls, shows them, ends them. */
export const calls = new Hono<AppEnv>()
  .post(
    "/initiate",
    operations.startCall,
    atLeast("operator"),
    validJson(initiateBody),
    async (c) => {
      const app = c.get("app");
      const { campaign_id, prospect_id, phone_number, prospect_data } = c.req.valid("json");
      const phone = parsePhone(phone_number, app.testNumbers());
      if (phone === "unparseable")
        return invalid("phone_number", "must be a phone number such as +14155550123");
      if (phone === "impossible")
        return problem(422, "invalid_number", PROBLEMS.invalid_number.title);
      const [campaign, prospect] = await Promise.all([
        findCampaign(app.db, campaign_id),
        findProspect(app.db, prospect_id),
      ]);
      if (!campaign || campaign.status === "cancelled")
        return notFound(`There is no campaign ${campaign_id}`);
      if (!prospect && !prospect_data) return notFound(`There is no prospect ${prospect_id}`);
      if (prospect && prospect.phone_number !== phone.e164) return otherNumber();
      if (prospect_data) await save(app, prospect_id, phone.e164, prospect_data);
      const open = await app.calls.open(outboundKey(campaign_id, prospect_id));
      if (open) return c.json(answer(open, true), 202);
      const person = prospect_data ? await findProspect(app.db, prospect_id) : prospect;
      if (!person) return notFound(`There is no prospect ${prospect_id}`);
      // Somebody else may have added them with another number in the meantime.
      if (person.phone_number !== phone.e164) return otherNumber();
      const request = { person, phone, campaignId: campaign_id, origin: "api" } as const;
      const requested = await requestCall(request, app);
      if (requested.blocked) return blocked(requested.blocked.reasonCode, requested.blocked.rule);
      return c.json(answer(requested.snapshot, requested.duplicate), 202);
    },
  )
  .get("/", operations.listCalls, validQuery(callQuery), async (c) => {
    const query = c.req.valid("query");
    const rows = await listCalls(c.get("app").db, { ...query, limit: query.limit + 1 });
    return c.json(page(rows, query.limit, (last) => `${last.created_at}_${last.call_id}`));
  })
  .get("/:call_id", operations.getCall, validParam(callParam), async (c) => {
    const { call_id } = c.req.valid("param");
    const call = await showCall(call_id, c.get("app"));
    return call ? c.json(call) : noCall(call_id);
  })
  .get("/:call_id/audit-trail", operations.getCallAuditTrail, validParam(callParam), async (c) => {
    const trail = await trailOf(c.req.valid("param").call_id, c.get("app"));
    return trail ? c.json(trail) : noCall(c.req.valid("param").call_id);
  })
  .get("/:call_id/proof", operations.getCallProof, validParam(callParam), async (c) => {
    const trail = await trailOf(c.req.valid("param").call_id, c.get("app"));
    return trail ? c.json(trail) : noCall(c.req.valid("param").call_id);
  })
  .get("/:call_id/recording", operations.getCallRecording, validParam(callParam), async (c) => {
    const { call_id } = c.req.valid("param");
    const app = c.get("app");
    const key = (await postCallOf(app.db, call_id))?.recordingKey;
    const file = key ? await app.files.get(key) : undefined;
    if (!file) return notFound(`Call ${call_id} has no recording`);
    return c.body(file.body, 200, { "content-type": file.type, "cache-control": "no-store" });
  })
  .post(
    "/:call_id/cancel",
    operations.cancelCall,
    atLeast("operator"),
    validParam(callParam),
    async (c) => {
      const { call_id } = c.req.valid("param");
      const callKey = await keyOfCall(c.get("app").db, call_id);
      if (!callKey) return noCall(call_id);
      const snapshot = await c.get("app").calls.cancel({ callKey, callId: call_id });
      if (!snapshot) return problem(409, "conflict", "The call has ended");
      return c.json(listItemOf(snapshot), 202);
    },
  );

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

const noCall = (callId: string) => notFound(`There is no call ${callId}`);
const trailOf = async (callId: string, { db }: App) =>
  (await keyOfCall(db, callId)) ? await callAuditTrail(db, callId) : undefined;

const otherNumber = () => problem(409, "phone_mismatch", PROBLEMS.phone_mismatch.title);

const blocked = (reason_code: string, rule: string) =>
  problem(422, "contact_blocked", PROBLEMS.contact_blocked.title, { reason_code, rule });

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
