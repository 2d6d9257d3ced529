type Turn = { role: string; text: string };

/** In order of weight: the first that a person's words match is what they want. */
const INTENTS: [string, RegExp][] = [
  [
    "opt_out",
    /(take|remove) (me|us|my number) off|do(n't| not) (ever )?call|stop calling|off your list|never call/i,
  ],
  [
    "wrong_number",
    /wrong number|no(body| one) (here )?(by|with|of) that name|not (him|her|them)\b/i,
  ],
  ["existing_customer", /my (claim|policy number|bill)|already (a customer|insured with you)/i],
  ["not_interested", /not interested|no,? thank(s| you)|we('re| are) (all set|fine|happy)/i],
  ["proposal", /proposal/i],
  ["meeting", /meeting|sit down|appointment|calendar/i],
  ["quote", /quote|price|premium/i],
  ["callback", /call (me )?(back|later)|bad time|another time/i],
  ["information", /information|tell me more|brochure|send me (something|details)/i],
];
const POSITIVE = ["quote", "proposal", "meeting"];
const NEGATIVE = ["opt_out", "not_interested", "wrong_number"];
const OBJECTION = /not interested|too expensive|already have/i;
const QUOTED_TURNS = 3;
const QUOTED_CHARACTERS = 400;

/** What the stand-in says about a prompt's transcript. The summary says who wrote it. */
export function summary(prompt: string) {
  const turns = transcriptIn(prompt).filter(({ role }) => role === "user");
  const texts = turns.map(({ text }) => text);
  const words = texts.join(" ");
  const intent = INTENTS.find(([, pattern]) => pattern.test(words))?.[0] ?? "unclear";
  const quoted = texts.slice(0, QUOTED_TURNS).join(" ").slice(0, QUOTED_CHARACTERS);
  const content = texts[0] ? `They said: "${quoted}"` : "They said nothing.";
  return {
    summary: `(Written by the sandbox's stand-in for a model.) The person spoke ${texts.length} times. ${content}`,
    sentiment: sentimentOf(intent),
    intent,
    quality_score: qualityOf(texts, intent),
    objections: texts.filter((text) => OBJECTION.test(text)),
  };
}

function sentimentOf(intent: string): string {
  if (POSITIVE.includes(intent)) return "positive";
  return NEGATIVE.includes(intent) ? "negative" : "neutral";
}

/** From 0 to 100: how much was said, wanted, told about the company, and whether it ended politely. */
function qualityOf(texts: string[], intent: string): number {
  const words = texts.join(" ");
  const spoken = texts.length >= 2 ? 40 : texts.length * 20;
  const wanted = POSITIVE.includes(intent) || intent === "callback" ? 20 : 0;
  const facts = /\d|employees|people|liability|compensation|cyber/i.test(words) ? 20 : 0;
  const polite = /thank|bye/i.test(words) ? 10 : 0;
  return Math.min(spoken + wanted + facts + polite, 100);
}

function transcriptIn(prompt: string): Turn[] {
  const [, transcript = ""] = /<transcript>\n([\s\S]*)\n<\/transcript>/.exec(prompt) ?? [];
  return transcript.split("\n").flatMap((line) => {
    const [, role, text] = /^(assistant|user): (.*)$/.exec(line) ?? [];
    return role && text ? [{ role, text }] : [];
  });
}
