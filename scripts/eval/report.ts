import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import type { SpeechFigures } from "../../src/calls/snapshot";
import type { Scripted } from "./callers";
import type { Conversation } from "./talk";

/** One caller's conversation, and what was found of it. */
export type Judged = {
  scripted: Scripted;
  heard: Conversation;
  /** What is wrong by rule. */
  wrong: string[];
  /** The model's opinion, if one was asked. */
  opinion: { pass: boolean; reason: string } | undefined;
  speech: SpeechFigures | null;
};

export const hasPassed = ({ wrong, opinion }: Judged): boolean =>
  wrong.length === 0 && opinion?.pass !== false;

/** One line about a caller, as soon as they have been judged. */
export function lineOf(judged: Judged): string {
  const { scripted, wrong, opinion } = judged;
  if (hasPassed(judged)) return `✓ ${scripted.name}`;
  return `✗ ${scripted.name} — ${[...wrong, opinion?.reason].filter(Boolean).join("; ")}`;
}

const at = (values: number[], share: number) =>
  Math.round([...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0);

/** How long callers waited for the first word, and how often the context was ready. */
function latencyOf(all: Judged[]) {
  const first = all.flatMap(({ heard }) => heard.firstByteMs);
  const speeches = all.flatMap(({ speech }) => speech ?? []);
  const medians = speeches.map(({ added_ms }) => added_ms.p50);
  const tails = speeches.map(({ added_ms }) => added_ms.p95);
  const hits = speeches.reduce((sum, { hit_rate }) => sum + hit_rate, 0);
  return {
    first_byte_ms: { p50: at(first, 0.5), p95: at(first, 0.95) },
    added_ms: { p50: at(medians, 0.5), p95: at(tails, 0.95) },
    hit_rate: Math.round((hits / Math.max(speeches.length, 1)) * 100) / 100,
  };
}

const STAND_IN =
  "The model is the sandbox's stand-in, which follows rules: its pass rate shows that the pipeline works, not how a model talks. Judged by rules only.";

/** Prints the figures and, if a file is named, writes them there as JSON. */
export function report(all: Judged[], model: string, isStandIn: boolean, file?: string): void {
  const kinds = [...Map.groupBy(all, ({ scripted }) => scripted.kind)].map(([kind, some]) => {
    return { kind, callers: some.length, passed: some.filter(hasPassed).length };
  });
  const latency = latencyOf(all);
  console.table(kinds);
  console.log(`${all.filter(hasPassed).length} of ${all.length} callers passed; model: ${model}`);
  console.log(isStandIn ? STAND_IN : "Judged by rules, then by the model.");
  console.log(JSON.stringify(latency));
  if (!file) return;
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}`;
  const failed = all
    .filter((one) => !hasPassed(one))
    .map(({ scripted, heard, wrong, opinion }) => {
      return { name: scripted.name, wrong, opinion, lines: heard.lines };
    });
  const figures = { machine, model, kinds, latency, failed };
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
}
