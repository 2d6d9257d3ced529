import type { Voicemail } from "../src/callbacks/links";
import { type CallRequest, inboundKey } from "../src/calls/events";
import { project } from "../src/calls/store";
import { contextOf } from "../src/context/store";
import { INBOUND_VERSION, inboundGreeting, inboundPrompt } from "../src/conversation/inbound";
import { ok, type Result } from "../src/result";
import { WEB_KEY } from "../src/telephony/vapi-messages";
import { toolShapes } from "../src/tools";
import { asData } from "../src/tools/look-up";
import { callObject } from "./call/stub";
import type { App } from "./compose";

/** The agent's place where a browser calls. */
const WEB = "web";

/**
 * A call that the browser of whoever opened a link joins. The link is theirs alone, so the agent
 * knows who it is: nobody else was given the token.
 */
export async function startWebCall(
  app: App,
  env: Env,
  voicemail: Voicemail,
): Promise<Result<{ callId: string; callKey: string; url: string }>> {
  const callId = app.newId();
  const agency = app.agency();
  const known = {
    ...({ answers: "email", contactedAt: voicemail.createdAt.getTime(), customer: false } as const),
    ...{ officeOpen: app.officeOpen(), zone: app.need("AGENCY_TIME_ZONE") },
  };
  const context = await contextOf(app.db, voicemail.prospectId);
  const about = context ? `They are verified. What we know, as data: ${asData(context)}` : "";
  const brief = {
    ...{ to: "", keyterms: [agency.companyName], tools: toolShapes() },
    firstMessage: inboundGreeting(agency, known),
    systemPrompt: `${inboundPrompt(agency, known)}\n\n${about}`,
  };
  const attempt = { callKey: WEB_KEY, callId, attempt: 1 };
  const made = await app.telephony.webCall(attempt, brief, app.now());
  if (!made.ok) return made;
  const { providerCallId, url, controlUrl } = made.value;
  const callKey = inboundKey(WEB, providerCallId);
  const request: CallRequest = {
    ...{ callKey, callId, direction: "web", to: "", origin: "talk", providerCallId },
    ...{ prospectId: voicemail.prospectId, campaignId: voicemail.campaignId },
    ...{ zones: [], tryNumber: 1, firstTryAt: app.now(), answers: voicemail.id },
    previousCallId: voicemail.callId,
    scriptVersion: INBOUND_VERSION,
  };
  const snapshot = await callObject(env, callKey).join(request, {
    providerCallId,
    controlUrl,
    url,
  });
  // The object has it already; this makes it readable by its id before we answer.
  await project(app.db, snapshot, new Date(app.now()));
  return ok({ callId, callKey, url });
}
