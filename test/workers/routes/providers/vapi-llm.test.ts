import { exports } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { silent } from "../../../stand-ins/internet";
import {
  anEvent,
  anInitiatedCall,
  ask,
  aWorld,
  type Initiated,
  objectOf,
  settled,
} from "../../world";

const world = aWorld();
const SECRET = "webhook-secret";
const PROMPT = "You are Jennifer.";

type Chat = { role: string; content: string; tool_calls?: unknown; tool_call_id?: string };
const tagsOf = ({ callKey, callId }: Pick<Initiated, "callKey" | "callId">) => ({
  call_key: callKey,
  call_id: callId,
  attempt: 1,
  dialed_at: "2040-11-20T15:00:00Z",
});

/** What VAPI asks of its custom LLM. */
function request(call: Initiated | undefined, messages: Chat[], over: object = {}) {
  const metadata = call && tagsOf(call);
  const body = {
    model: "any",
    stream: true,
    temperature: 0.3,
    max_tokens: 250,
    messages,
    ...(call && { metadata, call: { id: "vapi-1", assistantOverrides: { metadata } } }),
    phoneNumber: { twilioAuthToken: "NOT-TO-BE-PASSED-ON" },
    ...over,
  };
  return { method: "POST", body: JSON.stringify(body) };
}
const say = async (
  call: Initiated | undefined,
  messages: Chat[],
  {
    path = "/vapi/llm/chat/completions",
    over = {},
    headers = {},
    signal = undefined as AbortSignal | undefined,
  } = {},
) =>
  await exports.default.fetch(`https://worker.example${path}`, {
    ...request(call, messages, over),
    ...(signal && { signal }),
    headers: { "content-type": "application/json", authorization: `Bearer ${SECRET}`, ...headers },
  });
const turns = (...said: string[]): Chat[] => [
  { role: "system", content: PROMPT },
  ...said.map((content, at) => ({ role: at % 2 ? "assistant" : "user", content })),
];
const spoken = async (response: Response) => {
  const text = await response.text();
  expect(text.trimEnd().endsWith("data: [DONE]")).toBe(true);
  return text
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? "")
    .join("");
};
/** The prompt that reached the model last. */
const prompted = () => world.net.prompts.at(-1)?.messages as Chat[];

async function aLiveCall(over: object = {}) {
  const call = await anInitiatedCall({ notes: "Likes brown bread.", ...over });
  await settled(call.callKey);
  await objectOf(call.callKey).receive(anEvent(call, { type: "answered" }));
  const object = objectOf(call.callKey);
  await vi.waitFor(async () => expect((await object.context(call.callId, "")).ready).toBe(true));
  return call;
}

afterEach(() => vi.useRealTimers());

test("a turn is answered from what the call has ready: no embedding, no database", async () => {
  const call = await aLiveCall();
  await vi.waitFor(async () => {
    world.net.asked.length = 0;
    const said = await spoken(await say(call, turns("Hello?")));
    expect(said).toBe("Hello there.");
    expect(world.net.asked).toEqual(["POST /openai/v1/chat/completions"]);
  });
  const [system] = prompted();
  expect(system?.content).toContain(PROMPT);
  expect(system?.content).toContain("<context>");
  expect(system?.content.match(/<context>/g)).toHaveLength(1);
});

test("what the person asks is looked up behind their words, for the next turn", async () => {
  const call = await aLiveCall();
  const company = (await ask(`/api/prospects/${call.id}`)).body.company.id;
  const text = "They plan a second bakery in Portland with a wood-fired oven.";
  const item = { text, source_url: "https://news.example/2", company_id: company };
  await ask("/api/research", { body: { items: [item] } });
  const asked = "Have you heard about our second bakery with the oven?";
  const message = {
    type: "transcript",
    transcriptType: "partial",
    role: "user",
    transcript: asked,
    call: { id: "vapi-1", metadata: tagsOf(call) },
  };
  vi.setSystemTime(Date.now() + 5_000);
  const heard = await ask("/webhooks/vapi", {
    body: { message },
    headers: { "x-vapi-secret": SECRET },
    key: "",
  });
  expect(heard.status).toBe(200);
  await vi.waitFor(async () => {
    await spoken(await say(call, turns(asked)));
    expect(prompted()[0]?.content).toContain("wood-fired oven");
  });
});

