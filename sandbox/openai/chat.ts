import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Ask, Refusal, type Routes } from "../server";
import { type Chat, type Reply, talk } from "./conversation";
import { extraction } from "./extraction";

const asked = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string().nullish() })).min(1),
  stream: z.boolean().nullish(),
  tools: z
    .array(z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string() }) }))
    .optional(),
  response_format: z.looseObject({ json_schema: z.looseObject({ name: z.string() }) }).optional(),
});
type Turn = { role: string; text: string };
/** How long it thinks before its first word, and between two. */
const [FIRST_MS, NEXT_MS] = [30, 3];
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** A model that reads only its prompt and knows a few words. It says what it is: `sandbox-stand-in`. */
export function openai(apiKey: string): Routes {
  return {
    "POST /openai/v1/chat/completions": (ask) => {
      allow(ask, apiKey);
      const parsed = asked.safeParse(ask.json());
      if (!parsed.success) return refuse(400, "invalid_request_error", parsed.error.message);
      const { messages, model, response_format, tools, stream } = parsed.data;
      const prompt = messages.map(({ content }) => content ?? "").join("\n");
      const created = Math.floor(Date.now() / 1_000);
      const id = `chatcmpl-${created}`;
      const reply = replyTo(response_format?.json_schema.name, prompt, { messages, tools });
      const about = { id, created, model };
      if (stream)
        return { headers: { "content-type": "text/event-stream" }, body: streamed(reply, about) };
      const message = { role: "assistant", ...asMessage(reply) };
      const finish_reason = "use" in reply ? "tool_calls" : "stop";
      const choices = [{ index: 0, finish_reason, message }];
      const said = JSON.stringify(message).length;
      const usage = {
        prompt_tokens: Math.ceil(prompt.length / 4),
        completion_tokens: Math.ceil(said / 4),
        total_tokens: Math.ceil((prompt.length + said) / 4),
      };
      return { body: { ...about, object: "chat.completion", choices, usage } };
    },
  };
}

function replyTo(task: string | undefined, prompt: string, chat: Chat): Reply {
  if (task === "call_summary") return { say: JSON.stringify(summary(transcriptIn(prompt))) };
  if (task === "call_extraction") return { say: JSON.stringify(extraction(prompt)) };
  if (task === "form_fields") return { say: JSON.stringify(fieldKeys(prompt)) };
  return talk(chat);
}

/** A few words that no rule of a form filler would know. */
const FIELD_WORDS: [RegExp, string][] = [
  [/moniker|handle us by/i, "name"],
  [/where do we reach you|inbox/i, "email"],
  [/dial you|ring you/i, "tel"],
  [/outfit|shop called/i, "organization"],
  [/crew|hands on deck/i, "employee_count"],
];
function fieldKeys(prompt: string): { keys: string[] } {
  const lines = prompt.split("\n").filter((line) => /^\d+: /.test(line));
  return {
    keys: lines.map((line) => FIELD_WORDS.find(([words]) => words.test(line))?.[1] ?? "none"),
  };
}

const toolCall = ({ use, args }: Extract<Reply, { use: string }>) => ({
  index: 0,
  id: `call_${randomUUID().replaceAll("-", "").slice(0, 24)}`,
  type: "function",
  function: { name: use, arguments: JSON.stringify(args) },
});
const asMessage = (reply: Reply) =>
  "use" in reply ? { content: null, tool_calls: [toolCall(reply)] } : { content: reply.say };

/** Word by word, as OpenAI streams it. */
async function* streamed(reply: Reply, about: object): AsyncGenerator<string> {
  const event = (delta: object, finish_reason: string | null = null) => {
    const choices = [{ index: 0, delta, finish_reason }];
    return `data: ${JSON.stringify({ ...about, object: "chat.completion.chunk", choices })}\n\n`;
  };
  await sleep(FIRST_MS);
  yield event({ role: "assistant", content: "" });
  if ("use" in reply) yield event({ tool_calls: [toolCall(reply)] });
  else
    for (const word of reply.say.match(/\S+\s*/g) ?? []) {
      yield event({ content: word });
      await sleep(NEXT_MS);
    }
  yield event({}, "use" in reply ? "tool_calls" : "stop");
  yield "data: [DONE]\n\n";
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
