/** What the dialed person does. Agent and person speak in turns, the agent first. */
export type Person = {
  /** How it ends, in VAPI's words. */
  endedReason: string;
  /** Whether the line comes up at all. */
  picksUp: boolean;
  /** A machine picks up; what it says comes first. */
  machine?: boolean;
  says: string[];
  agent: string[];
  /** Whether the ended message and the report are sent, or must be asked for. */
  reports?: "none" | "ended-only";
};

const person = (says: string[], agent: string[], endedReason = "customer-ended-call"): Person => ({
  ...{ endedReason, picksUp: true, says, agent },
});
const nobody = (endedReason: string, more: Partial<Person> = {}): Person => ({
  ...{ endedReason, picksUp: false, says: [], agent: [] },
  ...more,
});

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
      "Of course. A licensed colleague will look at it first. Where may we send it?",
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
      "I am an AI assistant. May I ask about your company?",
      "Would you like papers, or a meeting with a licensed colleague?",
      "A colleague will confirm the time.",
      FAREWELL,
    ],
  ),
  "04": person(
    ["Hello?", "No thank you, we are not interested. We already have a broker."],
    ["Is there anything that you would change about your cover?", FAREWELL],
  ),
  "05": person(
    ["Who is this?", "Please take me off your list and do not call me again."],
    [
      "I am an AI assistant calling about business insurance.",
      "I will take you off our list. Goodbye.",
    ],
  ),
  "06": person(
    ["Hello?", "You have the wrong number. There is nobody of that name here."],
    ["Am I speaking with the person in charge of insurance?", "I am sorry. Goodbye."],
  ),
  "07": { ...person([], [], "silence-timed-out") },
  "11": { ...nobody("voicemail"), picksUp: true, machine: true, says: [MACHINE] },
  "12": nobody("customer-did-not-answer", { reports: "ended-only" }),
  "13": nobody("customer-busy"),
  "14": person([SCREENING], ["This is an AI assistant calling about business insurance."]),
  "23": { ...wants("some information"), reports: "none" },
  "31": nobody("twilio-reported-customer-misdialed"),
};
const OTHERS = person(
  ["Hello, yes?", "Could you send me some information? We are about ten people.", "Thanks, bye."],
  ["What would you like to know?", "Gladly. We will write to you.", FAREWELL],
);
const NO_NETWORK = nobody("twilio-failed-to-connect-call");

/** Who calls us, by the scenario's name; what they say can be given instead. */
export function callerAt(scenario: string, says?: string[]): Person {
  if (says)
    return person(
      says,
      says.map(() => "I see."),
    );
  return CALLERS[scenario] ?? OTHERS;
}
const CALLERS: Record<string, Person> = {
  callback: person(
    ["Hi, you left me a message.", "We are about forty people and want a quote.", "Thanks, bye."],
    [
      "Good that you call back. What does your company need?",
      "A colleague will look at it first.",
      FAREWELL,
    ],
  ),
  opt_out: person(["Stop calling me. Take me off your list."], ["I will take you off. Goodbye."]),
  customer: person(
    ["I have a claim about my policy.", "Okay, I wait for the call. Bye."],
    ["I connect you with a colleague.", FAREWELL],
  ),
  silent: { ...person([], [], "silence-timed-out") },
};

/** Who answers a number, by its last two digits (CONTRACT 5) and how often it was dialed before. */
export function personAt(number: string, dialedBefore: number): Person {
  const digits = number.slice(-2);
  if (digits === "22" || (digits === "21" && dialedBefore === 0)) return NO_NETWORK;
  return BY_DIGITS[digits] ?? OTHERS;
}