test("the call shows its answers, how many had context ready, and what we added", async () => {
  const call = await aLiveCall();
  for (const text of ["Hello?", "Who are you?"]) await spoken(await say(call, turns(text)));
  await vi.waitFor(async () => {
    const { speech } = (await ask(`/call/${call.callId}`)).body;
    expect(speech).toMatchObject({ turns: 2, context_hits: 2, hit_rate: 1, cold_look_ups: 0 });
    expect(speech.added_ms.p50).toBeLessThan(1_000);
  });
});

test("an unknown call is answered without context, at either form of the address", async () => {
  const twice = "/vapi/llm/chat/completions/chat/completions";
  expect(await spoken(await say(undefined, turns("Hello?"), { path: twice }))).toBe("Hello there.");
  expect(prompted()[0]?.content).toBe(PROMPT);
});

test.each([
  ["no proof", { authorization: "" }],
  ["a wrong bearer", { authorization: "Bearer wrong" }],
  ["a wrong secret beside a right bearer", { "x-vapi-secret": "wrong" }],
])("%s is refused", async (_, headers) => {
  expect((await say(undefined, turns("Hi"), { headers })).status).toBe(401);
});

test("what is no chat is refused by its field", async () => {
  const answer = await say(undefined, []);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ errors: [{ path: "messages" }] });
});

test("tools, temperature and the choice of tool go on; the call's secrets do not", async () => {
  const tools = [{ type: "function", function: { name: "opt_out" } }];
  await spoken(await say(undefined, turns("Hi"), { over: { tools, tool_choice: "auto" } }));
  const passed = world.net.prompts.at(-1);
  expect(passed).toMatchObject({ tools, tool_choice: "auto", temperature: 0.3, max_tokens: 250 });
  expect(passed?.model).toBe("model");
  expect(JSON.stringify(passed)).not.toContain("NOT-TO-BE-PASSED-ON");
});

test("a long talk keeps its newest turns, and no tool's result without its call", async () => {
  const call = { id: "t1", type: "function", function: { name: "look_up", arguments: "{}" } };
  const talk: Chat[] = Array.from({ length: 200 }, (_, at) => [
    { role: "user", content: `Question ${at}: ${"what about it ".repeat(10)}` },
    { role: "assistant", content: "", tool_calls: [{ ...call, id: `t${at}` }] },
    { role: "tool", content: `Result ${at}`, tool_call_id: `t${at}` },
  ]).flat();
  await spoken(await say(undefined, [{ role: "system", content: PROMPT }, ...talk]));
  const kept = prompted();
  expect(kept.length).toBeLessThan(100);
  expect(kept.at(-1)?.content).toBe("Result 199");
  const orphan = kept.find(({ role }, at) => role === "tool" && !kept[at - 1]?.tool_calls);
  expect(orphan).toBeUndefined();
});

