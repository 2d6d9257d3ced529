import type { CampaignType, Script, ScriptContent } from "./script";

const VERSION = 2;

const DISCLOSURE =
  "Hi {{first_name}}, this is {{agent}}, an AI assistant calling for {{agency}} on a recorded line. " +
  "If you don't want calls from us, just say stop or press 9, and I'll take you off our list.";

/** As they are asked: a model may rephrase them, and a weak one reads them out. */
const QUESTIONS = [
  "What does your company do, and how many people work there?",
  "Which coverage matters most to you, and who do you have it with now?",
  "When does your current policy renew?",
  "What would help you most: a quote, a proposal, or a meeting?",
  "What's the best email address for you?",
];
const OBJECTIONS = [
  {
    when: "They have a broker.",
    say: "That's great. A second look costs nothing, and you don't have to change anything.",
  },
  {
    when: "They have no time.",
    say: "I understand. When would be a better time to call? I can also send you a link to pick one.",
  },
  {
    when: "They want a price now.",
    say: "A licensed agent works out the price. I can note what they'll need for your quote.",
  },
  {
    when: "They ask whether you are a robot.",
    say: "Yes, I'm an AI assistant for {{agency}}.",
  },
  {
    when: "They ask where you got their number.",
    say: "You agreed to get calls from us. A colleague can tell you when and where.",
  },
];
const CLOSING = "Thank you for your time. A licensed agent will be in touch. Goodbye.";

const script = (
  id: string,
  campaign_type: CampaignType | null,
  words: Pick<ScriptContent, "opening" | "goal"> & Partial<ScriptContent>,
): Script => ({
  id,
  version: VERSION,
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
    goal: "Find out whether they'd like a quote, a proposal, or a meeting about {{coverage}}, and learn what a licensed agent needs to prepare it.",
  }),
  warm: script("default-warm", "WARM_RECONNECT_CAMPAIGN", {
    opening: "I reached out before. Is now a better time to talk about {{coverage}}?",
    goal: "Pick up where the last contact left off, find out what has changed, and offer a quote, a proposal, or a meeting.",
  }),
  followUp: script("default-follow-up", "FOLLOW_UP_CAMPAIGN", {
    opening: "I'm following up on our conversation about {{coverage}}. Is now a good time?",
    goal: "Find out what is still open from the last conversation, and agree on the next step.",
  }),
  callback: script("default-callback", null, {
    opening: "You asked us to call you. How can I help with {{coverage}}?",
    goal: "Answer what they wanted to talk about, and agree on the next step.",
  }),
};

/** The default for a call: one that the person asked for, or by the campaign's kind. */
export function defaultScript(type: string | null | undefined, promised: boolean): Script {
  if (promised) return DEFAULT_SCRIPTS.callback;
  const known = Object.values(DEFAULT_SCRIPTS).find((one) => one.campaign_type === type);
  return known ?? DEFAULT_SCRIPTS.cold;
}
