import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Hono } from "hono";
import { serve } from "../sandbox/server";
import type { SpeechFigures } from "../src/calls/snapshot";
import { ask } from "./client";
import { CALLERS, type Scripted } from "./eval/callers";
import { judgedByModel, judgedByRules } from "./eval/judge";
import { type Judged, lineOf, report } from "./eval/report";
import { type Conversation, converse } from "./eval/talk";
import { runCommand } from "./launch/launch-error";
import { startProduct } from "./launch/product";

const STAND_IN = "sandbox-stand-in";

/** Telephony that takes every call and says nothing: who talks here are the scripted callers. */
const quiet = () => {
  const calls = new Hono();
  calls.post("/", (c) => c.json({ id: `vapi-${Math.random()}`, status: "queued" }, 201));
  calls.get("/", (c) => c.json([]));
  return serve({ "/vapi/call": calls });
};

/** The rules decide first; the model is asked only about what they let pass. */
async function judge(scripted: Scripted, heard: Conversation, model: string) {
  const wrong = judgedByRules(scripted, heard);
  if (model === STAND_IN || wrong.length > 0) return { wrong, opinion: undefined };
  const judge = {
    baseUrl: process.env.OPENAI_BASE_URL ?? "https://api.openai.com/v1",
    apiKey: process.env.OPENAI_API_KEY ?? "",
    model: process.env.LLM_MODEL ?? model,
  };
  const judged = await judgedByModel(judge, scripted, heard);
  return { wrong, opinion: judged.ok ? judged.value : undefined };
}

/** `npm run eval [-- --json FILE]`: fifty scripted callers against the configured model. */
await runCommand(async () => {
  const { values } = parseArgs({ options: { json: { type: "string" } } });
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-eval-"));
  const outside = await quiet();
  process.env.VAPI_BASE_URL = `${outside.url}/vapi`;
  const product = await startProduct({ folder, port: 0, tell: (line) => console.log(`… ${line}`) });
  try {
    const { ready } = product;
    const model = process.env.LIVE_MODEL ?? STAND_IN;
    await ask(ready, "POST", "/dev/clock", { now: "2026-11-24T15:00:00Z" });
    await ask(ready, "POST", "/dev/cron", { cron: "* * * * *" });
    await ask(ready, "POST", "/api/campaigns", { id: "eval", name: "Eval", channel: "voice" });
    const all: Judged[] = [];
    for (const [index, scripted] of CALLERS.entries()) {
      const heard = await converse(ready, scripted, index);
      const { wrong, opinion } = await judge(scripted, heard, model);
      const { speech } = (await ask(ready, "GET", `/call/${heard.callId}`)).body as {
        speech: SpeechFigures | null;
      };
      const judged = { scripted, heard, wrong, opinion, speech };
      all.push(judged);
      console.log(lineOf(judged));
    }
    report(all, model, model === STAND_IN, values.json);
    return 0;
  } finally {
    await product.stop();
    outside.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
