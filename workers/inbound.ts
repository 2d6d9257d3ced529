import { type CallRequest, inboundKey } from "../src/calls/events";
import { numberZones } from "../src/compliance/zones";
import { type RecognizedCaller, recognizeCaller } from "../src/context/store";
import {
  INBOUND_VERSION,
  inboundGreeting,
  inboundPrompt,
  type Recognition,
} from "../src/conversation/inbound";
import { derivedId } from "../src/ids";
import { parsePhone } from "../src/prospects/phone";
import { describeError } from "../src/result";
import type { Brief } from "../src/telephony/telephony";
import type { InboundCall } from "../src/telephony/vapi-requests";
import { toolShapes } from "../src/tools";
import { withTimeout } from "../src/with-timeout";
import { callObject } from "./call/stub";
import type { App } from "./compose";

/** VAPI waits 7.5 s for an assistant; whom we do not know by now is greeted as a stranger. */
const RECOGNITION_MS = 1_500;

/** The call that a provider's inbound call is to us. */
export const inboundCallId = (providerCallId: string): string =>
  derivedId("inbound", providerCallId);

/** Answers a call that comes in. Whatever is slow or down, somebody answers. */
export async function answerCall(call: InboundCall, app: App, env: Env): Promise<object> {
  const { providerCallId, agentId, number } = call;
  const callKey = inboundKey(agentId, providerCallId);
  const callId = inboundCallId(providerCallId);
  const phone = parsePhone(number ?? "", app.testNumbers(), "US");
  const e164 = typeof phone === "string" ? "" : phone.e164;
  const found = await known(app, e164);
  const request: CallRequest = {
    ...{ callKey, callId, direction: "inbound", to: e164, origin: "inbound", providerCallId },
    ...{ campaignId: found?.campaignId ?? null, prospectId: found?.prospectId ?? null },
    scriptVersion: INBOUND_VERSION,
    ...{ zones: numberZones(e164), tryNumber: 1, firstTryAt: app.now() },
    ...(found?.lastCallId && { previousCallId: found.lastCallId }),
    ...(found?.voicemailId && { answers: found.voicemailId }),
  };
  await callObject(env, callKey)
    .request(request)
    .catch((error) =>
      console.error({ event: "inbound.not-kept", callId, error: describeError(error) }),
    );
  const attempt = { callKey, callId, attempt: 1 };
  return app.telephony.pickUp(attempt, briefFor(app, found), app.now());
}

/** One query, with a limit; slow, down and unknown are all a stranger. */
async function known(app: App, phone: string): Promise<RecognizedCaller | undefined> {
  if (!phone) return undefined;
  const asked = recognizeCaller(app.db, app.hashOf(phone), new Date(app.now()));
  const event = "inbound.not-recognized";
  return await withTimeout(RECOGNITION_MS, asked, { instead: undefined, event });
}

function briefFor(app: App, found: RecognizedCaller | undefined): Brief {
  const agency = app.agency();
  const zone = app.need("AGENCY_TIME_ZONE");
  const recognition: Recognition = {
    answers: answered(found),
    contactedAt: (found?.voicemailAt ?? found?.calledAt)?.getTime(),
    customer: found?.customer ?? false,
    officeOpen: app.officeOpen(),
    zone,
  };
  return {
    to: "",
    firstMessage: inboundGreeting(agency, recognition),
    systemPrompt: inboundPrompt(agency, recognition),
    keyterms: [agency.companyName],
    tools: toolShapes(),
  };
}

function answered(found: RecognizedCaller | undefined): Recognition["answers"] {
  if (!found?.lastCallId) return undefined;
  if (found.delivered && !(found.emailed && found.clicked)) return "voicemail";
  return found.emailed ? "email" : "call";
}