test.each([
  ["refuses", () => new Response("", { status: 429 })],
  ["cannot be reached", () => Promise.reject(new Error("connection lost"))],
  ["breaks off in the middle of a line", () => new Response('data: {"choices":[{"del')],
])("a model that %s is apologized for, and nobody hears an error", async (_, fault) => {
  world.net.fails("POST /openai/v1/chat/completions", fault);
  const answer = await say(undefined, turns("Hi"));
  expect(answer.status).toBe(200);
  expect(await spoken(answer)).toMatch(/I'm sorry/);
});

const event = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const streamed = async (body: string) => {
  world.net.fails("POST /openai/v1/chat/completions", () => new Response(body));
  const text = await (await say(undefined, turns("Hi"))).text();
  const events = text.split("\n").filter((line) => line.startsWith("data: {"));
  const choices = events.map((line) => JSON.parse(line.slice(6)).choices[0]);
  return {
    ended: text.trimEnd().endsWith("data: [DONE]"),
    said: choices.map(({ delta }) => delta.content ?? "").join(""),
    stops: choices.filter(({ finish_reason }) => finish_reason === "stop").length,
  };
};

test("a model that breaks off after words is apologized for behind them", async () => {
  const { said, ended, stops } = await streamed(event({ content: "Well, " }));
  expect(said).toMatch(/^Well, {2}I'm sorry/);
  expect({ ended, stops }).toEqual({ ended: true, stops: 1 });
});

test.each([
  ["without a last line's end", `${event({ content: "Hi." }, "stop")}data: [DONE]`],
  ["without [DONE]", event({ content: "Hi." }, "stop")],
  ["with an end of another spelling", `${event({ content: "Hi." }, "stop")}data:[DONE]\n\n`],
])("a stream that ends %s has ended, once", async (_, body) => {
  const { said, stops } = await streamed(body);
  expect({ said, stops }).toEqual({ said: "Hi.", stops: 1 });
});

test("what is no event of the protocol is not passed on, and a model's own error is not read out", async () => {
  const junk = `<html>\ndata: {not json\n\n${event({ content: "Hi." }, "stop")}data: [DONE]\n\n`;
  expect(await streamed(junk)).toEqual({ ended: true, said: "Hi.", stops: 1 });
  const broken = `data: {"error":{"message":"secret of the model's"}}\n\n`;
  expect((await streamed(broken)).said).toMatch(/^I'm sorry/);
});

test("a tool's result, however long, comes with the call that it answers and what was asked", async () => {
  const call = { id: "t1", type: "function", function: { name: "look_up", arguments: "{}" } };
  const messages: Chat[] = [
    { role: "system", content: PROMPT },
    ...turns("Old question?", "Old answer.").slice(1),
    { role: "user", content: "What do you know?" },
    { role: "assistant", content: "", tool_calls: [call, { ...call, id: "t2" }] },
    { role: "tool", content: "Known: much. ".repeat(500), tool_call_id: "t1" },
    { role: "tool", content: "More: much. ".repeat(500), tool_call_id: "t2" },
  ];
  await spoken(await say(undefined, messages));
  const kept = prompted();
  expect(kept.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool", "tool"]);
  expect(kept.at(-1)?.content).toMatch(/^More: much/);
  expect(JSON.stringify(kept).length).toBeLessThan(8_000);
});

test("without a system message the context comes in one of its own", async () => {
  const call = await aLiveCall();
  await ask("/dev/cron", { body: { cron: "* * * * *" } });
  await spoken(await say(call, turns("Hello?").slice(1)));
  const [first] = prompted();
  expect([first?.role, first?.content.startsWith("<context>")]).toEqual(["system", true]);
});

test("who wants no stream gets one answer, and an apology for one that cannot be read", async () => {
  const over = { stream: false };
  const good = await (await say(undefined, turns("Hi"), { over })).json();
  expect(good).toMatchObject({ choices: [{ message: { role: "assistant" } }] });
  world.net.fails("POST /openai/v1/chat/completions", () => new Response("<html>"));
  const bad = (await (await say(undefined, turns("Hi"), { over })).json()) as typeof good;
  expect(JSON.stringify(bad)).toContain("I'm sorry");
});

test("a database that is slow or away keeps nobody waiting", async () => {
  const call = await anInitiatedCall();
  await settled(call.callKey);
  world.net.databaseIsSlow = true;
  const began = performance.now();
  expect(await spoken(await say(call, turns("Hello?")))).toBe("Hello there.");
  expect(performance.now() - began).toBeLessThan(1_000);
  world.net.databaseIsSlow = false;
  world.net.databaseIsAway = true;
  expect(await spoken(await say(call, turns("Still there?")))).toBe("Hello there.");
});

test("who hangs up in the middle ends the model's work", async () => {
  let ended = false;
  world.net.fails("POST /openai/v1/chat/completions", (_, init) => {
    init?.signal?.addEventListener("abort", () => {
      ended = true;
    });
    return silent(() => new Response());
  });
  const answer = await say(undefined, turns("Hi"));
  await answer.body?.cancel();
  await vi.waitFor(() => expect(ended).toBe(true));
});

test("of a caller who has not proved who they are, the model is told nothing", async () => {
  const known = await aLiveCall();
  const body = {
    message: {
      type: "assistant-request",
      call: { id: "vapi-in-1", phoneNumberId: "phone", customer: { number: known.phone } },
    },
  };
  const ringing = { body, headers: { "x-vapi-secret": SECRET }, key: "" };
  const { assistant } = (await ask("/webhooks/vapi", ringing)).body;
  const metadata = assistant.metadata;
  const answer = await say(undefined, turns("What do you know about me?"), { over: { metadata } });
  await spoken(answer);
  expect(JSON.stringify(prompted())).not.toMatch(/brown bread|Zoë|Ångström/);
});
