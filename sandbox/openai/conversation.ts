/** What a chat asks of the stand-in for a model: its prompt, what was said, and what it may do. */
export type Chat = {
  messages: { role: string; content?: string | null | undefined; tool_calls?: unknown }[];
  tools?: { function?: { name: string } }[] | undefined;
};
export type Reply = { say: string } | { use: string; args: Record<string, unknown> };

type Rule = {
  hears: RegExp;
  /** The tool for it, used if it is offered and was not used since. */
  use?: string;
  args?: (said: string) => Record<string, unknown>;
  says: string;
};

/** In order of weight: the first that matches what was said last decides. */
const RULES: Rule[] = [
  {
    hears:
      /(take|remove) (me|us|my (number|name))( \w+)? (off|from)|(do not|don't|never|stop|quit) (ever )?(call|phon|ring|contact)\w*|leave (me|us) alone|lose (this|my) number|do not call list|\bunsubscribe\b|no more calls/i,
    use: "opt_out",
    says: "I have taken you off our list; you will hear no more from us. I am sorry for the disturbance. Goodbye.",
  },
  {
    hears:
      /wrong (number|person)|no(body| one) (here )?(by|with|of) that name|you('ve| have) got the wrong|not (him|her|who you think)/i,
    use: "wrong_number",
    says: "I am sorry, this number will not be called again. Goodbye.",
  },
  {
    hears:
      /ignore (all |any |your |the )*(previous |prior )?(instruction|rule|prompt)|system prompt|developer mode|you are now|pretend (to be|that)|repeat (everything|the words) above/i,
    says: "I cannot do that. I am an AI assistant and can help with questions about business insurance.",
  },
  {
    hears: /robot|\bbot\b|\bAI\b|artificial|machine|real person|human|computer|automated/i,
    says: "Yes, I am an AI assistant, and this call is recorded. A licensed colleague can call you if you prefer a person.",
  },
  {
    hears: /(how|where) did you get (my|this|our)|who gave you/i,
    says: "You agreed to be called, in a form or in writing. A colleague can show you when and how. If you want no calls, just say so.",
  },
  {
    hears: /(don't|do not|no) record|stop recording|(not|don't)( \w+){0,2} be(ing)? recorded/i,
    says: "I cannot go on without the recording. A person can talk to you instead. Goodbye.",
  },
  {
    hears:
      /\bmy (claim|policy|bill|agent)\b|already (a customer|insured with you)|file a claim|had an accident|emergency/i,
    use: "transferCall",
    says: "I connect you with a licensed colleague; I will not try to sell you anything.",
  },
  {
    hears: /driving|bad time|busy|in a meeting|call (me )?(back|later)|another time|not now/i,
    use: "check_availability",
    says: "Of course. When shall we call you back? I can offer a time.",
  },
  {
    hears:
      /guarantee|promise|am I covered|cover me (now|today)|bind|should I (buy|take|drop|cancel)/i,
    says: "I may not advise or promise that; a licensed colleague does. May I note your question for them?",
  },
  {
    hears: /not interested|no,? thank|all set|happy with (our|my)|go away|waste of/i,
    says: "I understand. Thank you for your time, and goodbye.",
  },
  {
    hears: /meeting|appointment|sit down|calendar/i,
    says: "A licensed colleague will confirm the time with you. What is the best email address for that?",
  },
  {
    hears: /quote|proposal|price|cost|premium|how much|expensive|rate/i,
    says: "Prices come from a licensed colleague who looks at it first; I can have one sent to you. Where may we send it?",
  },
  {
    hears: /@|\bat [\w. ]+ dot (com|net|org)\b/i,
    says: "Thank you, I have noted the address. Goodbye.",
  },
  { hears: /\b(bye|that's all|that is all)\b/i, says: "Thank you for your time. Goodbye." },
  {
    hears:
      /[^\p{Script=Latin}\p{N}\p{P}\p{Z}\p{S}]|\b(hola|gracias|habla|español|bonjour|parlez|deutsch|sprechen)\b/iu,
    says: "Un colega le llamará. A colleague who speaks your language will call you. Goodbye.",
  },
];

const ASKS =
  /\?|\b(what|when|where|which|who|does|do you|can you|tell me|hours|open|address|number)\b/i;
const EMPTY =
  /^(the|and|you|your|are|for|what|when|where|which|who|does|can|tell|how|our|with|that)$/;

/** What the stand-in answers, from its prompt and what was said, and from nothing else. */
export function talk({ messages, tools = [] }: Chat): Reply {
  const offered = tools.map((tool) => tool.function?.name ?? "");
  const last = messages.at(-1);
  const at = messages.findLastIndex(({ role }) => role === "user");
  const said = messages[at]?.content ?? "";
  const rule = RULES.find(({ hears }) => hears.test(said));
  if (last?.role === "tool") return { say: afterTool(last.content ?? "", rule) };
  const ends = rule?.use === "transferCall" ? "transferCall" : rule?.use;
  if (rule && ends && offered.includes(ends)) return { use: ends, args: rule.args?.(said) ?? {} };
  if (rule) return { say: rule.says };
  const prompt = messages.find(({ role }) => role === "system")?.content ?? "";
  const known = ASKS.test(said) ? fromContext(prompt, said) : undefined;
  if (known) return { say: known };
  return { say: nextQuestion(prompt, messages) };
}

/** A tool's words are for the model: it says its own, and of times the first that was offered. */
function afterTool(result: string, rule: Rule | undefined): string {
  const [, time] = /Free, in [^:]+: ([^=;]+?) =/.exec(result) ?? [];
  if (time) return `I can call you back on ${time}. Does that suit you?`;
  return rule?.says ?? "Thank you, I have noted that.";
}

const wordsOf = (text: string) =>
  (text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter((word) => !EMPTY.test(word));

/** The line of the context that shares most words with the question, if it shares any of weight. */
function fromContext(prompt: string, said: string): string | undefined {
  const [, context = ""] = /<context>([\s\S]*)<\/context>/.exec(prompt) ?? [];
  const asked = new Set(wordsOf(said));
  const lines = context.split("\n").filter((line) => line.startsWith("["));
  const scored = lines.map((line) => {
    const text = line.replace(/^\[[^\]]*\] /, "");
    const shared = new Set(wordsOf(text).filter((word) => asked.has(word)));
    return { text, score: [...shared].join("").length };
  });
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.score >= 5 ? best.text.slice(0, 300) : undefined;
}

/** The script's questions, one after another. */
function nextQuestion(prompt: string, messages: Chat["messages"]): string {
  const [, list = ""] = /^Ask, in your own words[^:]*: (.*)$/m.exec(prompt) ?? [];
  const questions = list.match(/[^.?!]+\?/g)?.map((one) => one.trim()) ?? [];
  const asked = messages
    .filter(({ role }) => role === "assistant")
    .map(({ content }) => content ?? "");
  const next = questions.find((question) => !asked.some((one) => one.includes(question)));
  return (
    next ?? "Thank you, that helps. A licensed colleague will look at it. Is there anything else?"
  );
}
