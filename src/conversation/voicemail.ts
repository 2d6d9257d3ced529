import { nameOf } from "../prospects/prospect";
import type { Agency, Person } from "./script";

/** Each message that is left is kept with the version of its text (16 CFR 310.5). */
export const VOICEMAIL_VERSION = "voicemail-2";

/** A message is 20 to 30 seconds long. */
export const SECONDS = { min: 20, max: 30 };
/** How fast paula speaks such a message, in words; a spoken digit is a word. */
const WORDS_PER_SECOND = 2.5;

/** How a phone number, an address or a code is read aloud: digit by digit, sign by sign. */
export const spell = (text: string): string =>
  text
    .replace(/^https?:\/\//, "")
    .replaceAll(/[^a-zA-Z0-9]/g, (sign) => SIGNS[sign] ?? " ")
    .replaceAll(/\d/g, " $& ")
    .replaceAll(/\s+/g, " ")
    .trim();
const SIGNS: Record<string, string> = {
  ".": " dot ",
  "/": " slash ",
  ":": " colon ",
  "-": " dash ",
};

/** Words as they are heard: digits one by one, the signs of an address by their names. */
export function spokenWords(text: string): number {
  const words = text
    .replaceAll(/\d/g, " $& ")
    .replaceAll(/(?<=\w)[./:](?=\w)/g, " sign ")
    .replaceAll(/[^\p{L}\p{N}'’ ]/gu, " ")
    .split(/\s+/);
  return words.filter(Boolean).length;
}
export const spokenSeconds = (text: string): number => spokenWords(text) / WORDS_PER_SECOND;

/** A phone number as it is read aloud, without the country's 1. */
const spokenNumber = (number: string): string => spell(number.replace(/^\+?1(?=\D?\d{3})/, ""));

export type Callback = { address: string; code: string };

/**
 * What a machine is told: who, for whom, why, how to come back, and how to make it stop, for which
 * 47 CFR 64.1200(b)(3) wants a number. Nothing is promised. What does not fit into 30 seconds goes,
 * what is least needed first; a short one says more of what the link is for.
 */
export function voicemailMessage(agency: Agency, person: Person, callback: Callback): string {
  const name = nameOf(person)?.slice(0, NAME_MAX);
  const company = person.companyName?.slice(0, NAME_MAX);
  const { agentName, companyName, tollFreeNumber, optOutNumber } = agency;
  const parts = {
    greeting: `Hi${name ? ` ${name}` : ""}, this is ${agentName}, an AI assistant from ${companyName}.`,
    why: `I'm calling about business insurance${company ? ` for ${company}` : ""}.`,
    link: `To pick a time, go to ${spell(callback.address)}, code ${spell(callback.code)}.`,
    number: `Or call ${spokenNumber(tollFreeNumber)}.`,
    stop: `To stop calls, call ${spokenNumber(optOutNumber)}.`,
    bye: "Thank you. Goodbye.",
  };
  const say = (...names: (keyof typeof parts)[]) => names.map((one) => parts[one]).join(" ");
  const whole = say("greeting", "why", "link", "number", "stop", "bye");
  if (spokenSeconds(whole) <= SECONDS.max) return padded(whole);
  parts.greeting = `Hi, this is ${agentName}, an AI assistant from ${companyName}.`;
  parts.why = "I'm calling about business insurance.";
  const shorter = say("greeting", "why", "link", "number", "stop");
  if (spokenSeconds(shorter) <= SECONDS.max) return padded(shorter);
  return padded(say("greeting", "why", "number", "stop", "bye"));
}
const NAME_MAX = 60;

const MORE = [
  "You can also talk to me there in your browser, or opt out of our calls.",
  "I'd be happy to answer your questions, and a licensed agent can prepare a quote for you.",
];
function padded(text: string): string {
  let longer = text;
  for (const more of MORE) {
    if (spokenSeconds(longer) >= SECONDS.min) break;
    longer = longer.replace(" Or call", ` ${more} Or call`);
  }
  return longer;
}
