import { createHmac } from "node:crypto";
import { toolShapes } from "../../src/tools";
import { ask } from "../client";
import type { Ready } from "../launch/product";
import type { Scripted } from "./callers";

export type Line = { role: "user" | "assistant" | "tool"; text: string };
export type Conversation = { lines: Line[]; used: string[]; firstByteMs: number[]; callId: string };

type Message = { role: string; content: string | null; tool_calls?: Used[]; tool_call_id?: string };
type Used = { id: string; type: string; function: { name: string; arguments: string } };
const ROUNDS_MAX = 3;
/** A telephone rings for seconds; this is little of it. */
const RINGS_MS = 300;
const TOOLS = [
  ...toolShapes().map((shape) => ({ type: "function", function: shape })),
  ...["endCall", "transferCall"].map((name) => ({
    type: "function",
    function: { name, parameters: { type: "object", properties: {} } },
  })),
];

/** Somebody talks with the agent, over the route that VAPI uses, until their lines are over. */
export async function converse(
  ready: Ready,
  scripted: Scripted,
  at: number,
): Promise<Conversation> {
  const call = await aCall(ready, at);
  const { body: known } = await ask(ready, "POST", "/api/context", {
    prospect_id: call.prospectId,
    utterance: scripted.lines[0] ?? "",
  });
  await new Promise((resolve) => setTimeout(resolve, RINGS_MS)); // While it rings, the call gets ready.
  const messages: Message[] = [{ role: "system", content: known.system_prompt }];
  const heard: Conversation = { lines: [], used: [], firstByteMs: [], callId: call.callId };
  for (const text of scripted.lines) {
    messages.push({ role: "user", content: text });
    heard.lines.push({ role: "user", text });
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const answer = await speak(ready, call.metadata, messages);
      heard.firstByteMs.push(answer.firstByteMs);
      if (answer.say) heard.lines.push({ role: "assistant", text: answer.say });
      const { used } = answer;
      messages.push({
        role: "assistant",
        content: answer.say || null,
        ...(used.length > 0 && { tool_calls: used }),
      });
      if (used.length === 0) break;
      for (const one of used) {
        heard.used.push(one.function.name);
        const result = await useTool(ready, call.metadata, one);
        heard.lines.push({ role: "tool", text: `${one.function.name}: ${result}` });
        messages.push({ role: "tool", tool_call_id: one.id, content: result });
      }
    }
  }
  return heard;
}

async function aCall(ready: Ready, at: number) {
  const prospectId = `eval_${at}`;
  const phone_number = `+1555${String(7_000_000 + at * 100 + 12)}`;
  const prospect_data = {
    name: "Jo Miller",
    company: { id: `eval_co_${at}`, name: "Miller Bakery", employee_count: 12 },
    address: {
      line1: "1 Main St",
      city: "Columbus",
      state: "NY",
      postal_code: "10001",
      country: "US",
    },
    consent: {
      basis: "written",
      text: "I agree to be called by an AI assistant.",
      source: "web form",
      obtained_at: "2026-11-01T00:00:00Z",
      channels: ["voice", "email"],
    },
  };
  const wanted = { campaign_id: "eval", prospect_id: prospectId, phone_number, prospect_data };
  const { status, body } = await ask(ready, "POST", "/call/initiate", wanted);
  if (status !== 202) throw new Error(`initiate answered ${status}: ${JSON.stringify(body)}`);
  const { call_id, call_key } = body;
  return { prospectId, callId: call_id as string, metadata: { call_key, call_id, attempt: 1 } };
}

async function speak({ app, webhook_secret }: Ready, metadata: object, messages: Message[]) {
  const began = performance.now();
  const response = await fetch(`${app}/vapi/llm/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${webhook_secret}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "eval",
      messages,
      tools: TOOLS,
      stream: true,
      metadata,
      call: { id: "eval", metadata },
    }),
  });
  if (!response.ok || !response.body) throw new Error(`the route answered ${response.status}`);
  let firstByteMs = 0;
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    firstByteMs ||= performance.now() - began;
    text += decoder.decode(bytes, { stream: true });
  }
  return { firstByteMs, ...readSpeech(text) };
}

function readSpeech(stream: string): { say: string; used: Used[] } {
  let say = "";
  const used: Used[] = [];
  for (const line of stream.split("\n")) {
    if (!line.startsWith("data: {")) continue;
    const delta = JSON.parse(line.slice(6)).choices?.[0]?.delta ?? {};
    say += delta.content ?? "";
    for (const { index, id, function: part } of delta.tool_calls ?? []) {
      used[index] ??= { id: id ?? "", type: "function", function: { name: "", arguments: "" } };
      used[index].function.name += part?.name ?? "";
      used[index].function.arguments += part?.arguments ?? "";
    }
  }
  return { say: say.trim(), used: used.filter(Boolean) };
}

/** What VAPI would do with a tool: ask the product. The two of its own are not ours to do. */
async function useTool({ app, webhook_hmac_secret }: Ready, metadata: object, used: Used) {
  if (/^(endCall|transferCall)$/.test(used.function.name)) return "Done.";
  const call = { id: "eval", metadata };
  const toolCallList = [{ id: `${used.id}-${Math.random()}`, function: used.function }];
  const body = JSON.stringify({ message: { type: "tool-calls", toolCallList, call } });
  const timestamp = String(Date.now());
  const signature = createHmac("sha256", webhook_hmac_secret).update(`${timestamp}.${body}`);
  const headers = {
    "content-type": "application/json",
    "x-timestamp": timestamp,
    "x-signature": signature.digest("hex"),
  };
  const response = await fetch(`${app}/webhooks/vapi`, { method: "POST", headers, body });
  const { results } = (await response.json()) as {
    results?: { result?: string; error?: string }[];
  };
  return results?.[0]?.result ?? results?.[0]?.error ?? "No result.";
}
