import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { LaunchError } from "./launch-error";

const STOP_MS = 8_000;
const TAIL = 2_000;

export type Child = {
  process: ChildProcess;
  /** The last of what it wrote. */
  tail: () => string;
  /** Resolves when it has ended. */
  ended: Promise<void>;
  stop: () => Promise<void>;
};
type Options = { env: NodeJS.ProcessEnv; log: string; onLine?: (line: string) => void };

/** Starts a Node program in our process group, so that killing the group ends it too. */
export function startNode(args: string[], { env, log, onLine }: Options): Child {
  const child = spawn(process.execPath, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const file = createWriteStream(log, { flags: "a", mode: 0o600 });
  let tail = "";
  let rest = "";
  const hear = (data: Buffer) => {
    file.write(data);
    tail = (tail + data).slice(-TAIL);
    const lines = (rest + data).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine?.(line);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  child.stdin.on("error", () => {}); // It may have ended before we close its input.
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const stop = async () => {
    child.stdin.end();
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
    file.end();
  };
  return { process: child, tail: () => tail, ended, stop };
}

/** Asks until an address answers with 200, unless the child that is to answer has ended. */
export async function untilAnswers(url: string, child: Child, waitMs: number): Promise<void> {
  let gone = false;
  void child.ended.then(() => {
    gone = true;
  });
  for (const until = Date.now() + waitMs; Date.now() < until && !gone; ) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const last = child.tail().trim().split("\n").slice(-3).join(" | ");
  throw new LaunchError(`The worker did not start${last ? `: ${last}` : ""}`);
}
