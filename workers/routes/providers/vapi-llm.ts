import { type Context, Hono } from "hono";
import { z } from "zod";
import { assemble } from "../../../src/context/assemble";
import { recall } from "../../../src/context/recall";
import { type Reader, spokenMessages } from "../../../src/context/speech";
import { countHigh } from "../../../src/context/tokens";
import { CANNOT_ANSWER, ONE_MOMENT } from "../../../src/conversation/lines";
import { speechStream } from "../../../src/language/speech-stream";
import { describeError } from "../../../src/result";
import {
  type Speech,
  type SpokenMessage,
  speechOf,
  textOf,
} from "../../../src/telephony/vapi-speech";
import { withTimeout } from "../../../src/with-timeout";
import { type App, type AppEnv, scoped } from "../../compose";
import { describeOperations, media } from "../../http/operation";
import { parseJson } from "../../http/parse-json";
import { invalid } from "../../http/problem";
import { signedBody } from "../../vapi/signature";

const BODY_MAX_BYTES = 4 * 1024 * 1024;
/** The object answers from memory; when it does not, the caller does not wait for it. */
const MEMORY_MS = 100;
/** "Context retrieval: <100ms" (the user's document). What comes later is left out. */
const COLD_MS = 100;
/** After the first silence a filler is spoken, after the second an apology. */
const PATIENCE = { fillerMs: 1_500, apologyMs: 8_000 };
const PHRASES = { filler: ONE_MOMENT, apology: CANNOT_ANSWER };

const completionRequest = z
  .looseObject({
    model: z.string().optional(),
    messages: z.array(z.looseObject({ role: z.string() })),
    stream: z.boolean().optional(),
  })
  .meta({
    id: "ChatCompletionRequest",
    examples: [{ stream: true, messages: [{ role: "user", content: "Do I need cyber cover?" }] }],
  });
const completion = z.looseObject({ choices: z.array(z.unknown()) }).meta({
  id: "ChatCompletion",
  examples: [{ choices: [{ index: 0, message: { role: "assistant", content: "It depends." } }] }],
});
const stream = media("text/event-stream", "The completion, streamed or whole.", "data: {…}");
const operation = {
  description: "OpenAI's chat completions, with what is known of the caller added.",
  access: "vapi",
  body: { "application/json": completionRequest },
  answers: { 200: [stream, completion] },
  problems: ["invalid_request", "too_large", "unavailable"],
} as const;
const operations = describeOperations("Provider webhooks", {
  completeChat: { summary: "VAPI's custom LLM", ...operation },
  completeChatRepeated: { summary: "VAPI's custom LLM (path repeated)", ...operation },
});

/** VAPI's custom LLM: OpenAI's chat completions, with the caller's context added. */
export const vapiLlm = new Hono<AppEnv>()
  .post("/chat/completions", operations.completeChat, answer)
  .post(
    // Where VAPI's URL ends in the path already, it is there twice.
    "/chat/completions/chat/completions",
    operations.completeChatRepeated,
    answer,
  );

async function answer(c: Context<AppEnv>): Promise<Response> {
  const began = c.get("app").machineNow();
  const bytes = await signedBody(c, BODY_MAX_BYTES);
  if (bytes instanceof Response) return bytes;
  const speech = speechOf(parseJson(bytes));
  if (!speech) return invalid("messages", "must be a list of OpenAI chat messages");
  const call_id = speech.attempt?.callId;
  const app = scoped(c.get("app"), { call_id });
  const context = await contextFor(speech, app);
  const messages = spokenMessages(speech.messages, context.block, READER);
  const { stream, options } = speech;
  const controller = new AbortController();
  c.req.raw.signal.addEventListener("abort", () => controller.abort());
  const askedAt = app.machineNow();
  const response = app.speaker.speak({ ...options, messages, stream }, controller.signal);
  if (!stream) return await whole(response, () => controller.abort(), app);
  const note = (modelMs: number) =>
    recordTurn(speech, context, { addedMs: askedAt - began, modelMs }, app);
  const body = speechStream(
    response,
    () => controller.abort(),
    { model: app.need("LIVE_MODEL"), patience: PATIENCE, phrases: PHRASES },
    { firstByte: () => c.executionCtx.waitUntil(note(app.machineNow() - askedAt)) },
  );
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
  };
  return new Response(body, { headers });
}

/** Context for one answer: `hit` from the call's set, `cold` from the database. */
type TurnContext = { block: string; hit: boolean; cold: boolean };
const NOTHING: TurnContext = { block: "", hit: false, cold: false };

/** From the call's own set; from the database, and not for long, only while the set is not there yet. */
async function contextFor({ attempt, messages }: Speech, app: App): Promise<TurnContext> {
  if (!attempt) return NOTHING;
  const utterance = textOf(messages.findLast(({ role }) => role === "user") ?? { content: "" });
  const event = "speech.no-context";
  const { log } = app;
  const prepared = app.calls.live(attempt).context(utterance);
  const set = await withTimeout(MEMORY_MS, prepared, { instead: undefined, event, log });
  if (!set) return NOTHING;
  if (set.ready) return { block: set.block, hit: set.hit, cold: false };
  if (app.lookUps.isOpen(app.machineNow())) return NOTHING;
  // The object knows whose facts the caller may hear: nobody's, if they are not verified.
  const search = recall(app, { prospectId: set.prospectId ?? undefined, utterance });
  const found = await withTimeout(COLD_MS, search, { instead: undefined, event, log });
  app.lookUps.record(found !== undefined, app.machineNow());
  return found
    ? { block: assemble(found, [], countHigh).block, hit: false, cold: true }
    : { ...NOTHING, cold: true };
}

async function recordTurn(
  { attempt }: Speech,
  { hit, cold }: TurnContext,
  took: { addedMs: number; modelMs: number },
  app: App,
): Promise<void> {
  if (!attempt) return;
  await app.calls
    .live(attempt)
    .recordTurn({ hit, cold, ...took })
    .catch((error) => app.log.warn("speech.turn-not-recorded", { error: describeError(error) }));
}

/** The model's answer without a stream, or an apology in its place. */
async function whole(model: Promise<Response>, stop: () => void, app: App): Promise<Response> {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  const text = model.then(async (response) => (response.ok ? await response.text() : undefined));
  const event = "speech.not-answered";
  const answer = await withTimeout(PATIENCE.apologyMs, text, {
    instead: undefined,
    event,
    log: app.log,
  });
  if (answer !== undefined && isCompletion(answer)) return new Response(answer, { headers });
  stop();
  const message = { role: "assistant", content: PHRASES.apology };
  const choices = [{ index: 0, finish_reason: "stop", message }];
  const about = { id: "chatcmpl-voice", object: "chat.completion", created: 0 };
  return Response.json({ ...about, model: app.need("LIVE_MODEL"), choices }, { headers });
}

function isCompletion(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text).choices);
  } catch {
    return false;
  }
}

const READER: Reader<SpokenMessage> = {
  role: ({ role }) => role,
  text: textOf,
  withText: (message, content) => ({ ...message, content }),
  calls: ({ tool_calls: calls }) => (calls ? JSON.stringify(calls) : ""),
  system: (content) => ({ role: "system", content }),
};
