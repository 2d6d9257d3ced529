/** What a chat request gives the stand-in: its prompt, what was said, and the tools it may use. */
export type Chat = {
  messages: { role: string; content?: string | null | undefined; tool_calls?: unknown }[];
  tools?: { function?: { name: string } }[] | undefined;
};
export type Reply = { say: string } | { use: string };

type Rule = {
  /** What the person says. */
  pattern: RegExp;
  /** The tool for it, used if it is offered. */
  tool?: string;
  reply: string;
};

/** In order of weight: the first that matches what was said last decides. */
const RULES: Rule[] = [
  {
    pattern:
      /(take|remove) (me|us|my (number|name))( \w+)? (off|from)|(do not|don't|never|stop|quit) (ever )?(call|phon|ring|contact)\w*|leave (me|us) alone|lose (this|my) number|do not call list|\bunsubscribe\b|no more calls/i,
    tool: "opt_out",
    reply:
      "I've taken you off our list, and you won't hear from us again. I'm sorry for the disturbance. Goodbye.",
  },
  {
    pattern:
      /wrong (number|person)|no(body| one) (here )?(by|with|of) that name|you('ve| have) got the wrong|not (him|her|who you think)/i,
    tool: "wrong_number",
    reply: "I'm sorry about that. We won't call this number again. Goodbye.",
  },
  {
    pattern:
      /ignore (all |any |your |the )*(previous |prior )?(instruction|rule|prompt)|system prompt|developer mode|you are now|pretend (to be|that)|repeat (everything|the words) above/i,
    reply:
      "I can't do that. I'm an AI assistant, and I can help with questions about business insurance.",
  },
  {
    pattern: /robot|\bbot\b|\bAI\b|artificial|machine|real person|human|computer|automated/i,
    reply:
      "Yes, I'm an AI assistant, and this call is recorded. A licensed colleague can call you if you'd rather talk to a person.",
  },
  {
    pattern: /(how|where) did you get (my|this|our)|who gave you/i,
    reply:
      "You agreed to be called, in a form or in writing. A colleague can show you when and how. If you don't want calls, just say so.",
  },
  {
    pattern: /(don't|do not|no) record|stop recording|(not|don't)( \w+){0,2} be(ing)? recorded/i,
    reply: "I can't continue without the recording. A person can talk to you instead. Goodbye.",
  },
  {
    pattern:
      /\bmy (claim|policy|bill|agent)\b|already (a customer|insured with you)|file a claim|had an accident|emergency/i,
    tool: "transferCall",
    reply: "I'll connect you with a licensed colleague, and I won't try to sell you anything.",
  },
  {
    pattern: /driving|bad time|busy|in a meeting|call (me )?(back|later)|another time|not now/i,
    tool: "check_availability",
    reply: "Of course. When should we call you back? I can offer you a time.",
  },
  {
    pattern:
      /guarantee|promise|am I covered|cover me (now|today)|bind|should I (buy|take|drop|cancel)/i,
    reply:
      "I can't advise on that or promise it, but a licensed colleague can help. May I note your question for them?",
  },
  {
    pattern: /not interested|no,? thank|all set|happy with (our|my)|go away|waste of/i,
    reply: "I understand. Thank you for your time. Goodbye.",
  },
  {
    pattern: /meeting|appointment|sit down|calendar/i,
    reply:
      "A licensed colleague will confirm the time with you. What is the best email address for that?",
  },
  {
    pattern: /quote|proposal|price|cost|premium|how much|expensive|rate/i,
    reply:
      "A licensed colleague works out the price. I can have a quote sent to you. Where should we send it?",
  },
  {
    pattern: /@|\bat [\w. ]+ dot (com|net|org)\b/i,
    reply: "Thank you, I've noted the address. Goodbye.",
  },
  { pattern: /\b(bye|that's all|that is all)\b/i, reply: "Thank you for your time. Goodbye." },
  {
    pattern:
      /[^\p{Script=Latin}\p{N}\p{P}\p{Z}\p{S}]|\b(hola|gracias|habla|español|bonjour|parlez|deutsch|sprechen)\b/iu,
    reply: "Un colega le llamará. A colleague who speaks your language will call you. Goodbye.",
  },
];

const QUESTION =
  /\?|\b(what|when|where|which|who|does|do you|can you|tell me|hours|open|address|number)\b/i;
const STOP_WORDS =
  /^(the|and|you|your|are|for|what|when|where|which|who|does|can|tell|how|our|with|that)$/;
/** How many letters of a line must be in the question for the line to answer it. */
const SHARED_LETTERS_MIN = 5;
const ANSWER_MAX = 300;

/** The stand-in's reply. It depends on the prompt and on what was said, and on nothing else. */
export function replyTo({ messages, tools = [] }: Chat): Reply {
  const last = messages.at(-1);
  const said = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const rule = RULES.find(({ pattern }) => pattern.test(said));
  if (last?.role === "tool") return { say: afterTool(last.content ?? "", rule) };
  const offered = tools.map((tool) => tool.function?.name);
  if (rule?.tool && offered.includes(rule.tool)) return { use: rule.tool };
  if (rule) return { say: rule.reply };
  const prompt = messages.find(({ role }) => role === "system")?.content ?? "";
  const answer = QUESTION.test(said) ? answerFromContext(prompt, said) : undefined;
  return { say: answer ?? nextQuestion(prompt, messages) };
}

/** A tool's result is for the model, so the rule's reply is said, or the first time that was offered. */
function afterTool(result: string, rule: Rule | undefined): string {
  const [, time] = /Available, in [^:]+: ([^=;]+?) =/.exec(result) ?? [];
  if (time) return `I can call you back on ${time}. Does that work for you?`;
  return rule?.reply ?? "Thank you, I've noted that.";
}

const wordsIn = (text: string) =>
  (text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter((word) => !STOP_WORDS.test(word));

/** The line of the context that shares most letters with the question, if it shares enough. */
function answerFromContext(prompt: string, question: string): string | undefined {
  const [, context = ""] = /<context>([\s\S]*)<\/context>/.exec(prompt) ?? [];
  const questionWords = new Set(wordsIn(question));
  const lines = context.split("\n").filter((line) => line.startsWith("["));
  const scored = lines.map((line) => {
    const text = line.replace(/^\[[^\]]*\] /, "");
    const shared = new Set(wordsIn(text).filter((word) => questionWords.has(word)));
    return { text, score: [...shared].join("").length };
  });
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.score >= SHARED_LETTERS_MIN ? best.text.slice(0, ANSWER_MAX) : undefined;
}

/** The first of the script's questions that was not asked yet. */
function nextQuestion(prompt: string, messages: Chat["messages"]): string {
  const [, list = ""] = /^Ask, in your own words[^:]*: (.*)$/m.exec(prompt) ?? [];
  const questions = list.match(/[^.?!]+\?/g)?.map((one) => one.trim()) ?? [];
  const lines = messages
    .filter(({ role }) => role === "assistant")
    .map(({ content }) => content ?? "");
  const next = questions.find((question) => !lines.some((line) => line.includes(question)));
  return (
    next ?? "Thank you, that helps. A licensed colleague will look at it. Is there anything else?"
  );
}
