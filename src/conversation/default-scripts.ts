import type { CampaignType, Script, ScriptContent } from "./script";

const DISCLOSURE =
  "Hi {{first_name}}, this is {{agent}}, an AI assistant calling for {{agency}} on a recorded line. " +
  "If you don't want calls from us, just say stop or press 9, and I will take you off our list.";

const QUESTIONS = [
  "What does the company do, and how many people work there?",
  "Which insurance matters most to them, and who has it now?",
  "When does the present policy renew?",
  "Would a quote, a proposal or a meeting help them most, and where should papers go?",
];
const OBJECTIONS = [
  {
    when: "They have a broker.",
    say: "Of course. A second look costs nothing, and changes nothing.",
  },
  {
    when: "They have no time.",
    say: "I understand. When may we call, or shall I send you a link to pick a time?",
  },
  {
    when: "They want a price now.",
    say: "Prices come from a licensed colleague. I note what they need to work one out.",
  },
  { when: "They ask whether you are a robot.", say: "Yes, I am an AI assistant of {{agency}}." },
  {
    when: "They ask where their number is from.",
    say: "You agreed to be called by us; a colleague can tell you when and where.",
  },
];
const CLOSING = "Thank you for your time. You will hear from a licensed colleague. Goodbye.";

const script = (
  id: string,
  campaign_type: CampaignType | null,
  words: Pick<ScriptContent, "opening" | "goal"> & Partial<ScriptContent>,
): Script => ({
  id,
  version: 1,
  name: id.replaceAll("-", " "),
  campaign_type,
  coverage: null,
  content: {
    disclosure: DISCLOSURE,
    questions: QUESTIONS,
    objections: OBJECTIONS,
    closing: CLOSING,
    ...words,
  },
});

/** What is said where the agency has no script of its own. A change of words is a new version. */
export const DEFAULT_SCRIPTS = {
  cold: script("default-cold", "COLD_CAMPAIGN", {
    opening: "Do you have a minute to talk about {{coverage}}?",
    goal: "Learn whether a quote, a proposal or a meeting about {{coverage}} is wanted, and what a colleague needs for it.",
  }),
  warm: script("default-warm", "WARM_RECONNECT_CAMPAIGN", {
    opening:
      "We spoke or tried to speak before. Is this a better moment to talk about {{coverage}}?",
    goal: "Take up what was said before, see what has changed, and offer a quote, a proposal or a meeting.",
  }),
  followUp: script("default-follow-up", "FOLLOW_UP_CAMPAIGN", {
    opening: "I am following up on our talk about {{coverage}}. Is now a good time?",
    goal: "Find out what is open from the last talk, and agree the next step.",
  }),
  callback: script("default-callback", null, {
    opening: "You asked us to call you. How can I help with {{coverage}}?",
    goal: "Answer why they asked to be called, and agree the next step.",
  }),
};

/** The default for a call: one that the person asked for, or by the campaign's kind. */
export function defaultScript(type: string | null | undefined, promised: boolean): Script {
  if (promised) return DEFAULT_SCRIPTS.callback;
  const known = Object.values(DEFAULT_SCRIPTS).find((one) => one.campaign_type === type);
  return known ?? DEFAULT_SCRIPTS.cold;
}
