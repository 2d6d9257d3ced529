import { type ChildProcess, spawn } from "node:child_process";
import { LaunchError } from "../launch/launch-error";
import type { Ready } from "../launch/product";

const START_MS = 120_000;

export type Launched = {
  ready: Ready;
  /** The launcher itself, without its children. */
  pid: number;
  /** Everything at once and without warning, as when a machine loses power. */
  kill: () => Promise<void>;
  stop: () => Promise<number | null>;
};
type Options = { args: string[]; env?: Record<string, string> };

/** `npm run dev` in a process group of its own, which can be killed whole. */
export async function launch({ args, env = {} }: Options): Promise<Launched> {
  const child = spawn(process.execPath, ["scripts/run.mjs", "dev", "--no-seed", ...args], {
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const signal = async (name: NodeJS.Signals) => {
    killGroup(child, name);
    return await ended;
  };
  const ready = await readyLine(child, ended).catch((error) => {
    killGroup(child, "SIGKILL");
    throw error;
  });
  const { pid = 0 } = child;
  return {
    ready,
    pid,
    kill: async () => void (await signal("SIGKILL")),
    stop: () => signal("SIGTERM"),
  };
}

function killGroup({ pid = 0 }: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {} // It is gone already.
}

function readyLine(child: ChildProcess, ended: Promise<unknown>): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let text = "";
    const give = () => reject(new LaunchError(`No READY line: ${text.trim().slice(-500)}`));
    const timer = setTimeout(give, START_MS);
    void ended.then(give);
    const hear = (data: Buffer) => {
      text += data;
      const found = /READY (\{.*\})\n/.exec(text)?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(JSON.parse(found));
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
  });
}
