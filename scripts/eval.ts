import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Hono } from "hono";
import { serve } from "../sandbox/server";
import type { SpeechFigures } from "../src/calls/snapshot";
import { ask } from "./client";
import { CALLERS, type Scripted } from "./eval/callers";
import { judgedByModel, judgedByRules } from "./eval/judge";
import { type Conversation, converse } from "./eval/talk";
import { runCommand } from "./launch/launch-error";
import { startProduct } from "./launch/product";

/** Telephony that takes every call and says nothing: who talks here are the scripted callers. */
const quiet = () => {
  const calls = new Hono();
  calls.post("/", (c) => c.json({ id: `vapi-${Math.random()}`, status: "queued" }, 201));
  calls.get("/", (c) => c.json([]));
  return serve({ "/vapi/call": calls });
};
const at = (values: number[], share: number) =>
  Math.round([...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0);

type Row = {
  scripted: Scripted;
  heard: Conversation;
  wrong: string[];
  opinion: { pass: boolean; reason: string } | undefined;
  speech: SpeechFigures | null;
};
const passed = ({ wrong, opinion }: Row) => wrong.length === 0 && opinion?.pass !== false;

/** `npm run eval [-- --json FILE]`: fifty scripted callers against the configured model. */
await runCommand(async () => {
  const { values } = parseArgs({ options: { json: { type: "string" } } });
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-eval-"));
  const outside = await quiet();
  process.env.VAPI_BASE_URL = `${outside.url}/vapi`;
  const product = await startProduct({ folder, port: 0, tell: (line) => console.log(`… ${line}`) });
  try {
    const { ready } = product;
    const model = process.env.LIVE_MODEL ?? "sandbox-stand-in";
    const isStandIn = model === "sandbox-stand-in";
    await ask(ready, "POST", "/dev/clock", { now: "2026-11-24T15:00:00Z" });
    await ask(ready, "POST", "/dev/cron", { cron: "* * * * *" });
    await ask(ready, "POST", "/api/campaigns", { id: "eval", name: "Eval", channel: "voice" });
    const rows: Row[] = [];
    for (const [index, scripted] of CALLERS.entries()) {
      const heard = await converse(ready, scripted, index);
      const wrong = judgedByRules(scripted, heard);
      const judged =
        isStandIn || wrong.length > 0
          ? undefined
          : await judgedByModel(
              {
                baseUrl: process.env.OPENAI_BASE_URL ?? "https://api.openai.com/v1",
                apiKey: process.env.OPENAI_API_KEY ?? "",
                model: process.env.LLM_MODEL ?? model,
              },
              scripted,
              heard,
            );
      const opinion = judged?.ok ? judged.value : undefined;
      const { speech } = (await ask(ready, "GET", `/call/${heard.callId}`)).body as {
        speech: SpeechFigures | null;
      };
      rows.push({ scripted, heard, wrong, opinion, speech });
      const pass = wrong.length === 0 && opinion?.pass !== false;
      console.log(
        `${pass ? "✓" : "✗"} ${scripted.name}${pass ? "" : ` — ${[...wrong, opinion?.reason].filter(Boolean).join("; ")}`}`,
      );
    }
    const kinds = [...Map.groupBy(rows, ({ scripted }) => scripted.kind)].map(([kind, some]) => {
      return { kind, callers: some.length, passed: some.filter(passed).length };
    });
    const first = rows.flatMap(({ heard }) => heard.firstByteMs);
    const speeches = rows.flatMap(({ speech }) => speech ?? []);
    const latency = {
      first_byte_ms: { p50: at(first, 0.5), p95: at(first, 0.95) },
      added_ms: {
        p50: at(
          speeches.map(({ added_ms }) => added_ms.p50),
          0.5,
        ),
        p95: at(
          speeches.map(({ added_ms }) => added_ms.p95),
          0.95,
        ),
      },
      hit_rate:
        Math.round(
          (speeches.reduce((sum, { hit_rate }) => sum + hit_rate, 0) /
            Math.max(speeches.length, 1)) *
            100,
        ) / 100,
    };
    const [cpu] = cpus();
    const machine = `${cpus().length} × ${cpu?.model ?? "unknown"}, Node ${process.versions.node}`;
    console.table(kinds);
    console.log(`${rows.filter(passed).length} of ${rows.length} callers passed; model: ${model}`);
    console.log(
      isStandIn
        ? "The model is the sandbox's stand-in, which follows rules: its pass rate shows that the pipeline works, not how a model talks. Judged by rules only."
        : "Judged by rules, then by the model.",
    );
    console.log(JSON.stringify(latency));
    if (values.json)
      writeFileSync(
        values.json,
        `${JSON.stringify({ machine, model, kinds, latency, failed: rows.filter((row) => !passed(row)).map(({ scripted, heard, wrong, opinion }) => ({ name: scripted.name, wrong, opinion, lines: heard.lines })) }, null, 2)}\n`,
      );
    return 0;
  } finally {
    await product.stop();
    outside.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
