/** What a dialed person or a caller does. Agent and person speak in turns, the agent first. */
export type Person = {
  /** How the call ends, in VAPI's words. */
  endedReason: string;
  /** Whether anybody or anything answers. */
  picksUp: boolean;
  /** An answering machine picks up; what it says comes first. */
  machine?: boolean;
  says: string[];
  /** The agent's answers, in a call whose own model does not speak. */
  agent: string[];
  /** Of the message at the end and the report, neither is sent, or only the message. Otherwise both are. */
  reports?: "none" | "ended-only";
};

const person = (says: string[], agent: string[], endedReason = "customer-ended-call"): Person => ({
  endedReason,
  picksUp: true,
  says,
  agent,
});
const noAnswer = (endedReason: string): Person => ({
  endedReason,
  picksUp: false,
  says: [],
  agent: [],
});
const silent = person([], [], "silence-timed-out");

const FAREWELL = "Thank you for your time. Goodbye.";
const wants = (what: string): Person =>
  person(
    [
      "Yes, hello? I have a minute.",
      "We are about forty people, and we look at general liability.",
      `Could you send me ${what}? Our policy renews in March.`,
      "Jo dot Miller at example dot com. Thanks, bye.",
    ],
    [
      "Great. What does your company need, and how many people work there?",
      "Good to know. What would help you most?",
      "Of course. A licensed colleague will look at it first. Where should we send it?",
      FAREWELL,
    ],
  );

const SCREENING =
  "Hi. The person you are calling is using a screening service. Please say your name and why you are calling.";
const MACHINE =
  "Hi, you have reached my voicemail. I can't take your call right now. Please leave a message after the tone.";

const BY_DIGITS: Record<string, Person> = {
  "01": wants("a quote"),
  "02": wants("a proposal"),
  "03": person(
    [
      "Hello, who is this?",
      "Okay. We have 25 employees and want to talk about workers' compensation.",
      "Let's have a meeting next week, Tuesday morning is good.",
      "Thank you, bye.",
    ],
    [
      "I'm an AI assistant. May I ask about your company?",
      "Would you like documents, or a meeting with a licensed colleague?",
      "A colleague will confirm the time.",
      FAREWELL,
    ],
  ),
  "04": person(
    ["Hello?", "No thank you, we are not interested. We already have a broker."],
    ["Is there anything you'd change about your coverage?", FAREWELL],
  ),
  "05": person(
    ["Who is this?", "Please take me off your list and do not call me again."],
    [
      "I'm an AI assistant calling about business insurance.",
      "I'll take you off our list. Goodbye.",
    ],
  ),
  "06": person(
    ["Hello?", "You have the wrong number. There is nobody of that name here."],
    ["Am I speaking with the person in charge of insurance?", "I'm sorry about that. Goodbye."],
  ),
  "07": silent,
  "11": { ...person([MACHINE], [], "voicemail"), machine: true },
  "12": { ...noAnswer("customer-did-not-answer"), reports: "ended-only" },
  "13": noAnswer("customer-busy"),
  "14": person([SCREENING], ["This is an AI assistant calling about business insurance."]),
  "23": { ...wants("some information"), reports: "none" },
  "31": noAnswer("twilio-reported-customer-misdialed"),
};
const ANYBODY = person(
  ["Hello, yes?", "Could you send me some information? We are about ten people.", "Thanks, bye."],
  ["What would you like to know?", "Sure. We'll email you.", FAREWELL],
);
const NETWORK_FAILURE = noAnswer("twilio-failed-to-connect-call");

/** The caller of a scenario, or one who says the given words. */
export function callerOf(scenario: string, says?: string[]): Person {
  if (says)
    return person(
      says,
      says.map(() => "I see."),
    );
  return CALLERS[scenario] ?? ANYBODY;
}
const CALLERS: Record<string, Person> = {
  callback: person(
    ["Hi, you left me a message.", "We are about forty people and want a quote.", "Thanks, bye."],
    [
      "Thanks for calling back. What does your company need?",
      "A colleague will look at it first.",
      FAREWELL,
    ],
  ),
  opt_out: person(
    ["Stop calling me. Take me off your list."],
    ["I'll take you off our list. Goodbye."],
  ),
  customer: person(
    ["I have a claim about my policy.", "Okay, I wait for the call. Bye."],
    ["I'll connect you with a colleague.", FAREWELL],
  ),
  silent,
};

/** Who answers a number, by its last two digits and how often it was dialed before. */
export function personAt(number: string, dialedBefore: number): Person {
  const digits = number.slice(-2);
  if (digits === "22" || (digits === "21" && dialedBefore === 0)) return NETWORK_FAILURE;
  return BY_DIGITS[digits] ?? ANYBODY;
}
