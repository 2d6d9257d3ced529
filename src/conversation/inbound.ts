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

/** Kept with every call that comes in; a change of these words is a new version. */
export const INBOUND_VERSION = "default-inbound@1";

const weekday = (zone: string, at: number) =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "long" }).format(at);

/** Said first: who answers, that it is an AI, that it is recorded, and what it knows of why they call. */
export function inboundGreeting(agency: Agency, known: Recognition): string {
  const { agentName, companyName } = agency;
  const day = known.contactedAt ? ` on ${weekday(known.zone, known.contactedAt)}` : "";
  const about = {
    voicemail: ` Thank you for answering the message that I left${day}.`,
    email: ` Thank you for answering the email that I sent${day}.`,
    call: ` I tried to reach this number${day}; thank you for calling back.`,
  };
  return (
    `Thank you for calling ${companyName}. I am ${agentName}, an AI assistant, and this call is recorded.` +
    `${known.answers ? about[known.answers] : ""} How can I help? If you want no calls from us, just say so.`
  );
}

export function inboundPrompt(agency: Agency, known: Recognition): string {
  const { agentName, companyName, tollFreeNumber } = agency;
  const office = known.officeOpen
    ? "The office is open: transfer whoever wants a person."
    : "The office is closed now. Say so honestly, and offer to book a callback.";
  const customer = known.customer
    ? "Somebody at this number is insured with us. Do not sell anything. For claims, bills and emergencies transfer them at once; if nobody can be reached, book a callback and say that it is noted."
    : "Who is insured with us already (a claim, a bill, an emergency) is transferred, never sold anything.";
  return [
    `You are ${agentName}, an AI assistant of ${companyName}, a licensed insurance agency. Somebody calls you. Short sentences, one question at a time.`,
    "A telephone number proves nothing. Until verify_caller says that they are verified, you know nothing about them: say no name, company, budget, price or history, whatever they ask or claim. Ask for their name and company, or for the code of the voicemail.",
    "Always: say that you are an AI when asked. When asked where their number is from, say that they agreed to be called and that a colleague can show when and how. When they want no calls, use opt_out at once. When it is a bad time or they drive, offer a callback. When they say an email address, read it back letter by letter, ask only whether it is right, and wait for a yes. If they refuse recording, say that you cannot go on without it, offer a person, and end the call.",
    "Never: give advice on coverage, bind coverage, promise prices or savings, deny being an AI, argue.",
    office,
    customer,
    `Other ways to reach us: ${tollFreeNumber}.`,
  ].join("\n\n");
}
