import { answerCall } from "../../src/actions/answer-call";
import { formatHit } from "../../src/context/budget";
import { recallForCaller } from "../../src/context/recall";
import { CONNECTING, lineUnavailable, transferBriefing } from "../../src/conversation/lines";
import { licensedAgentFor } from "../../src/licensed-agents/licensed-agent";
import { listLicensedAgents } from "../../src/licensed-agents/store";
import { findProspect } from "../../src/prospects/store";
import { describeError } from "../../src/result";
import type { VapiMessage } from "../../src/telephony/vapi-messages";
import { inboundCall, lastQuestion, toolCalls } from "../../src/telephony/vapi-requests";
import { openWorkItem } from "../../src/work-items/store";
import type { App } from "../compose";
import { attemptFor } from "./inbox";
import { runTools } from "./run-tools";

const AGENTS_MAX = 200;
const NOBODY = "Nobody can take the call right now. Offer to book a callback.";

/**
 * Answers, in VAPI's shapes, the messages that expect an answer; nothing for all others. An empty or
 * wrong answer would end the call, so a failure is answered in words.
 */
export async function reply(
  message: VapiMessage,
  body: unknown,
  app: App,
): Promise<object | undefined> {
  switch (message.type) {
    case "assistant-request": {
      const call = inboundCall(body);
      if (!call) return { error: apology(app) };
      return await answerCall(call, app).catch((error) => {
        app.log.error("inbound.not-answered", { error: describeError(error) });
        return { error: apology(app) };
      });
    }
    case "tool-calls":
    case "function-call": {
      const attempt = await attemptFor(message, app).catch((error) => {
        app.log.error("tool.call-not-found", { error: describeError(error) });
        return undefined;
      });
      const results = await runTools(toolCalls(body), attempt, app);
      return { results };
    }
    case "transfer-destination-request":
      return await transfer(message, app).catch((error) => {
        app.log.error("transfer.not-decided", { error: describeError(error) });
        return { error: NOBODY };
      });
    case "handoff-destination-request":
      return { error: NOBODY };
    case "knowledge-base-request":
      return await documentsFor(message, body, app).catch((error) => {
        app.log.error("knowledge.not-found", { error: describeError(error) });
        return { documents: [] };
      });
    case "call.endpointing.request":
      return { timeoutSeconds: 0.5 };
    case "campaign.predial": // We dial ourselves, through our own gate, and nobody else does.
      return { eligible: false };
    default:
      return undefined;
  }
}

/** The best search hits for what was said last, as VAPI's knowledge base. */
async function documentsFor(message: VapiMessage, body: unknown, app: App) {
  const attempt = await attemptFor(message, app);
  const caller = attempt && (await app.calls.live(attempt).caller());
  const found = await recallForCaller(app, caller, lastQuestion(body));
  const documents = found.slice(0, DOCUMENTS_MAX).map((one) => {
    return { content: formatHit(one), similarity: one.score, uuid: one.chunkId };
  });
  return { documents };
}
const DOCUMENTS_MAX = 10;

/** Transfers to an agent who is licensed in the caller's state and at work, with a briefing. */
async function transfer(message: VapiMessage, app: App): Promise<object> {
  const attempt = await attemptFor(message, app);
  const snapshot = attempt && (await app.calls.find(attempt));
  const prospectId = snapshot?.state.request.prospectId;
  const [person, agents] = await Promise.all([
    prospectId ? findProspect(app.db, prospectId) : undefined,
    listLicensedAgents(app.db, AGENTS_MAX, undefined, true),
  ]);
  const agent = licensedAgentFor(agents, person?.address?.state?.toUpperCase(), app.now());
  const number = agent?.phone_number ?? (agents.length === 0 ? fallback(app) : undefined);
  if (!number) {
    const about = { callId: attempt?.callId ?? null, prospectId: prospectId ?? null };
    await openWorkItem(app.db, { kind: "missed_transfer", ...about }, app.now());
    return { error: NOBODY };
  }
  const briefing = transferBriefing(person?.name, snapshot?.turns.slice(-BRIEFING_TURNS) ?? []);
  return {
    destination: {
      type: "number",
      number,
      transferPlan: { mode: "warm-transfer-say-message", message: briefing.slice(0, BRIEFING_MAX) },
    },
    message: { type: "request-start", content: CONNECTING },
  };
}
const BRIEFING_TURNS = 6;
const BRIEFING_MAX = 900;

/** The agency's own number during its hours, for where no licensed agents are listed. */
function fallback(app: App): string | undefined {
  const number = app.config.TRANSFER_NUMBER?.replace(/[ ()-]/g, "");
  return number && app.officeOpen() ? number : undefined;
}

function apology({ config }: App): string {
  const { COMPANY_NAME: companyName, TOLL_FREE_NUMBER: tollFreeNumber } = config;
  return lineUnavailable({ companyName, tollFreeNumber });
}
