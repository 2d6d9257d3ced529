import { z } from "zod";
import { type Ask, Refusal, type Routes } from "./http";

const asked = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
  response_format: z.looseObject({ json_schema: z.looseObject({ name: z.string() }) }).optional(),
});
type Turn = { role: string; text: string };

/** A model that reads only its prompt and knows a few words. It says so in what it writes. */
export function openai(apiKey: string): Routes {
  return {
    "POST /openai/v1/chat/completions": (ask) => {
      allow(ask, apiKey);
      const parsed = asked.safeParse(ask.json());
      if (!parsed.success) return refuse(400, "invalid_request_error", parsed.error.message);
      const { messages, model, response_format } = parsed.data;
      const prompt = messages.map(({ content }) => content).join("\n");
      const content =
        response_format?.json_schema.name === "call_summary"
          ? JSON.stringify(summary(transcriptIn(prompt)))
          : "I am the sandbox's stand-in for a model and have no answer to that.";
      const choice = { index: 0, finish_reason: "stop", message: { role: "assistant", content } };
      const usage = {
        prompt_tokens: Math.ceil(prompt.length / 4),
        completion_tokens: Math.ceil(content.length / 4),
        total_tokens: Math.ceil((prompt.length + content.length) / 4),
      };
      const created = Math.floor(Date.now() / 1_000);
      const id = `chatcmpl-${created}`;
      return { body: { id, object: "chat.completion", created, model, choices: [choice], usage } };
    },
  };
}

function allow(ask: Ask, apiKey: string): void {
  if (ask.headers.authorization !== `Bearer ${apiKey}`)
    throw new Refusal(401, {
      error: { message: "Incorrect API key provided", type: "invalid_request_error" },
    });
}
const refuse = (status: number, type: string, message: string) => ({
  status,
  body: { error: { message, type, code: null, param: null } },
});

function transcriptIn(prompt: string): Turn[] {
  const [, block = ""] = /<transcript>\n([\s\S]*)\n<\/transcript>/.exec(prompt) ?? [];
  return block.split("\n").flatMap((line) => {
    const [, role, text] = /^(assistant|user): (.*)$/.exec(line) ?? [];
    return role && text ? [{ role, text }] : [];
  });
}

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

function summary(turns: Turn[]) {
  const person = turns.filter(({ role }) => role === "user").map(({ text }) => text);
  const words = person.join(" ");
  const intent = INTENTS.find(([, pattern]) => pattern.test(words))?.[0] ?? "unclear";
  const wants = ["quote", "proposal", "meeting"].includes(intent);
  const against = ["opt_out", "not_interested", "wrong_number"].includes(intent);
  const objections = person.filter((text) =>
    /not interested|too expensive|already have/i.test(text),
  );
  const score =
    (person.length >= 2 ? 40 : person.length * 20) +
    (wants || intent === "callback" ? 20 : 0) +
    (/\d|employees|people|liability|compensation|cyber/i.test(words) ? 20 : 0) +
    (/thank|bye/i.test(words) ? 10 : 0);
  return {
    summary: `(Written by the sandbox's stand-in for a model.) The person spoke ${person.length} times. ${
      person[0]
        ? `They said: "${person.slice(0, 3).join(" ").slice(0, 400)}"`
        : "They said nothing."
    }`,
    sentiment: wants ? "positive" : against ? "negative" : "neutral",
    intent,
    quality_score: Math.min(score, 100),
    objections,
  };
}
