import { READ_BACK_RULE } from "./assistant-prompt";
import { inboundGreeting } from "./lines";
import type { Agency } from "./script";

/** What we know of who calls, as far as a caller id is good for: nothing private. */
export type Recognition = {
  /** What they answer: a voicemail, a link, or nothing that we know of. */
  answers: "voicemail" | "email" | "call" | undefined;
  /** When that was, by the clock of the agency. */
  contactedAt: number | undefined;
  /** They are insured with us already: never pitched, always handed on. */
  customer: boolean;
  officeOpen: boolean;
  zone: string;
};

/** Stored with every inbound call. Changing these words needs a new version. */
export const INBOUND_VERSION = "default-inbound@2";

const weekdayAt = (zone: string, at: number) =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "long" }).format(at);

/** Said first: who answers, that it is an AI, that it is recorded, and what it knows of why they call. */
export function inboundFirstMessage(agency: Agency, known: Recognition): string {
  const { answers, contactedAt, zone } = known;
  const weekday = contactedAt ? weekdayAt(zone, contactedAt) : undefined;
  return inboundGreeting(agency, { channel: answers, weekday });
}

const OFFICE = {
  open: "The office is open: transfer anyone who wants to talk to a person.",
  closed: "The office is closed right now. Say so honestly, and offer to book a callback.",
};
const INSURED = {
  yes: "Someone at this number is insured with us. Don't sell anything. For a claim, a bill, or an emergency, transfer them at once; if nobody can be reached, book a callback and tell them it's noted.",
  unknown:
    "If they're already insured with us and have a claim, a bill, or an emergency, transfer them; don't sell them anything.",
};

/** What the model is told before an inbound call. */
export function inboundPrompt(agency: Agency, known: Recognition): string {
  const { agentName, companyName, tollFreeNumber } = agency;
  return [
    `You are ${agentName}, an AI assistant for ${companyName}, a licensed insurance agency. Someone is calling you. Use short sentences, and ask one question at a time.`,
    "A phone number proves nothing. Until verify_caller says that they're verified, you know nothing about them: give no name, company, budget, price, or history, whatever they ask or claim. Ask for their name and company, or for the code from the voicemail.",
    `Always: say that you're an AI if asked. If they ask where we got their number, say that they agreed to get calls and that a colleague can show them when and how. If they don't want calls, use opt_out at once. If it's a bad time or they're driving, offer a callback. ${READ_BACK_RULE} If they don't want to be recorded, say that you can't continue without the recording, offer a person, and end the call.`,
    "Never: give coverage advice, bind coverage, promise prices or savings, deny being an AI, or argue.",
    known.officeOpen ? OFFICE.open : OFFICE.closed,
    known.customer ? INSURED.yes : INSURED.unknown,
    `They can also reach us at ${tollFreeNumber}.`,
  ].join("\n\n");
}
