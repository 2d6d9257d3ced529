import type { Agency } from "./script";

// What the assistant says word for word, besides a script's own lines and the voicemail.

/** Fills the silence while the model or a tool takes its time. */
export const ONE_MOMENT = "One moment, please.";
/** Said when the model gives no answer. */
export const CANNOT_ANSWER =
  "I'm sorry, I can't answer that right now. Can a colleague call you back?";
/** Said when a tool gives no answer. */
export const CANNOT_DO = "I'm sorry, I can't do that right now.";
/** Said before a call is transferred. */
export const CONNECTING = "I'll connect you with a colleague now.";

/** Said to somebody who opted out, before the call ends. */
export const FAREWELL = "I'll take you off our list. You won't hear from us again. Goodbye.";
/** The same where the number is withheld, so that nothing can be suppressed yet. */
export const FAREWELL_WITHOUT_NUMBER =
  "Your number is withheld, so I can't see which one to remove. A colleague will look into it. Goodbye.";

/** Which of our contacts an inbound call probably answers, and on which day that was. */
export type AnsweredContact = {
  channel: "voicemail" | "email" | "call" | undefined;
  weekday: string | undefined;
};

/** The first words of an inbound call: who answers, that it is an AI, and that it is recorded. */
export function inboundGreeting(agency: Agency, { channel, weekday }: AnsweredContact): string {
  const { agentName, companyName } = agency;
  const day = weekday ? ` on ${weekday}` : "";
  const thanks = {
    voicemail: ` Thanks for getting back to me about the message I left${day}.`,
    email: ` Thanks for getting back to me about the email I sent${day}.`,
    call: ` I tried to reach this number${day}. Thanks for calling back.`,
  };
  return (
    `Thank you for calling ${companyName}. I'm ${agentName}, an AI assistant, and this call is ` +
    `recorded.${channel ? thanks[channel] : ""} How can I help? ` +
    "If you don't want calls from us, just say so."
  );
}

/** Said to a caller whom no assistant can answer. */
export function lineUnavailable({
  companyName = "us",
  tollFreeNumber,
}: {
  companyName: string | undefined;
  tollFreeNumber: string | undefined;
}): string {
  const instead = tollFreeNumber ? ` Please call ${tollFreeNumber}.` : "";
  return `Thank you for calling ${companyName}. We can't take your call on this line.${instead}`;
}

/** Said to a licensed agent who picks up a transferred call; `turns` are the call's last ones. */
export function transferBriefing(
  callerName: string | null | undefined,
  turns: { role: string; text: string }[],
): string {
  const who = callerName ? `A caller, ${callerName},` : "A caller";
  const recap = turns.map(({ role, text }) => `${role}: ${text}`).join(" ");
  return `${who} would like to talk to you. ${recap}`.trim();
}
