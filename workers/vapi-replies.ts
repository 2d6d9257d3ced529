import type { VapiMessage } from "../src/telephony/vapi-messages";
import { toolCallIds } from "../src/telephony/vapi-requests";
import type { App } from "./compose";

/**
 * Answers, in VAPI's own shapes, to the messages that want one; nothing for all others. What is not
 * built yet is declined in words that can be spoken: an empty or wrong answer would end the call.
 */
export function reply(message: VapiMessage, body: unknown, app: App): object | undefined {
  switch (message.type) {
    case "assistant-request":
      return transfer(app) ?? { error: apology(app) };
    case "tool-calls":
    case "function-call":
      return {
        results: toolCallIds(body).map((toolCallId) => ({
          toolCallId,
          error: "This cannot be done during the call. Offer to have a person call back.",
        })),
      };
    case "transfer-destination-request":
      return transfer(app) ?? { error: "Nobody can be reached right now." };
    case "handoff-destination-request":
      return { error: "Nobody can be reached right now." };
    case "knowledge-base-request":
      return { documents: [] };
    case "call.endpointing.request":
      return { timeoutSeconds: 0.5 };
    case "campaign.predial": // We dial ourselves, through our own gate, and nobody else does.
      return { eligible: false };
    default:
      return undefined;
  }
}

function transfer(app: App) {
  const number = app.config.TRANSFER_NUMBER;
  if (!number) return undefined;
  return { destination: { type: "number", number: number.replace(/[ ()-]/g, "") } };
}

function apology({ config }: App): string {
  const { COMPANY_NAME: name = "us", TOLL_FREE_NUMBER: number } = config;
  const other = number ? ` Please call ${number}.` : "";
  return `Thank you for calling ${name}. Nobody can take your call on this line.${other}`;
}
