import { readFileSync } from "node:fs";

const LOOK_MS = 1_000;

/** The process that started a process, or nothing where that cannot be told. */
function parentOf(pid: number): number | undefined {
  try {
    // The name in brackets may hold anything; the parent is the second field after it.
    const [, rest = ""] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return Number(rest.split(" ")[1]);
  } catch {
    return undefined;
  }
}

/** Calls back when whoever started us is gone: npm runs us through a shell, which outlives it. */
export function whenOrphaned(act: () => void): void {
  const shell = process.ppid;
  const npm = parentOf(shell);
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    act();
  }, LOOK_MS);
  timer.unref();
}
